import FileStorage
import Registry
import Remotes
import SystemPackage
import TestSupport
import Testing
import Transfer

/// A registry elsewhere, and mirrors of it as they are on machines that know nothing of each other.
struct Elsewhere {
    enum Kind: String, CaseIterable {
        case s3, oci

        static var available: [Kind] {
            (Peers.hasMoto ? [.s3] : []) + (Peers.hasRegistry ? [.oci] : [])
        }

        static let absence: Comment =
            "\(Peers.motoAbsence.rawValue); or \(Peers.registryAbsence.rawValue)"
    }

    let scratch: FilePath
    private let kind: Kind
    let environment: [String: String]
    private let address: String

    /// Starts the service, with a bucket in it.
    init(_ kind: Kind, in scratch: FilePath) async throws {
        self.scratch = scratch
        self.kind = kind
        switch kind {
        case .oci:
            address = "oci://\(try await Peers.start("registry", in: scratch))/team"
            environment = [:]
        case .s3:
            let host = try await Peers.start("moto", in: scratch)
            _ = try await TestPython.run("bucket.py", ["make", "http://\(host)", "bucket"])
            address = "s3://bucket/team"
            environment = [
                "AWS_ACCESS_KEY_ID": "key", "AWS_SECRET_ACCESS_KEY": "secret",
                "AWS_ENDPOINT_URL": "http://\(host)",
            ]
        }
    }

    func url(_ stage: String = "testing") -> String { "\(address)/\(stage)" }

    /// - Parameters:
    ///   - runner: the machine; one that was not named before has nothing yet.
    ///   - wrap: puts something between the mirror and what it follows.
    func store(
        on runner: String, _ stage: String = "testing", retries: RetryPolicy = RetryPolicy(),
        wrap: (any Upstream) -> any Upstream = { $0 }
    ) throws -> ModelStore {
        let model = try ModelName("penguins")
        let upstream = RemoteUpstream(
            try RemoteURL(url(stage)), model: model, environment: environment,
            retries: retries)
        let store = ModelStore(
            root: scratch.appending("\(runner)-\(stage)"), model: model, upstream: wrap(upstream))
        try store.refresh()
        return store
    }

    /// Takes the index away, as somebody does who tidies up.
    func loseIndex() async throws {
        switch kind {
        case .s3: try await change("remove", "penguins/index.json")
        case .oci:
            // docker-registry cannot remove a tag alone.
            Files.removeTreeIfPossible(tags.appending("mlx-index"))
        }
    }

    /// Where docker-registry keeps the tags of the model, each in a directory.
    var tags: FilePath {
        let repository = "data/docker/registry/v2/repositories/team/testing/penguins"
        return scratch.appending("registry/\(repository)/_manifests/tags")
    }

    /// Writes or removes an object of a bucket.
    func change(_ action: String, _ key: String, _ bytes: [UInt8]? = nil) async throws {
        let file = scratch.appending("object")
        if let bytes { try Files.replace(file, with: bytes) }
        _ = try await TestPython.run(
            "bucket.py",
            [
                action, try #require(environment["AWS_ENDPOINT_URL"]), "bucket",
                "team/testing/\(key)",
            ]
                + (bytes == nil ? [] : [file.string]))
    }
}

extension ModelStore {
    /// Registers a model that has one file with this text.
    @discardableResult
    func add(_ text: String, in scratch: FilePath) throws -> RegisteredVersion {
        let directory = scratch.appending("model-\(text)")
        try Files.makeDirectory(directory)
        try Files.replace(directory.appending("model.ubj"), with: "{\(text)".utf8)
        let run = try Self.run(of: directory, id: "run-\(text)")
        return try register(RegistrationRequest(directory: directory, run: run), .test).version
    }

    var isIntact: Bool {
        get throws { try audit(lockTimeout: .seconds(5)).isIntact && fsck().isClean }
    }
}
