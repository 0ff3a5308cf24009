import Dataset
import RunDocument

/// The field that a column's summary calls for: a pure function of it.
struct FieldDecision {
    private(set) var field: TableField
    private(set) var warnings: [InferenceWarning] = []

    /// - Parameter rows: how many the table has.
    init(_ column: ColumnSummary, rows: Int, isTarget: Bool) {
        let type = column.type ?? (column.likelyMissing.isEmpty ? .any : .string)
        field = TableField(name: column.name, type: type, role: isTarget ? .target : .feature)
        if column.type == nil, column.likelyMissing.isEmpty {
            warnings.append(.allMissing(column: column.name))
        }
        if type == .string { decideForm(column) }
        let isText = field.type == .string
        if !isText, !column.likelyMissing.isEmpty {
            field.missingValues = column.missingWords.union(column.likelyMissing.keys)
                .union([""]).sorted()
        }
        let others = isText ? column.likelyMissing : [:]
        let count = column.present + others.values.reduce(0, +)
        field.constraints.required = count == rows && count > 0
        decideValues(column, count: count, others: others.keys.sorted(), isTarget)
        if isTarget { addTargetWarnings(column, others: others) }
        if !isTarget { addFeatureWarnings(column, count: count) }
    }

    /// A format that all cells share, if there is but one that they can be meant by.
    private mutating func decideForm(_ column: ColumnSummary) {
        guard let first = column.forms.first, column.present > 0 else { return }
        // May is a month's name and its abbreviation.
        let rivals = column.forms.filter { form in
            form == first
                || form.type == first.type
                    && form.format.replacing("%B", with: "%b") != first.format
        }
        if rivals.count > 1, first.type != .string {
            warnings.append(
                .ambiguousDates(column: column.name, first.format, rivals[1].format)
            )
            return
        }
        field.type = first.type
        field.format = first.format
    }

    private mutating func decideValues(
        _ column: ColumnSummary,
        count: Int,
        others: [String],
        _ isTarget: Bool
    ) {
        guard let values = column.values else { return }
        let labels = Set(values).union(others)
        guard isCategorical(labels.count, of: count, isTarget) else { return }
        var data = PersonalData()
        for label in labels { data.look(at: label) }
        guard data.kinds.isEmpty else {
            // Their names have no place in a file that is committed.
            field.personal = true
            warnings.append(.personal(column: column.name, kinds: data.kinds))
            return
        }
        if field.type == .string {
            // The values say more than their form.
            field.format = nil
            field.constraints.enumeration = labels.sorted().map(JSONValue.string)
        } else {
            let numbers = values.compactMap { Int64($0.filter { !"+ \t".contains($0) }) }
            field.constraints.enumeration = Set(numbers).sorted().map(JSONValue.integer)
        }
    }

    /// An integer with few values that come again, a text with few for its rows.
    private func isCategorical(_ distinct: Int, of count: Int, _ isTarget: Bool) -> Bool {
        guard distinct > 0, distinct <= ColumnSummary.maximumValues else { return false }
        return switch field.type {
        case .integer: distinct <= 10 && count >= 2 * distinct
        case .string: isTarget || distinct * 10 <= count
        default: false
        }
    }

    private mutating func addTargetWarnings(_ column: ColumnSummary, others: [String: Int]) {
        let distinct = column.distinct + Double(others.count)
        guard distinct == 1 else { return }
        let word = column.values?.first ?? others.keys.first ?? ""
        let value = Redaction.redacted(word, field: field, kinds: [])
        warnings.append(.constantTarget(column: column.name, value: value))
    }

    private mutating func addFeatureWarnings(_ column: ColumnSummary, count: Int) {
        if let (type, others) = column.nearType {
            warnings.append(
                .nearlyTyped(column: column.name, type: type, others: others, count: count)
            )
        }
        // Nine of ten cells have a value of their own, and it is no sentence.
        let isIdentifier =
            field.type == .string && field.constraints.enumeration == nil && !column.hasSpaces
            && column.distinct > Double(ColumnSummary.maximumValues)
            && column.distinct >= 0.9 * Double(count)
        if isIdentifier {
            warnings.append(
                .identifier(column: column.name, distinct: Int(column.distinct), count: count)
            )
        }
    }
}
