/// What a change is a change of.
package enum ChangeKind: String, CaseIterable, Sendable {
    case code, data, tests

    var words: String {
        switch self {
        case .code: "the model code"
        case .data: "the data"
        case .tests: "the tests"
        }
    }
}

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
    package func changes(in paths: [[UInt8]]) -> Changes {
        var files: [ChangeKind: [String]] = [:]
        for kind in ChangeKind.allCases {
            let chosen = paths.filter { patterns[kind]?.contains($0) ?? false }
            files[kind] = chosen.map { String(decoding: $0, as: UTF8.self) }
        }
        return Changes(files: files)
    }
}

/// The kinds of change that happened, each with how that is known.
package struct Changes: Sendable {
    private var reasons: [ChangeKind: String] = [:]
    /// Why there is none.
    private var absence: String?

    init(files: [ChangeKind: [String]]) {
        for kind in ChangeKind.allCases {
            guard let paths = files[kind], let first = paths.first else { continue }
            let more = paths.count > 1 ? " and \(paths.count - 1) more" : ""
            reasons[kind] = "\(kind.words) changed: \(first)\(more)"
        }
        if reasons.isEmpty { absence = "no file of the code, the data or the tests changed" }
    }

    /// A change that is known by other means than by files.
    init(_ kind: ChangeKind, reason: String) { reasons[kind] = reason }

    init(none reason: String) { absence = reason }

    package func contains(_ kind: ChangeKind) -> Bool { reasons[kind] != nil }

    package var explanations: [String] {
        ChangeKind.allCases.compactMap { reasons[$0] } + [absence].compactMap(\.self)
    }
}
