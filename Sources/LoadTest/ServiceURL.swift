/// An `http://` URL, taken apart.
package struct ServiceURL: Hashable, Sendable {
    /// A name or an address, the latter without brackets.
    package let host: String
    package let port: Int
    /// What stands in a request line: the path and the query, `/` at least.
    package let path: String

    /// - Throws: `LoadTestError.notAURL`, or `.encrypted` for `https://`.
    package init(_ text: String) throws(LoadTestError) {
        func wrong(_ reason: String) -> LoadTestError { .notAURL(text, reason: reason) }
        guard text.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F }) else {
            throw wrong("it holds a character that must be percent-encoded")
        }
        guard let colon = text.firstRange(of: "://") else {
            throw wrong("it does not begin with http://")
        }
        switch text[..<colon.lowerBound].lowercased() {
        case "http": break
        case "https": throw .encrypted(url: text)
        default: throw wrong("it does not begin with http://")
        }
        let rest = text[colon.upperBound...].prefix { $0 != "#" }
        let authority = rest.prefix { $0 != "/" && $0 != "?" }
        guard !authority.contains("@") else { throw wrong("it holds a user name") }
        guard let (host, port) = Self.parts(of: authority), !host.isEmpty else {
            throw wrong("it has no host, or a port that is none")
        }
        self.host = host
        self.port = port
        let target = rest[authority.endIndex...]
        path = target.hasPrefix("/") ? String(target) : "/" + target
    }

    private init(host: String, port: Int, path: String) {
        self.host = host
        self.port = port
        self.path = path
    }

    private static func parts(of authority: Substring) -> (host: String, port: Int)? {
        var host = authority
        var suffix: Substring = ""
        if authority.hasPrefix("[") {
            guard let bracket = authority.firstIndex(of: "]") else { return nil }
            host = authority[..<bracket].dropFirst()
            suffix = authority[authority.index(after: bracket)...]
        } else if let colon = authority.firstIndex(of: ":") {
            host = authority[..<colon]
            suffix = authority[colon...]
        }
        guard suffix.isEmpty || suffix.hasPrefix(":") else { return nil }
        let digits = suffix.dropFirst()
        guard !digits.isEmpty else { return (String(host), 80) }
        guard digits.utf8.allSatisfy({ (0x30...0x39).contains($0) }), let port = Int(digits),
            (1...65535).contains(port)
        else { return nil }
        return (String(host), port)
    }

    /// The same service with another path.
    func at(_ path: String) -> ServiceURL { ServiceURL(host: host, port: port, path: path) }

    /// What stands in the header field `Host`.
    var authority: String {
        let name = host.contains(":") ? "[\(host)]" : host
        return port == 80 ? name : "\(name):\(port)"
    }

    /// The URL as it is written.
    package var text: String { "http://\(authority)\(path)" }
}
