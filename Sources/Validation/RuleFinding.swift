import Expressions

extension CompiledRule {
    /// What was found in the rows.
    ///
    /// - Parameter name: instead of the rule's text in the check's id.
    func finding(named name: String?, _ tally: Tally) -> Finding {
        let text = expression.description
        return Finding(
            "row-rule",
            name ?? text,
            expected: text,
            complaint: "breaks '\(name ?? text)'",
            tally
        )
    }
}
