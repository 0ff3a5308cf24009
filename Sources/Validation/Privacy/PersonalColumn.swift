package import Profile
import RunDocument

extension PersonalData {
    /// Looks at all values of a column, as often as they occur.
    ///
    /// - Returns: nil if there are more distinct ones than are kept.
    package init?(_ column: ColumnProfile) {
        guard let texts = column.texts.counts, let numbers = column.numbers.counts else {
            return nil
        }
        for (value, count) in zip(texts.values, texts.counts) {
            look(at: value, count: count)
        }
        for (value, count) in zip(numbers.values, numbers.counts) {
            look(at: value, count: count)
        }
    }

    /// Of numbers, only long integers can be personal: payment cards.
    mutating func look(at value: Double, count: Int) {
        if value >= 1e12, value <= 0x1p53, value == value.rounded() {
            look(at: "\(Int64(value))", count: count)
        } else {
            cells += count
        }
    }

    mutating func look(at text: String, count: Int = 1) {
        var text = text
        text.withUTF8 { look(at: $0, count: count) }
    }

    /// Looks at the cells of a sample.
    init(cells: some Collection<ArraySlice<UInt8>?>) {
        for case let cell? in cells {
            cell.withUnsafeBufferPointer { look(at: $0) }
        }
    }

    /// That a column holds data about persons.
    func finding(_ column: ColumnProfile, limit: Double) -> Finding {
        let found = Kind.allCases.filter(kinds.contains)
        let total = found.reduce(0) { $0 + self[$1].whole + self[$1].contained }
        let words = found.map { "\(self[$0].whole + self[$0].contained) \($0.rawValue)" }
        var finding = Finding(
            "personal-data",
            column: column.name,
            Measure(Double(total)),
            .atMost(limit),
            message: "'\(column.name)' has personal data: \(words.joined(separator: ", "))"
        )
        finding.check["kinds"] = .object(
            JSONObject(
                found.map { kind in
                    let count = self[kind]
                    let json: JSONValue = [
                        "whole": .integer(Int64(count.whole)),
                        "contained": .integer(Int64(count.contained)),
                    ]
                    return (kind.rawValue, json)
                },
                uniquingKeysWith: { first, _ in first }
            )
        )
        if cells < column.present {
            finding.check["exact"] = false
            finding.check["cellsSeen"] = .integer(Int64(cells))
        }
        return finding
    }
}
