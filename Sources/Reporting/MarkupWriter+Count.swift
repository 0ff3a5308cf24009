import RunReporting

extension MarkupWriter {
    /// What was left out, if anything was.
    mutating func more(_ count: Int, _ noun: String) {
        guard count > 0 else { return }
        element(
            "p", ["class": "limit"],
            "and \(NumberText.count(count)) more \(noun); see the run document")
        newline()
    }
}
