/// A file that a change touched.
package struct ChangedFile: Hashable, Sendable {
    /// Relative to the project's directory; on Linux a name is bytes in any encoding.
    package var path: [UInt8]
    package var isRemoved: Bool

    package init(_ path: some Sequence<UInt8>, isRemoved: Bool = false) {
        self.path = Array(path)
        self.isRemoved = isRemoved
    }

    /// Reads a list: one path a line or, if there is a NUL in it, NUL after each path.
    ///
    /// - Parameter project: the project's directory; paths that begin with it are made relative.
    package static func list(_ bytes: [UInt8], project: String) -> [ChangedFile] {
        let separator: UInt8 = bytes.contains(0) ? 0 : 0x0A
        let root = Array("\(project)/".utf8)
        return bytes.split(separator: separator).compactMap { line in
            var path = line
            if separator == 0x0A, path.last == 0x0D { path.removeLast() }
            if path.starts(with: root), root.count > 1 { path = path.dropFirst(root.count) }
            while path.starts(with: Array("./".utf8)) { path = path.dropFirst(2) }
            return path.isEmpty ? nil : ChangedFile(path)
        }
    }
}
