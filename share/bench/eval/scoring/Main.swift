import Dataset
import FileStorage
import Glibc
import Model
import RunDocument
import SystemPackage

/// Times predictions in process, without reading and writing: `scoring MODEL DATA FEATURES RUNS`.
///
/// DATA holds 32-bit numbers row by row, of features that are called f0, f1, …; the target is y.
/// Writes the seconds of each run, a line each, and on the last line the sum of all scores.
@main
struct Scoring {
    static func main() {
        do { try run() } catch {
            print("\(error)")
            exit(ExitStatus.internalError.code)
        }
    }

    private static func run() throws {
        let arguments = CommandLine.arguments
        guard arguments.count == 5, let features = Int(arguments[3]), let runs = Int(arguments[4])
        else {
            print("usage: scoring MODEL DATA FEATURES RUNS")
            exit(ExitStatus.usage.code)
        }
        let fields = (0..<features).map { TableField(name: "f\($0)", type: .number) }
        let target = TableField(
            name: "y", type: .string, role: .target, categories: ["0", "1"])
        let options = RuntimeOptions(
            threads: ProcessorCount.available, schema: TableSchema(fields: fields + [target]))
        let predictor = try Predictors.load(
            ModelDirectory(loading: FilePath(arguments[1]), options: options), options)
        let table = try table(FilePath(arguments[2]), features)
        var sum = 0.0
        for _ in 0..<runs {
            let start = ContinuousClock.now
            let predictions = try predictor.predict(table)
            let duration = (ContinuousClock.now - start).components
            print(Double(duration.seconds) + Double(duration.attoseconds) / 1e18)
            sum = predictions.scores.reduce(0, +)
        }
        print(sum)
    }

    private static func table(_ path: FilePath, _ features: Int) throws -> Table {
        let bytes = try Files.read(path, limit: 1 << 32)
        let rows = bytes.count / (4 * features)
        let columns = bytes.withUnsafeBytes { bytes in
            (0..<features).map { feature in
                let values = (0..<rows).map { row in
                    Double(
                        bytes.load(fromByteOffset: 4 * (row * features + feature), as: Float.self))
                }
                return Column(name: "f\(feature)", values: .numeric(values))
            }
        }
        return Table(columns: columns, rowCount: rows)
    }
}
