import FileStorage
import Glibc
import Mustache
package import SystemPackage

/// The Mustache templates of a mail: `mail.txt.mustache` and `mail.html.mustache`.
package struct MailTemplates: Sendable {
    private let text: MustacheTemplate
    private let html: MustacheTemplate
    /// What the templates were made from.
    package let sources: [(path: FilePath, text: String)]

    /// - Throws: `NotificationError` for a template that cannot be read or parsed.
    package init(directory: FilePath) throws {
        sources = try ["mail.txt.mustache", "mail.html.mustache"].map { name in
            (directory.appending(name), try Self.load(directory.appending(name)))
        }
        text = try Self.parse(sources[0])
        html = try Self.parse(sources[1])
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

    /// - Parameter plotDomain: what makes the names of the pictures this report's own.
    func render(_ report: RunReport, plotDomain: String) -> MailBody.Content {
        let values = report.templateValues(plotDomain: plotDomain)
        var content = MailBody.Content(
            subject: report.subject, text: text.render(values), html: html.render(values))
        content.images = (report.comparison?.rows ?? []).enumerated().compactMap { index, row in
            MetricPlot(row).map {
                MailBody.Image(
                    identifier: MetricPlot.identifier(index, domain: plotDomain), bytes: $0.png)
            }
        }
        return content
    }

    private static var executable: FilePath {
        var buffer = [CChar](repeating: 0, count: Int(PATH_MAX))
        let count = readlink("/proc/self/exe", &buffer, buffer.count - 1)
        let bytes = buffer.prefix(max(0, count)).map(UInt8.init(bitPattern:))
        return FilePath(String(decoding: bytes, as: UTF8.self))
    }

    private static func load(_ path: FilePath) throws -> String {
        let bytes = try Files.read(path, limit: 1 << 20)
        guard let source = String(validating: bytes, as: UTF8.self) else {
            throw NotificationError.template(path: path.string, reason: "it is not UTF-8")
        }
        return source
    }

    private static func parse(_ source: (path: FilePath, text: String)) throws -> MustacheTemplate {
        do {
            return try MustacheTemplate(string: source.text)
        } catch let error as MustacheTemplate.ParserError {
            let place = "line \(error.context.lineNumber), column \(error.context.columnNumber)"
            throw NotificationError.template(
                path: source.path.string, reason: "\(place): \(error.error)")
        }
    }
}
