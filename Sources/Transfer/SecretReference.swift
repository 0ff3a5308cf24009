import FileStorage
package import RunDocument
import SystemPackage

/// A secret by its name, `env:NAME` or `file:PATH`: never itself on a command line.
package enum SecretReference: Sendable, Hashable {
    case environment(String)
    case file(String)

    package init(_ text: String) throws(SecretError) {
        if text.hasPrefix("env:"), text.utf8.count > 4 {
            self = .environment(String(text.dropFirst(4)))
        } else if text.hasPrefix("file:"), text.utf8.count > 5 {
            self = .file(String(text.dropFirst(5)))
        } else {
            // What was given may be the secret itself: it is not repeated.
            throw SecretError(name: "…", reason: "it is neither env:NAME nor file:PATH")
        }
    }

    /// The secret, without the line break at the end of its file.
    package func read(environment: [String: String]) throws(SecretError) -> String {
        switch self {
        case .environment(let name):
            guard let value = environment[name], !value.isEmpty else {
                throw SecretError(name: "env:\(name)", reason: "the variable is not set")
            }
            return value
        case .file(let path):
            do {
                let bytes = try Files.read(FilePath(path), limit: 1 << 16)
                let text = String(decoding: bytes, as: UTF8.self)
                return String(text.prefix { !$0.isNewline })
            } catch {
                throw SecretError(name: "file:\(path)", reason: error.description)
            }
        }
    }
}

/// A secret that is not where its name says.
package struct SecretError: Failure, Equatable {
    package let name: String
    package let reason: String

    package init(name: String, reason: String) {
        self.name = name
        self.reason = reason
    }

    package var exitStatus: ExitStatus { .denied }
    package var description: String { "cannot read the secret '\(name)': \(reason)" }
    package var hint: String? { "name it as env:NAME or file:PATH" }
}
