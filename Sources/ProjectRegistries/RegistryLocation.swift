import FileStorage
package import Registry
import Remotes
import RunDocument
package import SystemPackage

/// Where a registry is: in a directory, or elsewhere with a mirror here.
package struct RegistryLocation: Sendable, CustomStringConvertible {
    /// The registry itself, or its mirror.
    package let directory: FilePath
    private let remote: RemoteURL?
    private let environment: [String: String]

    init(directory: FilePath) {
        self.directory = directory
        remote = nil
        environment = [:]
    }

    /// - Parameter mirrors: where mirrors are kept, each in a directory of its own.
    init(_ remote: RemoteURL, mirrors: FilePath, environment: [String: String]) throws {
        if case .mlflow = remote {
            throw RemoteError.malformed(
                remote.description, reason: "it does not hold models, only what is known of them")
        }
        directory = mirrors.appending(Self.mirrorName(remote, environment))
        self.remote = remote
        self.environment = environment
    }

    /// As users name it.
    package var description: String { remote?.description ?? directory.string }

    package var isRemote: Bool { remote != nil }

    /// Whether there is a registry; of one elsewhere that is not known before it is read.
    package var exists: Bool { isRemote || Files.isDirectory(directory) }

    /// A model in it, as it is now.
    ///
    /// - Throws: `RemoteError.unreachable`; whatever else can be wrong elsewhere.
    package func store(_ model: ModelName) throws -> ModelStore {
        let upstream = remote.map {
            RemoteUpstream($0, model: model, environment: environment)
        }
        let store = ModelStore(root: directory, model: model, upstream: upstream)
        try store.refresh()
        return store
    }

    /// All models in it.
    package func stores() throws -> [ModelStore] {
        guard let remote else {
            return try ModelStore.models(in: directory).map(store)
        }
        return try remote.models(environment: environment).map(store).filter { try $0.exists }
    }

    /// All models in it, also those that are damaged.
    package func layouts() throws -> [ModelStore] {
        guard isRemote else { return try ModelStore.layouts(in: directory).map(store) }
        return try stores()
    }

    /// A name that tells which registry it is; two registries never have the same one.
    ///
    /// Nothing secret is in an address. The service behind S3's name is part of what it means.
    private static func mirrorName(_ remote: RemoteURL, _ environment: [String: String]) -> String {
        var meaning = remote.description
        if case .s3 = remote {
            let named = ["AWS_ENDPOINT_URL_S3", "AWS_ENDPOINT_URL"].lazy
                .compactMap { environment[$0] }.first { !$0.isEmpty }
            meaning += " \(named ?? "")"
        }
        let readable = remote.description.utf8.map { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"),
                UInt8(ascii: "."), UInt8(ascii: "-"):
                Character(UnicodeScalar(byte))
            default: Character("_")
            }
        }
        let digest = Digest(of: Array(meaning.utf8)).hex.prefix(12)
        return "\(String(readable.prefix(100)))-\(digest)"
    }
}

extension RegistryLocation: Equatable {
    package static func == (one: Self, other: Self) -> Bool {
        one.remote == other.remote && one.directory == other.directory
    }
}
