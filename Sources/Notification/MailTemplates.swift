import FileStorage
import Glibc
import Mustache
package import SystemPackage

/// The Mustache templates of a mail: `mail.txt.mustache` and `mail.html.mustache`.
package struct MailTemplates: Sendable {
    private let text: MustacheTemplate
    private let html: MustacheTemplate

    /// - Throws: `NotificationError` for a template that cannot be read or parsed.
    package init(directory: FilePath) throws {
        text = try Self.load(directory.appending("mail.txt.mustache"))
        html = try Self.load(directory.appending("mail.html.mustache"))
    }

    /// Finds the templates that came with the tools: `$MLX_SHARE/templates`, else
    /// `share/mlx/templates` below the nearest directory above the executable that has it.
    package static func directory(environment: [String: String]) throws(NotificationError)
        -> FilePath
    {
        if let share = environment["MLX_SHARE"], !share.isEmpty {
            return FilePath(share).appending("templates")
        }
        var path = executable
        while path.removeLastComponent() {
            let candidate = path.appending("share/mlx/templates")
            if Files.isDirectory(candidate) { return candidate }
        }
        throw .missingTemplates
    }

    func render(_ report: RunReport) -> (text: String, html: String) {
        let values = report.templateValues
        return (text.render(values), html.render(values))
    }

    private static var executable: FilePath {
        var buffer = [CChar](repeating: 0, count: Int(PATH_MAX))
        let count = readlink("/proc/self/exe", &buffer, buffer.count - 1)
        let bytes = buffer.prefix(max(0, count)).map(UInt8.init(bitPattern:))
        return FilePath(String(decoding: bytes, as: UTF8.self))
    }

    private static func load(_ path: FilePath) throws -> MustacheTemplate {
        let bytes = try Files.read(path, limit: 1 << 20)
        guard let source = String(validating: bytes, as: UTF8.self) else {
            throw NotificationError.template(path: path.string, reason: "it is not UTF-8")
        }
        do {
            return try MustacheTemplate(string: source)
        } catch {
            throw NotificationError.template(path: path.string, reason: "\(error)")
        }
    }
}
