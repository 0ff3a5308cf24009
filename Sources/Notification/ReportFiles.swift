import FileStorage
package import RunDocument
import SystemPackage

/// The pages that a run's stages wrote for people, to be attached to its mail.
package struct ReportFiles {
    /// Mail servers take 10 MB and more; base64 makes a third more of it.
    private static let limit = 7 << 20

    package private(set) var attachments: [MailBody.Attachment] = []
    /// Those that are left out, and why.
    package private(set) var omissions: [String] = []

    /// Takes only a file that has the digest which its stage noted: a document must not be able to
    /// have any file of the machine sent by mail.
    package init(of run: Run) {
        var room = Self.limit
        for artifact in run.stages.flatMap(\.artifacts)
        where artifact.mediaType == "text/html" && artifact.digest != nil {
            let path = FilePath(artifact.uri)
            guard let bytes = try? Files.readRegular(path, limit: room) else {
                omissions.append("'\(artifact.uri)' is not attached: it is gone, or too large")
                continue
            }
            guard Digest(of: bytes).description == artifact.digest else {
                omissions.append("'\(artifact.uri)' is not attached: it was changed since")
                continue
            }
            room -= bytes.count
            attachments.append(
                MailBody.Attachment(
                    filename: path.lastComponent?.string ?? "report.html", type: "text/html",
                    bytes: bytes))
        }
    }
}
