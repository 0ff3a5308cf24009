package import Dataset
import FoundationEssentials

/// Which splits a table holds rows of.
package enum SplitNames: Sendable {
    case all, train, test

    /// What stands in the field that says which split a row is in.
    func values(_ key: SplitKey) -> [String] {
        switch self {
        case .all: [key.train, key.test]
        case .train: [key.train]
        case .test: [key.test]
        }
    }
}

/// How a table is to be checked.
package struct ValidationRequest: Sendable {
    /// Of the schema, for the profile.
    package var schemaDigest: String?
    package var options = ReadingOptions()
    /// What is found does not depend on it.
    package var threads = ProcessorCount.available
    /// Whether the rows' keys are kept, to be held against those of another split.
    package var keepsKeys = false
    /// Which splits the rows may be in by the schema's `splitKey`, if it has one.
    package var splits = SplitNames.all
    /// Whether the splits' rows are learned each for itself, to be held against each other.
    package var dividesSplits = false
    /// The tables that foreign keys refer to.
    package var referenced = ReferencedTables()
    /// Microseconds since 1970: what freshness is measured by.
    package var now = Int64(Date().timeIntervalSince1970 * 1e6)
    /// Told of the stored bytes read so far.
    package var progress: @Sendable (Int) -> Void = { _ in }

    package init() {}
}
