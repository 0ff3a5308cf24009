import FileStorage
import Promotion
import Registry
import RunDocument
import SystemPackage
import TestSupport

/// Two registries in a scratch directory, and versions in the first.
struct Registered {
    let scratch: FilePath
    let testing: ModelStore
    let production: ModelStore
    let options = CommitOptions(
        context: AuditContext(actor: "tester", time: "2026-11-20T12:00:01Z", tool: "test"),
        lockTimeout: .seconds(20)
    )

    /// - Parameter evaluations: for each version the status of its evaluation; nil for none.
    init(_ evaluations: [String?], in scratch: FilePath) throws {
        self.scratch = scratch
        let name = try ModelName("penguins")
        testing = ModelStore(root: scratch.appending("testing"), model: name)
        production = ModelStore(root: scratch.appending("production"), model: name)
        for (number, evaluation) in evaluations.enumerated() {
            let directory = scratch.appending("model\(number + 1)")
            try Files.makeDirectory(directory)
            try Files.write(directory.appending("model.ubj"), "{\(number)".utf8)
            let run = try Self.run(id: "run-\(number + 1)", evaluation: evaluation)
            _ = try testing.register(
                RegistrationRequest(directory: directory, run: run),
                options
            )
        }
    }

    static func run(id: String, evaluation: String?) throws -> Run {
        let stage = evaluation.map { status in
            #"{"name":"eval","tool":"t","version":"1","status":"\#(status)","exitCode":0}"#
        }
        return try Run(
            parsing: """
                {"apiVersion":"mlx/v1","kind":"Run",
                 "metadata":{"id":"\(id)","createdAt":"2026-11-20T12:00:00Z"},
                 "stages":[\(stage ?? "")],"status":{"phase":"Succeeded","exitCode":0}}
                """.utf8
        )
    }

    var promoter: Promoter {
        Promoter(testing: testing, production: production, options: options)
    }

    @discardableResult
    func promote(_ version: Int) throws -> PromotionResult {
        try promoter.run(PromotionRequest(.promote("\(version)")))
    }

    @discardableResult
    func rollBack(to version: Int? = nil) throws -> PromotionResult {
        try promoter.run(PromotionRequest(.rollBack(to: version)))
    }

    /// Changes the bytes of a version in production.
    ///
    /// - Returns: puts them back.
    func damage(_ number: Int) throws -> () throws -> Void {
        let version = try production.require("\(number)")
        let blob = production.path.appending("blobs/sha256/\(version.files[0].digest.hex)")
        let bytes = try Files.read(blob)
        try Files.replace(blob, with: [UInt8](repeating: 0x20, count: bytes.count))
        return { try Files.replace(blob, with: bytes) }
    }

    var live: Int? {
        get throws { try production.resolve("production")?.number }
    }

    /// The content of the file that a service would load.
    var served: String {
        get throws {
            let path = production.path.appending(".mlx/current/model.ubj")
            return String(decoding: try Files.read(path), as: UTF8.self)
        }
    }
}
