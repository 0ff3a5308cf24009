package import Dataset
package import RunDocument

/// The names of a group of thresholds, each with its default.
package protocol ThresholdName: RawRepresentable<String>, CaseIterable, Hashable, Sendable {
    var defaultValue: Double { get }
}

/// Thresholds by name: the defaults, but for those that were set.
package struct Thresholds<Name: ThresholdName>: Hashable, Sendable {
    private var values: [Name: Double] = [:]

    package init() {}

    /// - Parameters:
    ///   - members: name → number.
    ///   - place: where they stand, for errors.
    /// - Throws: `SchemaError` for an unknown name, and for what is no number.
    package init(_ members: JSONObject, at place: String) throws(SchemaError) {
        for (key, value) in members.sorted(by: { $0.key < $1.key }) {
            guard let name = Name(rawValue: key) else {
                throw .unknownKey(place: place, key: key, known: Name.allCases.map(\.rawValue))
            }
            guard let number = value.doubleValue else {
                throw .wrongType(
                    place: "\(place).\(key)",
                    expected: "a number",
                    found: value.typeName
                )
            }
            values[name] = number
        }
    }

    package subscript(name: Name) -> Double {
        get { values[name] ?? name.defaultValue }
        set { values[name] = newValue }
    }
}

/// Limits of the quality checks; the defaults are Deepchecks' where it has the check.
package enum QualityThreshold: String, ThresholdName {
    /// Share of rows that repeat another one.
    case dataDuplicates = "data-duplicates"
    /// Share of rows whose features another row has with another label.
    case conflictingLabels = "conflicting-labels"
    /// Share of present cells that hold the most frequent value.
    case almostConstant = "almost-constant"
    /// How many ways of writing that there is no value.
    case mixedNulls = "mixed-nulls"
    /// The rarer of numbers and texts is a problem if its share is above this, …
    case mixedTypesMinimum = "mixed-types-minimum"
    /// … and below this.
    case mixedTypesMaximum = "mixed-types-maximum"
    /// How many texts that are the same but for case and punctuation.
    case stringMismatch = "string-mismatch"
    /// Share of rows with nothing but punctuation.
    case specialCharacters = "special-characters"
    /// Share of texts that are much shorter or longer than the others.
    case stringLength = "string-length-out-of-bounds"
    /// The rarest label's count over the most frequent one's.
    case classImbalance = "class-imbalance"
    /// Magnitude of the correlation of two features.
    case featureCorrelation = "feature-feature-correlation"
    /// Share of numbers that stand for no value, as -999.
    case sentinelValues = "sentinel-values"
    /// Share of numbers far outside the quartiles.
    case outliers
    /// How many cells with personal data.
    case personalData = "personal-data"

    package var defaultValue: Double {
        switch self {
        case .dataDuplicates: 0.05
        case .almostConstant: 0.95
        case .mixedNulls: 1
        case .mixedTypesMinimum: 0.01
        case .mixedTypesMaximum, .classImbalance: 0.1
        case .specialCharacters: 0.001
        case .featureCorrelation: 0.9
        case .outliers: 0.005
        case .conflictingLabels, .stringMismatch, .stringLength, .sentinelValues, .personalData: 0
        }
    }
}

package typealias QualityThresholds = Thresholds<QualityThreshold>
