import FileStorage
package import RunDocument
import SystemPackage

extension Artifact {
    /// Writes a report, whole or not at all.
    ///
    /// - Returns: the file with its digest, by which others know that it is still that report; nil
    ///   if none was asked for.
    package static func report(
        _ name: String, _ file: String?, _ mediaType: String, _ text: () throws -> String
    ) throws -> Artifact? {
        guard let file else { return nil }
        let bytes = Array(try text().utf8)
        try Files.replace(FilePath(file), with: bytes)
        return Artifact(
            name: name, uri: file, mediaType: mediaType, digest: Digest(of: bytes).description)
    }
}
