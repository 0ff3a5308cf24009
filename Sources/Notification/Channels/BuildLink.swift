import RunDocument

/// The address of the build, from the run document, fit to be a link anywhere.
struct BuildLink {
    let label = "Build"
    let address: String

    /// Nil if there is none, or one that is not of the web.
    init?(_ run: Run) {
        guard let text = run.metadata.ci["url"]?.stringValue,
            text.hasPrefix("https://") || text.hasPrefix("http://"), text.utf8.count <= 1000,
            text.utf8.allSatisfy(Self.isPlain)
        else { return nil }
        address = text
    }

    /// With the one character escaped that Markdown and Slack read in an address.
    var escaped: String {
        address.split(separator: "&", omittingEmptySubsequences: false).joined(separator: "&amp;")
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
