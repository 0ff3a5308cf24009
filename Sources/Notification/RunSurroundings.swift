/// What is known of a run beyond its document.
package struct RunSurroundings: Sendable, Hashable {
    /// Where a person approves of the run in the CI system.
    package var approvalURL: String?
    /// Whether the run of the same pipeline before this one failed.
    package var followsFailure = false

    package init() {}
}

/// An address that a reader can open.
package struct Link: Sendable, Hashable {
    package let text: String
    package let url: String
    /// Whether one can approve of the run there.
    let isApproval: Bool

    /// Nil if it is not an address of the web: a `javascript:` must never be one click away.
    init?(_ text: String, _ url: String?, isApproval: Bool = false) {
        guard let url, url.hasPrefix("https://") || url.hasPrefix("http://"),
            url.utf8.allSatisfy({ (0x21...0x7E).contains($0) && !"<>\"'".utf8.contains($0) })
        else { return nil }
        self.text = text
        self.url = url
        self.isApproval = isApproval
    }
}
