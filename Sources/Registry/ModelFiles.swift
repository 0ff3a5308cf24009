import FileStorage
import RunDocument
import SystemPackage

/// The files of a model directory, checked before any of them is stored.
enum ModelFiles {
    static let maximumComponent = 255

    /// Lists the files below a directory, sorted by the UTF-8 bytes of their paths.
    ///
    /// - Throws: `StorageError.notRegular` for a link, a device or a FIFO; `RegistryError` for a
    ///   name that could do harm when it is written elsewhere.
    static func scan(_ directory: FilePath) throws -> [String] {
        switch Files.kind(of: directory) {
        case .directory: break
        case .regular, .other: throw RegistryError.notADirectory(directory.string)
        case nil: throw StorageError.missing(path: directory.string)
        }
        let paths = try TreeDigest.paths(in: directory)
        guard !paths.isEmpty else { throw RegistryError.emptyModel(directory: directory.string) }
        try check(paths)
        return paths
    }

    /// Checks paths that a model claims for its files, from a directory or from a manifest.
    static func check(_ paths: [String]) throws(RegistryError) {
        // Swift compares strings by canonical equivalence, so this finds NFC and NFD twins too.
        var seen: Set<String> = []
        for path in paths {
            for component in path.split(separator: "/", omittingEmptySubsequences: false) {
                if let reason = objection(to: component) {
                    throw .hostilePath(printable(path), reason: reason)
                }
            }
            guard seen.insert(path.lowercased()).inserted else {
                throw .hostilePath(path, reason: "another file's name differs only in case")
            }
        }
        for path in seen {
            let components = path.split(separator: "/")
            for count in 1..<max(1, components.count)
            where seen.contains(components[..<count].joined(separator: "/")) {
                throw .hostilePath(printable(path), reason: "a part of it is a file")
            }
        }
    }

    private static func objection(to component: Substring) -> String? {
        switch component {
        case "": "an absolute path or an empty component"
        case ".", "..": "it leads out of the model directory"
        case _ where component.utf8.count > maximumComponent: "a name longer than 255 bytes"
        case _ where component.utf8.contains { $0 < 0x20 || $0 == 0x7F }: "a control character"
        case _ where component.unicodeScalars.contains("\u{FFFD}"): "a name that is not UTF-8"
        default: nil
        }
    }

    /// Without what could confuse a terminal.
    static func printable(_ path: String) -> String {
        String(
            path.unicodeScalars.map { $0.value < 0x20 || $0.value == 0x7F ? "?" : Character($0) }
        )
    }
}
