import FileStorage
import RunDocument
import SystemPackage

/// Where a key is: `env:NAME`, `file:PATH` or a plain path; never the key itself.
package struct KeyReference: Hashable, Sendable, CustomStringConvertible {
    private enum Place: Hashable, Sendable {
        case environment(String)
        case file(String)
    }

    /// Many times what the PEM text of any key needs.
    private static let maximumSize = 1 << 16

    private let place: Place
    package let description: String

    /// - Throws: `SigningError.invalidReference`.
    package init(_ text: String) throws(SigningError) {
        // Somebody who pastes the key itself must not find it in a log.
        guard !text.contains("-----"), !text.contains("\n") else { throw .invalidReference("…") }
        if text.hasPrefix("env:") {
            place = .environment(String(text.dropFirst(4)))
        } else {
            place = .file(text.hasPrefix("file:") ? String(text.dropFirst(5)) : text)
        }
        switch place {
        case .environment(""), .file(""): throw .invalidReference(text)
        case .environment, .file: description = text
        }
    }

    /// The PEM text.
    ///
    /// - Throws: `SigningError.missingKey`.
    func read(_ environment: [String: String]) throws(SigningError) -> [UInt8] {
        switch place {
        case .environment(let name):
            guard let value = environment[name], !value.isEmpty else {
                throw .missingKey(description, reason: "the variable is not set")
            }
            return Array(value.utf8)
        case .file(let path):
            do {
                return try Files.read(FilePath(path), limit: Self.maximumSize)
            } catch {
                throw .missingKey(description, reason: error.description)
            }
        }
    }
}
