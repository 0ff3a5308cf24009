import Markup
import Profile
import RunDocument

/// What the data is, how large, and whether it passed.
struct PageHeader {
    let page: ProfilePage

    func write(to output: inout MarkupWriter) {
        output.element("header") { output in
            output.newline()
            output.element("h1") { $0.element("bdi", page.title.printable()) }
            output.newline()
            if !page.checks.isEmpty { writeVerdict(to: &output) }
            writeTiles(to: &output)
            if !page.sources.isEmpty { writeSources(to: &output) }
        }
        output.newline()
    }

    private func writeVerdict(to output: inout MarkupWriter) {
        let counts = CheckCounts(page.checks)
        let (tone, verdict) = counts.verdict
        output.element("p", ["class": "verdict \(tone)"]) { output in
            output.element("strong", verdict)
            output.write(" \(counts.sentence)")
        }
        output.newline()
    }

    private func writeTiles(to output: inout MarkupWriter) {
        let columns = page.profile.columns
        let cells = columns.reduce(0) { $0 + $1.rows }
        let missing = columns.reduce(0) { $0 + $1.missing }
        output.element("dl", ["class": "tiles"]) { output in
            Self.writeTile("Rows", NumberText.count(page.profile.rows), to: &output)
            Self.writeTile("Columns", NumberText.count(columns.count), to: &output)
            Self.writeTile(
                "Missing cells",
                NumberText.percent(cells == 0 ? 0 : Double(missing) / Double(cells)),
                to: &output
            )
            let incomplete = columns.count { $0.missing > 0 }
            Self.writeTile("Incomplete columns", NumberText.count(incomplete), to: &output)
            if let drifts = page.reference?.drifts, !drifts.isEmpty {
                let drifted = NumberText.count(drifts.count(where: \.drifted))
                let text = "\(drifted) of \(NumberText.count(drifts.count))"
                Self.writeTile("Drifted columns", text, to: &output)
            }
        }
        output.newline()
    }

    private static func writeTile(
        _ name: String,
        _ value: String,
        to output: inout MarkupWriter
    ) {
        output.element("div") { output in
            output.element("dt", name)
            output.element("dd", value)
        }
    }

    private func writeSources(to output: inout MarkupWriter) {
        output.element("ul", ["class": "sources"]) { output in
            for source in page.sources.prefix(20) {
                output.element("li") { output in
                    output.element("bdi", source.name.printable())
                    if let digest = source.digest { output.element("code", digest.printable()) }
                }
            }
            if page.sources.count > 20 {
                output.element("li", "and \(NumberText.count(page.sources.count - 20)) more files")
            }
        }
        output.newline()
    }
}
