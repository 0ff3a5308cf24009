import RunDocument

/// Which files of a project are its code, its data and its tests.
package struct ChangeRules: Sendable {
    private let patterns: [ChangeKind: PathPatterns]

    package init(code: [String], data: [String], tests: [String]) {
        patterns = [
            .code: PathPatterns(code), .data: PathPatterns(data), .tests: PathPatterns(tests),
        ]
    }

    package var isEmpty: Bool { patterns.values.allSatisfy(\.isEmpty) }

    /// Sorts changed files; one that is nobody's changes nothing.
    ///
    /// - Parameter remaining: the files that are there now, asked for only where all that is known
    ///   of a kind is that files of it are gone; nil where nobody knows.
    package func changes(
        in files: [ChangedFile],
        remaining: () async -> [[UInt8]]? = { nil }
    ) async -> Changes {
        var changes = Changes()
        for kind in ChangeKind.ofFiles {
            guard let patterns = patterns[kind], !patterns.isEmpty else { continue }
            let chosen = files.filter { patterns.contains($0.path) }
            guard let first = chosen.first else { continue }
            var reason = "\(kind.words) changed: \(Self.words(first))"
            if chosen.count > 1 { reason += " and \(chosen.count - 1) more" }
            if chosen.allSatisfy(\.isRemoved),
                await remaining()?.contains(where: patterns.contains) == false
            {
                reason += "; none is left"
            }
            changes.add(kind, reason)
        }
        if changes.isEmpty { changes.addAbsence(Self.absence) }
        return changes
    }

    private static let absence = "no file of the code, the data or the tests changed"

    private static func words(_ file: ChangedFile) -> String {
        let name = String(decoding: file.path, as: UTF8.self).shortened()
        return file.isRemoved ? "\(name) (removed)" : name
    }
}
