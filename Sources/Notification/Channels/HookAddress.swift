package import Transfer

/// Where a hook listens: whoever knows the address can post there, so it is a secret.
package enum HookAddress: Sendable, Hashable {
    case literal(HTTPAddress)
    case secret(SecretReference)

    /// Reads `https://…`, `env:NAME` or `file:PATH`; `http://` for this machine only.
    init(_ text: String, of hook: Hook) throws {
        if text.hasPrefix("http:") || text.hasPrefix("https:") {
            self = .literal(try Self.checked(text, shown: "\(hook.rawValue)+…"))
        } else {
            self = .secret(try SecretReference(text))
        }
    }

    /// The address itself.
    func resolve(environment: [String: String]) throws -> HTTPAddress {
        switch self {
        case .literal(let address): return address
        case .secret(let reference):
            let text = try reference.read(environment: environment)
            return try Self.checked(text, shown: reference.description)
        }
    }

    /// What of it may be shown.
    package var description: String {
        switch self {
        case .literal(let address): "\(address.scheme)://\(Self.authority(of: address))/…"
        case .secret(let reference): reference.description
        }
    }

    /// What `init(_:of:)` reads.
    var reference: String {
        switch self {
        case .literal(let address): address.description
        case .secret(let reference): reference.description
        }
    }

    /// The host, with its port if that is named.
    private static func authority(of address: HTTPAddress) -> Substring {
        address.description.dropFirst("\(address.scheme)://".count).prefix { !"/?#".contains($0) }
    }

    /// - Parameter shown: what stands for the address in an error.
    private static func checked(_ text: String, shown: String) throws(NotificationError)
        -> HTTPAddress
    {
        let address: HTTPAddress
        do { address = try HTTPAddress(text) } catch {
            // The error's own words would quote the address.
            throw .target(shown, reason: "the address is not one of HTTP")
        }
        guard address.isEncrypted || address.isLoopback else {
            throw .target(shown, reason: "the address must begin with https://")
        }
        return address
    }
}

extension SecretReference: CustomStringConvertible {
    package var description: String {
        switch self {
        case .environment(let name): "env:\(name)"
        case .file(let path): "file:\(path)"
        }
    }
}
