import FileStorage
import Glibc
import RunDocument
import SystemPackage

/// The Python program that scores what only MLflow can load.
enum MLflowWorker {
    private static let file = "runtimes/mlflow-worker.py"

    /// The command that scores a model directory.
    ///
    /// - Throws: `CommandError.workerMissing`.
    static func command(
        for directory: FilePath, _ metadata: ModelMetadata
    ) throws(CommandError) -> [String] {
        let places = places
        guard let worker = places.first(where: { Files.exists($0) }) else {
            throw .workerMissing(tried: places.map(\.string))
        }
        let labels = JSONValue.array(metadata.labels.map(JSONValue.string)).canonicalText()
        return [python, worker.string, directory.string, labels]
    }

    /// `$MLX_SHARE`, or else `share/mlx` beside or above the directory of the tool: in a prefix it
    /// is `bin`, in a checkout it lies deep in `.build`.
    private static var places: [FilePath] {
        if let share = getenv("MLX_SHARE") {
            return [FilePath(platformString: share).appending(file)]
        }
        var buffer = [CChar](repeating: 0, count: Int(PATH_MAX))
        let count = readlink("/proc/self/exe", &buffer, buffer.count - 1)
        let bytes = buffer.prefix(max(0, count)).map(UInt8.init(bitPattern:))
        var directory = FilePath(String(decoding: bytes, as: UTF8.self))
        var places: [FilePath] = []
        while places.count < 6, directory.removeLastComponent() {
            places.append(directory.appending("share/mlx/\(file)"))
        }
        return places
    }

    /// `$MLX_PYTHON`, that of a virtual environment, or the system's.
    private static var python: String {
        if let python = getenv("MLX_PYTHON") { return String(cString: python) }
        let environments = [
            getenv("VIRTUAL_ENV").map { FilePath(platformString: $0) }, FilePath(".venv"),
        ]
        let programs = environments.compactMap { $0?.appending("bin/python") }
        return programs.first { Files.exists($0) }?.string ?? "python3"
    }
}
