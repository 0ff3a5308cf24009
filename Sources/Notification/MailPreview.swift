import FileStorage
package import RunDocument
package import SystemPackage

/// Mails as a browser and a terminal show them, for whoever writes templates.
package struct MailPreview {
    private let templates: MailTemplates

    package init(_ templates: MailTemplates) { self.templates = templates }

    /// The runs that came with the tools, by what happens in them: a failure, a success ….
    ///
    /// - Parameter directory: of the templates that came with the tools.
    package static func samples(_ directory: FilePath) throws -> [(name: String, run: Run)] {
        let folder = directory.appending("samples")
        return try Files.names(in: folder).sorted().map { name in
            let bytes = try Files.read(folder.appending(name), limit: 1 << 20)
            return (FilePath(name).stem ?? name, try Run(parsing: bytes))
        }
    }

    /// Writes `NAME.html`, with its pictures inside, and `NAME.txt`.
    package func write(_ report: RunReport, as name: String, to directory: FilePath) throws {
        let content = templates.render(report, plotDomain: "mlx")
        let html = content.images.reduce(content.html) { html, image in
            let data = "data:image/png;base64,\(Base64.encode(image.bytes))"
            return html.replacing("cid:\(image.identifier)", with: data)
        }
        try Files.makeDirectory(directory)
        try Files.replace(directory.appending("\(name).html"), with: html.utf8)
        try Files.replace(directory.appending("\(name).txt"), with: content.text.utf8)
    }
}
