import Profile

/// One column on both sides.
struct ColumnPair: Sendable {
    let name: String
    let reference: ColumnSample
    let current: ColumnSample

    /// Both sides' numbers; nil if one has none, or has them only as a count.
    var numbers: (reference: NumberDistribution, current: NumberDistribution)? {
        guard let reference = reference.numbers, let current = current.numbers else { return nil }
        return (reference, current)
    }
}

/// One side of a column: its profile and its values in the forms that are compared.
struct ColumnSample: Sendable {
    let profile: ColumnProfile
    /// Nil if there are no finite numbers, or only a count of them.
    let numbers: NumberDistribution?

    init(_ profile: ColumnProfile) {
        self.profile = profile
        numbers = NumberDistribution(profile.numbers)
    }

    /// Nil if there are more distinct numbers than a profile keeps.
    var categories: CategoryCounts? { CategoryCounts(profile) }

    /// Distinct finite numbers and texts.
    var distinct: Double {
        let numbers = profile.numbers
        return (numbers.counts.map { Double($0.values.count) } ?? numbers.distinct.value)
            + profile.texts.distinct.value
    }

    var hasTexts: Bool { profile.texts.count > 0 }

    var infinities: Int { profile.numbers.positiveInfinity + profile.numbers.negativeInfinity }

    /// Whether most values are numbers.
    var isNumeric: Bool {
        profile.numbers.count > 0 && profile.numbers.count >= profile.texts.count
    }

    /// Finite numbers and texts.
    var usable: Int { profile.numbers.count + profile.texts.count }

    /// Of the rows, how many have no value or NaN; 0 if there are no rows.
    var missingShare: Double {
        guard profile.rows > 0 else { return 0 }
        return Double(profile.missing + profile.numbers.nan) / Double(profile.rows)
    }
}
