package import Dataset
package import Profile
import RunDocument

/// The quality checks of one column, all of severity warn.
///
/// They go by the column's exact counts. Where there were too many distinct values to keep, the
/// most frequent ones can still break a check; if they do not, it is skipped with the reason.
package struct ColumnQuality: Sendable {
    let column: ColumnProfile
    let role: Role
    let thresholds: QualityThresholds
    /// What the column's cells were found to be; see `Redaction`.
    let personal: Set<PersonalData.Kind>

    package init(
        _ column: ColumnProfile,
        role: Role = .feature,
        thresholds: QualityThresholds = QualityThresholds(),
        personal: Set<PersonalData.Kind> = []
    ) {
        self.column = column
        self.role = role
        self.thresholds = thresholds
        self.personal = personal
    }

    package var findings: [Finding] {
        guard role != .ignore else { return [] }
        return [
            singleValue, almostConstant, mixedNulls, mixedTypes, stringMismatch,
            specialCharacters, stringLength, sentinelValues,
        ].compactMap(\.self)
    }

    var name: String { column.name }

    /// Whether the column's numbers mean quantities, not names of things.
    var isMeasured: Bool { [.feature, .target, .weight].contains(role) }

    /// A value as a person may see it.
    func shown(_ text: String) -> String {
        let safe = Redaction.redacted(text, role: role, kinds: personal)
        return safe.count > 60 ? safe.prefix(60) + "…" : safe
    }

    func skipped(_ kind: String) -> Finding {
        Finding(
            skipping: kind,
            name,
            reason: "'\(name)' has more distinct values than are kept"
        ).with(.warn)
    }

    /// A check of what the column's texts have in common, by the texts that are known.
    func byTexts(_ kind: String, _ check: ([(value: String, count: Int)]) -> Finding) -> Finding {
        if let counts = column.texts.counts {
            return check(zip(counts.values, counts.counts).map { ($0, $1) })
        }
        var finding = check(column.texts.frequent)
        guard finding.check.status == .warning else { return skipped(kind) }
        finding.check["exact"] = false
        return finding
    }
}
