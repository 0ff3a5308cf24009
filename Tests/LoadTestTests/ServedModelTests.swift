import Dataset
import FileStorage
import Glibc
import LoadTest
import RunDocument
import SystemPackage
import TestSupport
import Testing

/// The real service, under load.
@Suite struct ServedModelTests {
    private static let schema: JSONValue = [
        "fields": [
            ["name": "size", "type": "number"],
            ["name": "color", "type": "string", "categories": ["red", "green, light"]],
            ["name": "count", "type": "integer", "constraints": ["required": true]],
            ["name": "kind", "type": "string", "mlx:field": ["role": "target"]],
        ],
        "mlx:dataset": ["target": "kind", "task": "binary"],
    ]

    private static let rows = (0..<60).reduce("size,color,count,kind\n") { text, row in
        let color = row % 3 == 0 ? "red" : "\"green, light\""
        return text + "\(row % 2 == 0 ? 10 : 1),\(color),\(row),\(row % 2 == 0 ? "big" : "small")\n"
    }

    private static let table = Table(
        columns: [
            Column(name: "size", values: .numeric([10, .nan, 1.5])),
            Column(
                name: "color",
                values: .text(codes: [0, 1, -1], labels: ["green, light", "red"])),
            Column(name: "count", values: .numeric([0, 1, 2])),
        ],
        rowCount: 3
    )

    /// Trains a model, serves it, and runs `body` with the port and the process of the service.
    private func withModel<Result: Sendable>(
        _ body: @escaping @Sendable (Int, pid_t) throws -> Result
    ) async throws -> Result {
        try await withScratchDirectory { directory in
            try Files.replace(directory.appending("rows.csv"), with: Self.rows.utf8)
            try Files.replace(
                directory.appending("schema.json"), with: Self.schema.canonicalBytes())
            let trained = try await Tool.shell(
                """
                mlx-train --no-input --data rows.csv --schema schema.json --seed 7 \
                    --parameter num_round=2 --model-directory model
                """,
                directory: directory)
            try #require(trained.status == 0, "\(trained.errors)")
            async let service = Tool.shell(
                """
                echo $$ > pid
                exec mlx-serve --model-directory model --name m --port 0 --port-file port
                """, directory: directory)
            let port = try await number(directory.appending("port"))
            let process = pid_t(try await number(directory.appending("pid")))
            let result: Swift.Result<Result, any Error>
            do { result = .success(try await onThread { try body(port, process) }) } catch {
                result = .failure(error)
            }
            kill(process, SIGTERM)
            _ = try await service
            return try result.get()
        }
    }

    private func number(_ file: FilePath) async throws -> Int {
        for _ in 0..<2000 {
            if let bytes = try? Files.read(file), bytes.last == 0x0A,
                let number = Int(String(decoding: bytes.dropLast(), as: UTF8.self))
            {
                return number
            }
            try await Task.sleep(for: .milliseconds(5))
        }
        throw StorageError.missing(path: file.string)
    }

    @Test func itsModelIsAskedForPredictions() async throws {
        let (closed, open) = try await withModel { port, process in
            let url = try ServiceURL("http://localhost:\(port)")
            let model = try OpenInferenceModel.fetch(url, model: "m")
            let messages = try OpenInferenceRequest.messages(
                for: model, rows: Self.table, rowsPerRequest: 2)
            let one = try LoadPlan(
                connections: 4, extent: .requests(400), warmUp: .milliseconds(50),
                process: process)
            let two = try LoadPlan(
                loop: .open(rate: 300), connections: 4, extent: .requests(150),
                warmUp: .milliseconds(50))
            return (try HTTPLoad(messages, one).run(), try HTTPLoad(messages, two).run())
        }
        #expect(closed.answers == 400)
        #expect(closed.errorRate == 0)
        #expect(closed.rowsPerRequest == 2)
        #expect((closed.memory?.peak ?? 0) > 1 << 20)
        #expect(open.answers == 150)
        #expect(open.errorRate == 0)
        #expect(open.memory == nil)
    }

    @Test func itsOwnWordsAreShown() async throws {
        let errors = try await withModel { port, _ in
            let url = try ServiceURL("http://127.0.0.1:\(port)/v2/models/m/infer")
            let wrong = try #require(
                #expect(throws: LoadTestError.self) {
                    let body = Array(#"{"inputs":[]}"#.utf8)
                    let messages = try RequestMessages(
                        posting: [body], to: url, rowsPerRequest: 1)
                    _ = try HTTPLoad(messages, LoadPlan()).run()
                })
            let unknown = try #require(
                #expect(throws: LoadTestError.self) {
                    try OpenInferenceModel.fetch(url, model: nil, version: "9")
                })
            return [wrong, unknown]
        }
        #expect(errors.map(\.exitStatus) == [.unavailable, .unavailable])
        #expect(errors[0].description.contains("answers with status 400: "))
        #expect(errors[0].description.contains("'count'"))
        #expect(
            errors[1].description.hasSuffix(
                "answers with status 404: version '9' of 'm' is not live; version '1' is"))
    }
}
