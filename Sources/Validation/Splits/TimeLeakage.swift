package import Dataset
package import Profile
import RunDocument

/// When the rows of a split are, in microseconds since 1970.
package struct TimeRange: Hashable, Sendable {
    package var first: Int64
    package var last: Int64

    package init(first: Int64, last: Int64) {
        self.first = first
        self.last = last
    }

    /// The range of a column's values: numbers are seconds since 1970.
    ///
    /// - Parameter parser: reads texts as the column's field does.
    /// - Returns: nil if there are none, or more distinct texts than are kept.
    package init?(_ column: ColumnProfile, _ parser: CellParser) {
        if let minimum = column.numbers.minimum, let maximum = column.numbers.maximum,
            column.texts.count == 0, let first = Self.moment(minimum),
            let last = Self.moment(maximum)
        {
            self.init(first: first, last: last)
            return
        }
        let moments = (column.texts.counts?.values ?? []).compactMap { text -> Int64? in
            var text = text
            guard case .moment(let moment) = text.withUTF8({ parser.value($0) }) else {
                return nil
            }
            return moment
        }
        guard let first = moments.min(), let last = moments.max() else { return nil }
        self.init(first: first, last: last)
    }

    private static func moment(_ seconds: Double) -> Int64? {
        // Beyond this, calendars end.
        seconds.magnitude < 4e11 ? Int64(seconds * 1_000_000) : nil
    }
}

/// Whether the test begins after the training data ends.
package enum TimeLeakage {
    /// - Parameters:
    ///   - column: the name of the column with the time.
    ///   - embargo: how long after; at the same moment is late enough without one (as in
    ///     Deepchecks' `DateTrainTestLeakageOverlap`, which counts rows instead).
    package static func finding(
        _ column: String,
        train: TimeRange,
        test: TimeRange,
        embargo: Embargo = .none
    ) -> Finding {
        let earliest = embargo.after(train.last)
        let gap = Double(test.first - train.last) / 1_000_000
        let begins = test.first.isoText
        let complaint =
            test.first < train.last
            ? "before the training data ends" : "within the embargo of \(embargo.text)"
        var finding = Finding(
            "time-leakage",
            column: column,
            passed: test.first >= earliest,
            observed: .string(begins),
            expected: ">= \(earliest.isoText)",
            message: "the test begins at \(begins), \(complaint)"
        )
        finding.check["trainEnd"] = .string(train.last.isoText)
        finding.check["gapSeconds"] = gap.json
        if embargo != .none { finding.check["embargo"] = .string(embargo.text) }
        return finding.with(.fail)
    }

    /// That a column's times are not known.
    package static func skipped(_ column: String) -> Finding {
        Finding(
            skipping: "time-leakage",
            column,
            reason: "the first and the last time of '\(column)' are not known"
        )
    }
}

extension Int64 {
    /// Microseconds since 1970 as `2024-01-31T12:00:00Z`.
    fileprivate var isoText: String {
        let day: Int64 = 86_400_000_000
        let number = (self >= 0 ? self : self - day + 1) / day
        let date = CivilDay(number: Int(number))
        let seconds = Int((self - number * day) / 1_000_000)
        func padded(_ value: Int, _ width: Int = 2) -> String {
            let text = String(value)
            return String(repeating: "0", count: Swift.max(0, width - text.count)) + text
        }
        return "\(padded(date.year, 4))-\(padded(date.month))-\(padded(date.day))"
            + "T\(padded(seconds / 3600)):\(padded(seconds / 60 % 60)):\(padded(seconds % 60))Z"
    }
}
