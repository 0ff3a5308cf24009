/// A mailbox: `owner@example.com`, or `Product owner <owner@example.com>`.
package struct MailAddress: Sendable, Hashable {
    package let name: String?
    package let mailbox: String
    package let domain: String

    /// - Throws: `NotificationError`: 65 for a line break or a NUL, 64 for anything else that is
    ///   not an address.
    package init(_ text: String) throws(NotificationError) {
        try HeaderField.requireSafe(text, name: "address")
        func malformed(_ reason: String) -> NotificationError { .address(text, reason: reason) }
        var mailbox = text[...]
        var name: Substring = ""
        if text.hasSuffix(">") {
            guard let open = text.lastIndex(of: "<") else { throw malformed("'<' is missing") }
            name = text[..<open]
            mailbox = text[text.index(after: open)...].dropLast()
        }
        guard let at = mailbox.lastIndex(of: "@") else { throw malformed("'@' is missing") }
        let local = mailbox[..<at]
        let domain = mailbox[mailbox.index(after: at)...]
        guard Self.isDotAtom(local, "!#$%&'*+-/=?^_`{|}~"), local.utf8.count <= 64 else {
            throw malformed("'\(local)' before the '@' is not plain ASCII words")
        }
        guard Self.isDotAtom(domain, "-"), domain.utf8.count <= 253 else {
            throw malformed("'\(domain)' is not a domain")
        }
        self.mailbox = String(mailbox)
        self.domain = String(domain)
        let trimmed = name.filter { $0 != "\"" }.split(separator: " ").joined(separator: " ")
        self.name = trimmed.isEmpty ? nil : trimmed
    }

    /// The address as words of a header.
    func words(header: String) throws(NotificationError) -> [String] {
        guard let name else { return [mailbox] }
        return try HeaderField.phrase(name, header: header) + ["<\(mailbox)>"]
    }

    private static func isDotAtom(_ text: Substring, _ marks: String) -> Bool {
        text.split(separator: ".", omittingEmptySubsequences: false).allSatisfy { atom in
            !atom.isEmpty
                && atom.utf8.allSatisfy { byte in
                    switch byte {
                    case UInt8(ascii: "a")...UInt8(ascii: "z"),
                        UInt8(ascii: "A")...UInt8(ascii: "Z"),
                        UInt8(ascii: "0")...UInt8(ascii: "9"):
                        true
                    default: marks.utf8.contains(byte)
                    }
                }
        }
    }
}
