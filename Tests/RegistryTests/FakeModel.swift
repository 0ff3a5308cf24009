import FileStorage
import Registry
import RunDocument
import SystemPackage
import TestSupport

/// A directory that looks like a model, a run that speaks of it, and where it is registered.
struct FakeModel {
    let directory: FilePath
    var run: Run

    /// - Parameter weight: the content of the model's file; another one makes another model.
    init(in scratch: FilePath, weight: String = "weights", id: String = "run-1") throws {
        directory = scratch.appending("model-\(weight)")
        try Files.makeDirectory(directory.appending("docs"))
        try Files.replace(directory.appending("MLmodel"), with: "flavors: {}\n".utf8)
        try Files.replace(directory.appending("model.ubj"), with: "{\(weight)".utf8)
        try Files.replace(directory.appending("docs/README.md"), with: "about\n".utf8)
        run = try Self.run(of: directory, id: id)
    }

    static func run(of directory: FilePath, id: String, evaluation: String? = "passed") throws
        -> Run
    {
        let digest = try TreeDigest.of(directory: directory)
        let stages =
            evaluation.map { status in
                """
                {"name":"eval","tool":"mlx-eval","version":"0.1.0","status":"\(status)",
                 "exitCode":0,"metrics":{"accuracy":0.975}}
                """
            } ?? ""
        return try Run(
            parsing: """
                {"apiVersion":"mlx/v1","kind":"Run",
                 "metadata":{"id":"\(id)","model":"penguins","createdAt":"2026-11-20T12:00:00Z",
                  "ci":{"commit":"0123abcd"}},
                 "inputs":{"data":{"train":{"uri":"train.csv","digest":"sha256:00","rows":344}}},
                 "model":{"uri":"\(directory)","digest":"\(digest)","format":"xgboost"},
                 "stages":[\(stages)],
                 "status":{"phase":"Succeeded","exitCode":0}}
                """.utf8
        )
    }

    var request: RegistrationRequest { RegistrationRequest(directory: directory, run: run) }

    /// Registers it in `scratch/testing`.
    @discardableResult
    func register(in scratch: FilePath) throws -> Registration {
        try ModelStore.testing(scratch).register(request, .test)
    }
}

extension ModelStore {
    static func testing(_ scratch: FilePath) throws -> ModelStore {
        ModelStore(root: scratch.appending("testing"), model: try ModelName("penguins"))
    }

    static func production(_ scratch: FilePath) throws -> ModelStore {
        ModelStore(root: scratch.appending("production"), model: try ModelName("penguins"))
    }

    var index: FilePath { path.appending("index.json") }
    var audit: FilePath { path.appending(".mlx/audit.jsonl") }

    /// The names and bytes of all files but locks.
    func snapshot() throws -> [TreeDigest.File] {
        Files.exists(path) ? try TreeDigest.files(in: path) : []
    }
}

extension CommitOptions {
    static let test = CommitOptions(
        context: AuditContext(actor: "tester", time: "2026-11-20T12:00:01Z", tool: "test"),
        lockTimeout: .seconds(20)
    )

    /// For a lock that will not be let go.
    static let impatient = CommitOptions(context: test.context, lockTimeout: .milliseconds(50))
}

extension JSONValue {
    static func read(_ path: FilePath) throws -> JSONValue {
        try JSONValue(parsing: try Files.read(path))
    }
}
