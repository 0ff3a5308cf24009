/// An address that a reader can open, fit to stand anywhere.
package struct Link: Sendable, Hashable {
    package let text: String
    package let url: String
    /// Whether one can approve of the run there.
    let isApproval: Bool

    /// Nil if it is not an address of the web: a `javascript:` must never be one click away.
    init?(_ text: String, _ url: String?, isApproval: Bool = false) {
        guard let url, url.hasPrefix("https://") || url.hasPrefix("http://"),
            url.utf8.count <= 1000, url.utf8.allSatisfy(Self.isPlain)
        else { return nil }
        self.text = text
        self.url = url
        self.isApproval = isApproval
    }

    /// With the one character escaped that Markdown and Slack read in an address.
    var escaped: String {
        url.split(separator: "&", omittingEmptySubsequences: false).joined(separator: "&amp;")
    }

    /// What ends no link in Markdown, in HTML or at Slack.
    private static func isPlain(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"):
            true
        default: "-._~:/?#&+,;=%".utf8.contains(byte)
        }
    }
}
