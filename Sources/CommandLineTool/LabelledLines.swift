/// Facts for people, a line each: a label and what there is to it; programs take `--json`.
package struct LabelledLines {
    /// The column that what there is to a label begins in.
    private static let column = 12

    private var last: String?
    /// The lines so far.
    package private(set) var text = ""

    package init() {}

    /// Adds a line; a label that stands on the line before is not repeated.
    ///
    /// - Parameter fact: anything: nothing in it reaches a terminal that is not text.
    package mutating func add(_ label: String, _ fact: String) {
        let shown = label == last ? "" : label
        let gap = String(repeating: " ", count: max(1, Self.column - shown.count))
        text += "\(shown)\(gap)\(Diagnostics.printable(fact))\n"
        last = label
    }
}
