import FileStorage
import FoundationEssentials
import RunDocument
import SystemPackage

/// With what a user is known to a registry.
package enum RegistryCredentials: Hashable, Sendable {
    case password(user: String, String)
    /// Traded for a token at the registry's token service.
    case identityToken(String)
}

/// The files in which docker, podman, skopeo and oras keep what `login` was told.
struct DockerCredentials {
    private let environment: [String: String]
    private let files: [FilePath]

    init(_ environment: [String: String]) {
        self.environment = environment
        let named = { (name: String) in environment[name].flatMap { $0.isEmpty ? nil : $0 } }
        files = [
            named("REGISTRY_AUTH_FILE").map { FilePath($0) },
            named("DOCKER_CONFIG").map { FilePath($0).appending("config.json") },
            named("XDG_RUNTIME_DIR").map { FilePath($0).appending("containers/auth.json") },
            named("HOME").map { FilePath($0).appending(".docker/config.json") },
        ].compactMap { $0 }
    }

    /// The first of the files that knows the registry decides.
    ///
    /// - Throws: `RemoteError` for a file that makes no sense, or a program that fails.
    func credentials(host: String) throws -> RegistryCredentials? {
        for path in files where Files.exists(path) {
            let document: JSONValue
            do {
                document = try JSONValue(parsing: try Files.read(path, limit: 1 << 20))
            } catch let error as JSONSyntaxError {
                throw RemoteError.malformedSettings(
                    path: path.string, reason: error.description)
            }
            if let found = try credentials(host: host, in: document, path) { return found }
        }
        return nil
    }

    private func credentials(host: String, in document: JSONValue, _ path: FilePath) throws
        -> RegistryCredentials?
    {
        if let name = document["credHelpers"]?[host]?.stringValue {
            return try program(name).credentials(for: host)
        }
        let entries = document["auths"]?.objectValue ?? [:]
        for (key, value) in entries where Self.host(ofKey: key) == host {
            if let found = try Self.credentials(value, path) { return found }
        }
        guard let name = document["credsStore"]?.stringValue, !name.isEmpty else { return nil }
        return try program(name).credentials(for: Self.storedName(host))
    }

    private func program(_ name: String) -> CredentialProgram {
        CredentialProgram(name: name, environment: environment)
    }

    /// Docker Hub is asked at one host and logged in to under the name of another.
    private static let hub = (host: "registry-1.docker.io", key: "https://index.docker.io/v1/")

    private static func storedName(_ host: String) -> String { host == hub.host ? hub.key : host }

    /// Keys are hosts, or addresses as docker once wrote them.
    private static func host(ofKey key: String) -> String {
        if key == hub.key || key == "docker.io" { return hub.host }
        let rest = key.firstRange(of: "://").map { key[$0.upperBound...] } ?? key[...]
        return String(rest.prefix { $0 != "/" })
    }

    private static func credentials(_ entry: JSONValue, _ path: FilePath) throws(RemoteError)
        -> RegistryCredentials?
    {
        if let token = entry["identitytoken"]?.stringValue, !token.isEmpty {
            return .identityToken(token)
        }
        if let user = entry["username"]?.stringValue, let password = entry["password"]?.stringValue
        {
            return .password(user: user, password)
        }
        guard let encoded = entry["auth"]?.stringValue, !encoded.isEmpty else { return nil }
        let bytes = Data(base64Encoded: encoded).map(Array.init) ?? []
        guard let text = String(validating: bytes, as: UTF8.self),
            let colon = text.firstIndex(of: ":")
        else {
            throw .malformedSettings(
                path: path.string, reason: "an 'auth' is not 'user:password' in Base64")
        }
        return .password(
            user: String(text[..<colon]), String(text[text.index(after: colon)...]))
    }
}
