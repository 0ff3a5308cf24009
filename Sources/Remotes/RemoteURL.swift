import Transfer

/// Where a registry elsewhere is, as a user names it.
package enum RemoteURL: Hashable, Sendable, CustomStringConvertible {
    /// An OCI registry; models are repositories below a path.
    case oci(host: String, repository: String)
    /// A bucket; models lie below a prefix as they lie below a directory.
    case s3(bucket: String, prefix: String)
    /// MLflow's Model Registry, which knows of models but does not hold them.
    case mlflow(host: String)

    package var description: String {
        switch self {
        case .oci(let host, let repository): "oci://\(host)/\(repository)"
        case .s3(let bucket, let prefix): "s3://\(bucket)\(prefix.isEmpty ? "" : "/\(prefix)")"
        case .mlflow(let host): "mlflow://\(host)"
        }
    }

    /// - Throws: `RemoteError.malformed`.
    package init(_ text: String) throws(RemoteError) {
        try self.init(text, shown: HTTPAddress.withoutCredentials(text))
    }

    /// - Parameter shown: the text as it may stand in a message.
    private init(_ text: String, shown: String) throws(RemoteError) {
        guard let scheme = text.firstRange(of: "://") else {
            throw .malformed(shown, reason: "it has no scheme")
        }
        let rest = text[scheme.upperBound...]
        let authority = String(rest.prefix { $0 != "/" })
        let path = rest.dropFirst(authority.count + 1)
        let trimmed = String(path.hasSuffix("/") ? path.dropLast() : path)
        switch text[..<scheme.lowerBound] {
        case "oci":
            guard Self.isHost(authority) else { throw .malformed(shown, reason: "no such host") }
            guard Self.isRepository(trimmed) else {
                throw .malformed(shown, reason: "'\(trimmed)' cannot name a repository")
            }
            self = .oci(host: authority, repository: trimmed)
        case "s3":
            guard Self.isBucket(authority) else {
                throw .malformed(shown, reason: "'\(authority)' cannot name a bucket")
            }
            guard trimmed.isEmpty || trimmed.split("/").allSatisfy(Self.isKeyComponent) else {
                throw .malformed(shown, reason: "'\(trimmed)' cannot be the start of a key")
            }
            self = .s3(bucket: authority, prefix: trimmed)
        case "mlflow":
            guard Self.isHost(authority) else { throw .malformed(shown, reason: "no such host") }
            guard trimmed.isEmpty else { throw .malformed(shown, reason: "it has a path") }
            self = .mlflow(host: authority)
        default: throw .malformed(shown, reason: "its scheme is none of oci, s3 and mlflow")
        }
    }

    /// The address of an HTTP service: encrypted, unless it is on this machine.
    static func service(_ host: String) throws(TransferError) -> HTTPAddress {
        let address = try HTTPAddress("https://\(host)/")
        return address.isLoopback ? try HTTPAddress("http://\(host)/") : address
    }

    /// A name or an address, with a port or not; no user.
    private static func isHost(_ text: String) -> Bool {
        let isPlain = text.utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"):
                true
            case UInt8(ascii: "."), UInt8(ascii: "-"), UInt8(ascii: ":"), UInt8(ascii: "["),
                UInt8(ascii: "]"):
                true
            default: false
            }
        }
        return isPlain && (try? HTTPAddress("https://\(text)/")) != nil
    }

    /// Whether blobs can be taken from another place of the same registry.
    package var hasRepositories: Bool {
        if case .oci = self { true } else { false }
    }

    /// Whether a text can name a repository of an OCI registry.
    package static func isRepository(_ text: String) -> Bool {
        !text.isEmpty && text.split("/").allSatisfy(isRepositoryComponent)
    }

    /// OCI's `[a-z0-9]+((\.|_|__|-+)[a-z0-9]+)*`.
    private static func isRepositoryComponent(_ text: Substring) -> Bool {
        text.wholeMatch(of: /[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*/) != nil
    }

    private static func isBucket(_ text: String) -> Bool {
        text.wholeMatch(of: /[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]/) != nil && !text.contains("..")
    }

    private static func isKeyComponent(_ text: Substring) -> Bool {
        !text.isEmpty && text != "." && text != ".."
            && text.utf8.allSatisfy { $0 >= 0x20 && $0 != 0x7F }
    }
}

extension String {
    fileprivate func split(_ separator: Character) -> [Substring] {
        split(separator: separator, omittingEmptySubsequences: false)
    }
}
