/// The name of a model: the last component of its repository, as OCI allows it.
package struct ModelName: Hashable, Sendable, CustomStringConvertible {
    package static let maximumLength = 100

    package let description: String

    /// Checks `[a-z0-9]+([._-][a-z0-9]+)*`, so that a name can never leave its directory.
    ///
    /// - Throws: `RegistryError.invalidName`.
    package init(_ text: String) throws(RegistryError) {
        let words = text.utf8.split(omittingEmptySubsequences: false) { byte in
            byte == UInt8(ascii: ".") || byte == UInt8(ascii: "_") || byte == UInt8(ascii: "-")
        }
        let isWord = { (word: Substring.UTF8View) in
            !word.isEmpty
                && word.allSatisfy { (0x61...0x7A).contains($0) || (0x30...0x39).contains($0) }
        }
        guard text.utf8.count <= Self.maximumLength, words.allSatisfy(isWord) else {
            throw .invalidName(text)
        }
        description = text
    }
}

/// A version of a model as it is written in a command line or a document:
/// `penguins@3`, `registry:penguins@production`.
package struct VersionReference: Hashable, Sendable, CustomStringConvertible {
    package static let scheme = "registry:"

    package let model: ModelName
    /// A number or a tag; `latest` when none was given.
    package let version: String

    package var description: String { "\(model)@\(version)" }
    package var uri: String { "\(Self.scheme)\(self)" }

    package init(model: ModelName, version: Int) {
        self.model = model
        self.version = String(version)
    }

    /// - Throws: `RegistryError.invalidName` or `.invalidReference`.
    package init(_ text: String) throws(RegistryError) {
        let short = text.hasPrefix(Self.scheme) ? text.dropFirst(Self.scheme.count) : text[...]
        let parts = short.split(separator: "@", omittingEmptySubsequences: false)
        guard parts.count <= 2 else { throw .invalidReference(text) }
        model = try ModelName(String(parts[0]))
        version = parts.count == 2 ? String(parts[1]) : Tag.latest
        guard Tag.isValid(version) else { throw .invalidReference(text) }
    }
}

/// The words that can stand for a version.
package enum Tag {
    /// Where an OCI registry keeps the index of a model.
    package static let index = "mlx-index"
    package static let production = "production"
    package static let previous = "previous"
    /// Not a tag in any index: the highest version there is.
    package static let latest = "latest"

    /// OCI's rule for tags.
    package static func isValid(_ text: String) -> Bool {
        (1...128).contains(text.utf8.count)
            && text.utf8.enumerated().allSatisfy { index, byte in
                switch byte {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                    UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"):
                    true
                case UInt8(ascii: "."), UInt8(ascii: "-"): index > 0
                default: false
                }
            }
    }

    /// The version that a tag such as `3` stands for; nil for words, and for `03`.
    package static func number(_ text: String) -> Int? {
        guard let first = text.utf8.first, (0x31...0x39).contains(first) else { return nil }
        return Int(text)
    }
}
