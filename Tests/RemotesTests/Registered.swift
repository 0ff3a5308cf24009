import FileStorage
import Registry
import Remotes
import RunDocument
import Synchronization
import SystemPackage
import TestSupport
import Testing
import Transfer

extension ModelStore {
    /// A store with some versions, each of another model, that `scratch/name` is the registry of.
    ///
    /// - Parameter weight: bytes of the largest file.
    static func filled(
        _ scratch: FilePath, _ name: String = "here", versions: Int = 1, weight: Int = 100_000
    ) throws -> ModelStore {
        let store = try empty(scratch, name)
        for number in 1...versions {
            let directory = scratch.appending("model-\(name)-\(number)")
            try Files.makeDirectory(directory.appending("docs"))
            try Files.replace(directory.appending("MLmodel"), with: "flavors: {}\n".utf8)
            let text = String(repeating: "weight \(name) \(number) ", count: weight / 16)
            try Files.replace(directory.appending("model.ubj"), with: "{\(text)".utf8)
            try Files.replace(directory.appending("docs/README.md"), with: "about\n".utf8)
            let run = try run(of: directory, id: "run-\(number)")
            _ = try store.register(RegistrationRequest(directory: directory, run: run), .test)
        }
        return store
    }

    static func empty(_ scratch: FilePath, _ name: String) throws -> ModelStore {
        ModelStore(root: scratch.appending(name), model: try ModelName("penguins"))
    }

    static func run(of directory: FilePath, id: String) throws -> Run {
        let digest = try TreeDigest.of(directory: directory)
        return try Run(
            parsing: """
                {"apiVersion":"mlx/v1","kind":"Run",
                 "metadata":{"id":"\(id)","model":"penguins","createdAt":"2026-11-20T12:00:00Z"},
                 "model":{"uri":"\(directory)","digest":"\(digest)","format":"xgboost"},
                 "stages":[],"status":{"phase":"Succeeded","exitCode":0}}
                """.utf8
        )
    }

    /// How many blobs a registry that has nothing needs of a version, beside its manifests.
    func sentBlobs(_ reference: String) throws -> Int {
        try lend(try require(reference), lockTimeout: .seconds(5)) { $0.blobs.count }
    }

    var blobNames: [String] {
        get throws { try Files.names(in: path.appending("blobs/sha256")) }
    }

    /// Sends a version, without saying how far it is.
    @discardableResult
    func push(_ reference: String, to remote: any Remote, tags: [String] = []) throws
        -> PushReport
    {
        try push(try require(reference), to: remote, tags: tags, .test) { _, _ in }
    }

    @discardableResult
    func pull(_ reference: String, from remote: any Remote, allowUnsafe: Bool = false) throws
        -> PullReport
    {
        try pull(reference, from: remote, allowUnsafe: allowUnsafe, .test) { _, _ in }
    }
}

extension CommitOptions {
    static let test = CommitOptions(
        context: AuditContext(actor: "tester", time: "2026-11-20T12:00:01Z", tool: "test"),
        lockTimeout: .seconds(20)
    )
}

/// The pauses that were asked for; nothing waits for them.
final class Pauses: Sendable {
    private let taken = Mutex<[Duration]>([])

    var all: [Duration] { taken.withLock { $0 } }

    func policy(attempts: Int = 5) -> RetryPolicy {
        var policy = RetryPolicy()
        policy.attempts = attempts
        policy.wait = { pause in self.taken.withLock { $0.append(pause) } }
        // Sun, 06 Nov 1994 08:49:37 GMT
        policy.clock = { 784_111_777 }
        return policy
    }
}

extension RemoteURL {
    /// A remote that does not wait between attempts.
    static func open(
        _ url: String, environment: [String: String] = [:], attempts: Int = 3,
        mountSource: String? = nil
    ) throws -> any Remote {
        try RemoteURL(url).open(
            try ModelName("penguins"), mountSource: mountSource, environment: environment,
            retries: Pauses().policy(attempts: attempts))
    }
}
