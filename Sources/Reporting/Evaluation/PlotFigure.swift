import RunReporting

/// A plot with its headline, its legend, what it says in words, and its numbers.
struct PlotFigure {
    struct Key {
        /// The classes of the line, as `curve c1`.
        let kind: String
        /// Printable.
        let label: String
        var detail: String?
    }

    let title: String
    /// Printable; nothing if there is nothing to say.
    var words = ""
    var keys: [Key] = []

    func write(
        to output: inout MarkupWriter,
        plot: (inout MarkupWriter) -> Void,
        numbers: ((inout MarkupWriter) -> Void)? = nil
    ) {
        output.element("figure") { output in
            output.newline()
            output.element("figcaption", title)
            output.newline()
            plot(&output)
            if !keys.isEmpty { writeKeys(to: &output) }
            if !words.isEmpty { output.element("p", ["class": "words"], words) }
            if let numbers {
                output.element("details") { output in
                    output.element("summary") { output in
                        output.write("Numbers")
                        output.element("span", ["class": "hidden"], " of \(title)")
                    }
                    output.element("div", ["class": "scroll"], numbers)
                }
            }
            output.newline()
        }
        output.newline()
    }

    private func writeKeys(to output: inout MarkupWriter) {
        output.element("ul", ["class": "keys"]) { output in
            for key in keys {
                output.element("li") { output in
                    output.element("svg", ["viewBox": "0 0 26 10", "aria-hidden": "true"]) {
                        $0.empty("path", ["class": "line \(key.kind)", "d": "M1 5H25"])
                    }
                    output.element("bdi", key.label)
                    if let detail = key.detail { output.element("small", detail) }
                }
            }
        }
        output.newline()
    }
}
