import Profile
import RunDocument

/// Columns that hold several kinds of things.
extension ColumnQuality {
    /// Base forms of words for no value, as Deepchecks has them.
    private static let nullForms: Set = ["none", "null", "nan", "na", "", "\u{0}", "\u{0}\u{0}"]

    /// Several ways of writing that there is no value, as `NA` beside `null` (Deepchecks
    /// `MixedNulls`).
    ///
    /// What the schema calls missing is one way, however many words it lists: those are declared.
    var mixedNulls: Finding? {
        guard column.rows > 0 else { return nil }
        return byTexts("mixed-nulls") { texts in
            // The longest form has four letters; more than a few marks around it are a text.
            let words = texts.map(\.value).filter {
                $0.utf8.count <= 16 && Self.nullForms.contains(BaseForm.of($0))
            }
            let ways =
                words.count + (column.missing > 0 ? 1 : 0) + (column.numbers.nan > 0 ? 1 : 0)
            var finding = Finding(
                "mixed-nulls",
                column: name,
                Measure(Double(ways)),
                .atMost(thresholds[.mixedNulls]),
                message: "'\(name)' says in \(ways) ways that there is no value"
            )
            finding.check["words"] = .array(words.prefix(5).map(JSONValue.string))
            return finding
        }
    }

    /// Numbers among texts, or texts among numbers, that are neither negligible nor meant
    /// (Deepchecks `MixedDataTypes`): the rarer kind's share is between 0.01 and 0.1.
    var mixedTypes: Finding? {
        guard column.present > 0 else { return nil }
        let numbers = column.numbers
        let count =
            numbers.count + numbers.nan + numbers.positiveInfinity + numbers.negativeInfinity
        let rarer = min(count, column.texts.count)
        let share = Double(rarer) / Double(column.present)
        let (low, high) = (thresholds[.mixedTypesMinimum], thresholds[.mixedTypesMaximum])
        let word = count < column.texts.count ? "numbers" : "texts"
        return Finding(
            "mixed-types",
            column: name,
            passed: !(low < share && share < high),
            observed: share.json,
            expected: "<= \(low.shortText) or >= \(high.shortText)",
            message: "'\(name)' has \(word) in \((100 * share).shortText) % of its cells"
        ).with(.warn)
    }
}
