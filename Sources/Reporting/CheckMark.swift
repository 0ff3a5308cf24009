import RunDocument

/// How the outcome of a check looks.
struct CheckMark {
    let symbol: String
    let word: String
    /// The class of the text.
    let tone: String
    /// The class of a row that is marked.
    let rowKind: String?

    init(_ status: Check.Status) {
        (symbol, word, tone, rowKind) =
            switch status {
            case .failed: ("✗", "failed", "bad", "failed")
            case .inconclusive: ("?", "inconclusive", "warn", "warned")
            case .warning: ("!", "warning", "warn", "warned")
            case .passed: ("✓", "passed", "good", nil)
            case .skipped: ("–", "skipped", "soft", nil)
            }
    }

    var text: String { "\(symbol) \(word)" }
}
