import FileStorage
import RunDocument
import SystemPackage

/// The files of a model directory, checked before any of them is stored.
enum ModelFiles {
    static let maximumComponent = 255

    /// Lists the files below a directory, sorted by the UTF-8 bytes of their paths.
    ///
    /// - Throws: `StorageError.notRegular` for a link, a device or a FIFO; `RegistryError` for a
    ///   name that could do harm when it is written elsewhere, and for a pickle.
    static func scan(_ directory: FilePath, allowUnsafe: Bool) throws -> [String] {
        switch Files.kind(of: directory) {
        case .directory: break
        case .regular, .other: throw RegistryError.notADirectory(directory.string)
        case nil: throw StorageError.missing(path: directory.string)
        }
        let paths = try TreeDigest.paths(in: directory)
        guard !paths.isEmpty else { throw RegistryError.emptyModel(directory: directory.string) }
        try check(paths)
        for path in paths where !allowUnsafe {
            guard try !isPickle(directory.appending(path), named: path) else {
                throw RegistryError.unsafeFormat(path)
            }
        }
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
    private static func printable(_ path: String) -> String {
        String(
            path.unicodeScalars.map { $0.value < 0x20 || $0.value == 0x7F ? "?" : Character($0) }
        )
    }

    private static let pickleEndings: Set<String> = ["pkl", "pickle", "joblib", "pt", "pth"]

    /// Whether a file is a pickle by its name or, renamed, by its first and last bytes.
    ///
    /// - Parameter name: what the file is called in the model, wherever it lies.
    static func isPickle(_ path: FilePath, named name: String) throws -> Bool {
        if let ending = FilePath(name).extension?.lowercased(), pickleEndings.contains(ending) {
            return true
        }
        do {
            let file = try FileDescriptor.open(
                path,
                .readOnly,
                options: [.noFollow, .nonBlocking, .closeOnExec]
            )
            return try file.closeAfter {
                let size = try file.seek(offset: 0, from: .end)
                guard size > 2 else { return false }
                var head: [UInt8] = [0, 0]
                var last: [UInt8] = [0]
                _ = try head.withUnsafeMutableBytes {
                    try file.read(fromAbsoluteOffset: 0, into: $0)
                }
                _ = try last.withUnsafeMutableBytes {
                    try file.read(fromAbsoluteOffset: size - 1, into: $0)
                }
                // The opcodes PROTO 2 to 5 and STOP.
                return head[0] == 0x80 && (2...5).contains(head[1]) && last[0] == UInt8(ascii: ".")
            }
        } catch let error as Errno {
            throw StorageError.unreadable(path: path.string, error)
        }
    }
}
