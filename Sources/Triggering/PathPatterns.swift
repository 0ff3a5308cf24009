/// Patterns that choose paths by the rules of `.gitignore`.
///
/// The last pattern that matches decides, `!` takes back, and a directory that is chosen holds
/// only chosen files.
package struct PathPatterns: Sendable {
    private struct Pattern {
        var glob: [UInt8]
        var isNegated = false
        var isDirectory = false
        /// Without a slash it stands for a name at any depth.
        var isName = false
    }

    private let patterns: [Pattern]

    package var isEmpty: Bool { patterns.isEmpty }

    package init(_ patterns: [String]) {
        self.patterns = patterns.compactMap(Self.parse)
    }

    /// - Parameter path: relative to the directory that the patterns are relative to.
    package func contains(_ path: String) -> Bool { contains(Array(path.utf8)) }

    package func contains(_ path: [UInt8]) -> Bool {
        var start = 0
        for (index, byte) in path.enumerated() where byte == UInt8(ascii: "/") {
            if isChosen(path, name: start..<index, isDirectory: true) { return true }
            start = index + 1
        }
        return isChosen(path, name: start..<path.count, isDirectory: false)
    }

    /// - Parameter name: the last component of the part of the path that is looked at.
    private func isChosen(_ path: [UInt8], name: Range<Int>, isDirectory: Bool) -> Bool {
        let last = patterns.last { pattern in
            (isDirectory || !pattern.isDirectory)
                && Wildmatch.matches(
                    path, pattern.isName ? name : 0..<name.upperBound, pattern.glob)
        }
        return last.map { !$0.isNegated } ?? false
    }

    private static func parse(_ line: String) -> Pattern? {
        guard !line.hasPrefix("#") else { return nil }
        var glob = withoutTrailingSpaces(Array(line.utf8))
        guard !glob.isEmpty else { return nil }
        var pattern = Pattern(glob: [])
        if glob.first == UInt8(ascii: "!") {
            pattern.isNegated = true
            glob.removeFirst()
        }
        if glob.last == UInt8(ascii: "/") {
            pattern.isDirectory = true
            glob.removeLast()
        }
        pattern.isName = !glob.contains(UInt8(ascii: "/"))
        if glob.first == UInt8(ascii: "/") { glob.removeFirst() }
        pattern.glob = glob
        return glob.isEmpty ? nil : pattern
    }

    /// Spaces at the end do not count unless a backslash stands before them.
    private static func withoutTrailingSpaces(_ bytes: [UInt8]) -> [UInt8] {
        var end = 0
        var index = 0
        while index < bytes.count {
            if bytes[index] == UInt8(ascii: "\\") { index += 1 }
            index += 1
            if index > bytes.count || bytes[index - 1] != UInt8(ascii: " ")
                || (index > 1 && bytes[index - 2] == UInt8(ascii: "\\"))
            {
                end = min(index, bytes.count)
            }
        }
        return Array(bytes[..<end])
    }
}
