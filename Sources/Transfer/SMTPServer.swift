/// Where mail is handed over, and how the connection is protected.
package struct SMTPServer: Sendable, Hashable {
    package enum Security: String, CaseIterable, Sendable {
        /// TLS from the first byte.
        case implicit = "smtps"
        /// TLS asked for with STARTTLS; a server that does not offer it gets no mail.
        case startTLS = "smtp"
        /// No TLS at all: for a relay on the same machine, and for tests.
        case none = "smtp+plain"

        var defaultPort: Int {
            switch self {
            case .implicit: 465
            case .startTLS: 587
            case .none: 25
            }
        }
    }

    package let security: Security
    package let host: String
    package let port: Int

    /// Reads `smtps://HOST[:PORT]`, `smtp://HOST[:PORT]` or `smtp+plain://HOST[:PORT]`.
    package init(url: String) throws(TransferError) {
        func malformed(_ reason: String) -> TransferError {
            // What stands before an '@' may be a password.
            .malformedURL(HTTPAddress.withoutCredentials(url), reason: reason)
        }
        let schemes = Security.allCases.map { "\($0.rawValue)://" }.joined(separator: ", ")
        guard let mark = url.firstRange(of: "://"),
            let security = Security(rawValue: String(url[..<mark.lowerBound]))
        else { throw malformed("it does not begin with one of \(schemes)") }
        var authority = url[mark.upperBound...]
        if authority.hasSuffix("/") { authority.removeLast() }
        guard !authority.contains("@") else {
            throw malformed("a user has no place in it, the command line is seen by everyone")
        }
        guard let (host, port) = Self.split(authority) else {
            throw malformed("it is not HOST or HOST:PORT after '://'")
        }
        self.security = security
        self.host = host
        self.port = port ?? security.defaultPort
    }

    private static func split(_ authority: Substring) -> (host: String, port: Int?)? {
        var host = authority
        var port: Int?
        if let colon = authority.lastIndex(of: ":"), !authority.hasSuffix("]") {
            guard let number = UInt16(authority[authority.index(after: colon)...]), number > 0
            else { return nil }
            port = Int(number)
            host = authority[..<colon]
        }
        let isLiteral = host.hasPrefix("[") && host.hasSuffix("]")
        let isName = host.utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "-"),
                UInt8(ascii: "_"):
                true
            case UInt8(ascii: ":"), UInt8(ascii: "["), UInt8(ascii: "]"): isLiteral
            default: false
            }
        }
        return host.isEmpty || !isName ? nil : (String(host), port)
    }

    package var url: String { "\(security.rawValue)://\(host):\(port)" }

    /// The same in libcurl's words, which knows two schemes.
    var transferURL: String {
        "\(security == .implicit ? "smtps" : "smtp")://\(host):\(port)"
    }
}
