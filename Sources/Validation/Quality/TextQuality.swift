import Profile
import RunDocument

/// Texts that are written in several ways, or are no words.
extension ColumnQuality {
    /// Texts that are one but for case and punctuation, as `OK` and `ok.` (Deepchecks
    /// `StringMismatch`); dates and times are left out.
    ///
    /// Observed is how many base forms have several variants.
    var stringMismatch: Finding? {
        let texts = column.texts
        guard texts.count > texts.dates + texts.datetimes + texts.times else { return nil }
        return byTexts("string-mismatch") { values in
            let forms = Dictionary(grouping: values.map(\.value), by: BaseForm.of)
            let mixed = forms.filter { $0.value.count > 1 }.map(\.value)
                .sorted { $0[0].utf8.lexicographicallyPrecedes($1[0].utf8) }
            var finding = Finding(
                "string-mismatch",
                column: name,
                Measure(Double(mixed.count)),
                .atMost(thresholds[.stringMismatch]),
                message: "'\(name)' has the same text in several forms: \(list(mixed.first ?? []))"
            )
            finding.check["variants"] = .array(
                mixed.prefix(5).map { .array($0.prefix(5).map { .string(shown($0)) }) }
            )
            return finding
        }
    }

    private func list(_ variants: [String]) -> String {
        variants.prefix(5).map { "'\(shown($0))'" }.joined(separator: ", ")
    }

    /// The share of rows with nothing but punctuation (Deepchecks `SpecialCharacters`).
    var specialCharacters: Finding? {
        guard column.texts.count > 0 else { return nil }
        return byTexts("special-characters") { values in
            let special = values.filter { BaseForm.isSpecial($0.value) }
            let count = special.reduce(0) { $0 + $1.count }
            var finding = Finding(
                "special-characters",
                column: name,
                Measure(Double(count) / Double(column.rows)),
                .atMost(thresholds[.specialCharacters]),
                message: "'\(name)' has \(count) cells without a letter or a digit"
            )
            finding.check["count"] = .integer(Int64(count))
            return finding
        }
    }

    /// The share of texts that are much shorter or longer than the others.
    ///
    /// Deepchecks' `StringLengthOutOfBounds`: with m the median length and r the distance of the
    /// percentiles 6 and 94, lengths outside m ± 2r are outliers if they are also at least 5, and
    /// half the mean of the normal range's ends, away from it. Categories (up to 30 values) are
    /// left out.
    var stringLength: Finding? {
        guard column.texts.distinct.value > 30 else { return nil }
        let kind = "string-length-out-of-bounds"
        let limit = Limit.atMost(thresholds[.stringLength])
        guard let counts = column.texts.counts else {
            // Lengths that differ by less than 5 have no outliers.
            guard let shortest = column.texts.minimumLength,
                let longest = column.texts.maximumLength, longest - shortest < 5
            else { return skipped(kind) }
            return Finding(kind, column: name, Measure(0), limit, message: "")
        }
        let lengths = LengthHistogram(counts)
        let count = lengths.outliers
        var finding = Finding(
            kind,
            column: name,
            Measure(Double(count) / Double(counts.total)),
            limit,
            message: "'\(name)' has \(count) texts of unusual length"
        )
        finding.check["count"] = .integer(Int64(count))
        finding.check["normalLengths"] = .array(
            [lengths.normal.lowerBound, lengths.normal.upperBound].map { .integer(Int64($0)) }
        )
        return finding
    }
}
