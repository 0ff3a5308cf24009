import Dataset

/// A regular expression that whole values must match, compiled once.
final class PatternMatcher {
    private let regex: Regex<AnyRegexOutput>
    /// What was decided for values that come again.
    private var known: [String: Bool] = [:]

    /// - Throws: `SchemaError.badPattern`.
    init(_ pattern: String, field: String) throws(SchemaError) {
        do {
            // By scalars, as every other reader of Table Schema matches.
            regex = try Regex(XMLSchemaPattern.translated(pattern))
                .matchingSemantics(.unicodeScalar)
        } catch {
            throw .badPattern(field: field, pattern: pattern, reason: "\(error)")
        }
    }

    func matches(_ cell: UnsafeBufferPointer<UInt8>) -> Bool {
        let text = String(decoding: cell, as: UTF8.self)
        if let result = known[text] { return result }
        let result = (try? regex.wholeMatch(in: text)) != nil
        if known.count >= 4096 { known.removeAll(keepingCapacity: true) }
        known[text] = result
        return result
    }
}
