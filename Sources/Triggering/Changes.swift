/// The kinds of change that happened, each with how that is known.
package struct Changes: Sendable {
    private var reasons: [ChangeKind: [String]] = [:]
    /// Why there is none of some kind.
    private var absences: [String] = []

    package init() {}

    package init(_ kind: ChangeKind, reason: String) { add(kind, reason) }

    package init(none reason: String) { addAbsence(reason) }

    package var isEmpty: Bool { reasons.isEmpty }

    package func contains(_ kind: ChangeKind) -> Bool { reasons[kind] != nil }

    /// Why there is a change, by kind; if there is none at all, why.
    package var explanations: [String] {
        isEmpty ? absences : ChangeKind.allCases.flatMap { reasons[$0] ?? [] }
    }

    package mutating func add(_ kind: ChangeKind, _ reason: String) {
        reasons[kind, default: []].append(reason)
    }

    package mutating func addAbsence(_ reason: String) { absences.append(reason) }

    package mutating func add(_ other: Changes) {
        reasons.merge(other.reasons) { $0 + $1 }
        absences += other.absences
    }
}
