import CCurl
import Glibc

/// An address of HTTP, taken apart by libcurl, so that what is judged is what is asked.
package struct HTTPAddress: Hashable, Sendable, CustomStringConvertible {
    package let description: String
    /// `http` or `https`.
    package let scheme: String
    /// In lower case; an IPv6 address without its brackets.
    package let host: String
    package let port: Int

    /// The address as it may stand in a message: a query can hold a signature or a token.
    package var shown: String { String(description.prefix { $0 != "?" && $0 != "#" }) }

    package var isEncrypted: Bool { scheme == "https" }
    /// Two addresses of one origin are answered by the same server.
    package var origin: String { "\(scheme)://\(host):\(port)" }
    package var isLoopback: Bool { Self.isLoopback(host) }

    /// - Throws: `TransferError.malformedURL` for anything but HTTP, and for a user in it.
    package init(_ text: String) throws(TransferError) {
        try self.init(text, relativeTo: nil)
    }

    /// The address that a server means by a `Location`.
    package func resolving(_ reference: String) throws(TransferError) -> HTTPAddress {
        try HTTPAddress(reference, relativeTo: self)
    }

    /// The address with one more parameter in its query.
    ///
    /// - Parameter value: percent-encoded.
    package func adding(_ name: String, _ value: String) throws(TransferError) -> HTTPAddress {
        let text = description.prefix { $0 != "#" }
        return try HTTPAddress("\(text)\(text.contains("?") ? "&" : "?")\(name)=\(value)")
    }

    /// Whether a host is this machine, to which nothing has to be encrypted.
    package static func isLoopback(_ host: String) -> Bool {
        if host == "localhost" || host == "::1" { return true }
        var address = in_addr()
        return inet_pton(AF_INET, host, &address) == 1 && address.s_addr & 0xFF == 127
    }

    /// A text without what is secret in `https://user:word@host`.
    package static func withoutCredentials(_ url: String) -> String {
        guard let scheme = url.firstRange(of: "://") else { return url }
        let rest = url[scheme.upperBound...]
        let authority = rest.prefix { !"/?#".contains($0) }
        guard let at = authority.lastIndex(of: "@") else { return url }
        return String(url[..<scheme.upperBound] + rest[rest.index(after: at)...])
    }

    private init(_ text: String, relativeTo base: HTTPAddress?) throws(TransferError) {
        let safe = text.utf8.allSatisfy { $0 > 0x20 && $0 != 0x7F }
        guard safe else { throw .unsafeValue(name: "url") }
        try EasyHandle.load()
        let parts = URLParts()
        if let base { try parts.set(base.description) }
        try parts.set(text)
        scheme = try parts.get(CURLUPART_SCHEME)
        guard scheme == "http" || scheme == "https" else {
            throw .malformedURL(text, reason: "it is neither http nor https")
        }
        let named = try parts.get(CURLUPART_HOST).lowercased()
        host = named.hasPrefix("[") ? String(named.dropFirst().dropLast()) : named
        port = Int(try parts.get(CURLUPART_PORT)) ?? 0
        description = try parts.get(CURLUPART_URL)
    }
}

/// A URL inside libcurl.
private final class URLParts {
    private let handle = ccurl_url()
    private var text = ""

    deinit { ccurl_url_cleanup(handle) }

    func set(_ text: String) throws(TransferError) {
        self.text = HTTPAddress.withoutCredentials(text)
        let code = ccurl_url_set(handle, CURLUPART_URL, text, UInt32(CURLU_DISALLOW_USER))
        guard code == CURLUE_OK else {
            throw .malformedURL(self.text, reason: "libcurl's error \(code.rawValue)")
        }
    }

    func get(_ part: CURLUPart) throws(TransferError) -> String {
        var value: UnsafeMutablePointer<CChar>?
        let flags = part == CURLUPART_PORT ? CURLU_DEFAULT_PORT : 0
        let code = ccurl_url_get(handle, part, &value, UInt32(flags))
        defer { ccurl_free(value) }
        guard code == CURLUE_OK, let value else {
            throw .malformedURL(text, reason: "libcurl's error \(code.rawValue)")
        }
        return String(cString: value)
    }
}
