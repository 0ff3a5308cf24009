package import Dataset
import FoundationEssentials

/// How a table is to be checked.
package struct ValidationRequest: Sendable {
    /// Of the schema, for the profile.
    package var schemaDigest: String?
    package var options = ReadingOptions()
    /// What is found does not depend on it.
    package var threads = ProcessorCount.available
    /// Whether the rows' keys are kept, to be held against those of another split.
    package var keepsKeys = false
    /// Microseconds since 1970: what freshness is measured by.
    package var now = Int64(Date().timeIntervalSince1970 * 1e6)
    /// Told of the stored bytes read so far.
    package var progress: @Sendable (Int) -> Void = { _ in }

    package init() {}
}
