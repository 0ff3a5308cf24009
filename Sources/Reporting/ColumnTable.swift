import Dataset
import Markup
import Profile
import RunDocument

/// The table with a row for each column of the data.
struct ColumnTable {
    let page: ProfilePage
    private let checks: [String: [Check]]
    private let drifts: [String: ColumnDrift]

    init(page: ProfilePage) {
        self.page = page
        let names = Set(page.profile.columns.map(\.name))
        checks = Dictionary(grouping: page.checks) { $0.column(among: names) ?? "" }
        drifts = Dictionary(
            (page.reference?.drifts ?? []).map { ($0.column, $0) },
            uniquingKeysWith: { first, _ in first }
        )
    }

    func write(to output: inout MarkupWriter) {
        output.element("section") { output in
            output.newline()
            output.element("h2", "Columns")
            if let reference = page.reference { writeLegend(reference, to: &output) }
            writeLimit(to: &output)
            output.newline()
            output.element("table", ["class": "columns", "role": "table"]) { output in
                output.element("caption", "What each column of the data holds")
                writeHead(to: &output)
                output.element("tbody", ["role": "rowgroup"]) { output in
                    output.newline()
                    for column in page.profile.columns.prefix(ProfilePage.columnLimit) {
                        row(of: column).write(to: &output)
                    }
                }
            }
            output.newline()
        }
        output.newline()
    }

    private func row(of column: ColumnProfile) -> ColumnRow {
        ColumnRow(
            column: column,
            role: page.roles[column.name] ?? .feature,
            quantile: { page.quantile(column.name, $0) },
            reference: page.reference.flatMap { reference in
                reference.profile[column.name].map { profile in
                    .init(profile: profile) { reference.quantile(column.name, $0) }
                }
            },
            drift: drifts[column.name],
            checks: checks[column.name] ?? [],
            hasDrift: page.reference != nil,
            hasChecks: !page.checks.isEmpty
        )
    }

    private func writeLegend(
        _ reference: ProfilePage.Reference,
        to output: inout MarkupWriter
    ) {
        output.element("p", ["class": "legend"]) { output in
            output.element("span", ["class": "key current"], "")
            output.write("this data ")
            output.element("span", ["class": "key reference"], "")
            output.write("reference: ")
            output.element("bdi", reference.name.printable())
            output.write(", \(NumberText.count(reference.profile.rows)) rows")
        }
    }

    private func writeLimit(to output: inout MarkupWriter) {
        let count = page.profile.columns.count
        guard count > ProfilePage.columnLimit else { return }
        output.element(
            "p", ["class": "limit"],
            "The first \(ProfilePage.columnLimit) of \(NumberText.count(count)) columns are shown."
        )
    }

    private func writeHead(to output: inout MarkupWriter) {
        var labels: [(String, isNumber: Bool)] = [
            ("Column", false), ("Missing", true), ("Distinct", true), ("Distribution", false),
            ("Min", true), ("Median", true), ("Max", true), ("Mean ± SD", true),
        ]
        if page.reference != nil { labels.append(("Drift", false)) }
        if !page.checks.isEmpty { labels.append(("Checks", false)) }
        output.element("thead", ["role": "rowgroup"]) { output in
            output.element("tr", ["role": "row"]) { output in
                for (label, isNumber) in labels {
                    output.element(
                        "th",
                        [
                            "scope": "col", "role": "columnheader",
                            "class": isNumber ? "number" : nil,
                        ],
                        label
                    )
                }
            }
        }
    }
}

extension Check {
    /// The column that it is about: ids read `kind/column`.
    fileprivate func column(among names: Set<String>) -> String? {
        if let name = self["column"]?.stringValue, names.contains(name) { return name }
        guard let slash = id.firstIndex(of: "/") else { return nil }
        let name = String(id[id.index(after: slash)...])
        return names.contains(name) ? name : nil
    }
}
