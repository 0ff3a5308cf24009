package import Dataset

/// A cell as a row rule sees it.
package enum RuleValue {
    /// Missing, or none of its field's type.
    case null
    /// A number, 1 or 0 for a boolean, or the microseconds of a date or time.
    case number(Double)
    /// Its UTF-8 bytes.
    case text(UnsafeBufferPointer<UInt8>)

    /// A cell of a field of that type; `value` is nil if it is missing or ill-typed.
    package init(_ value: CellValue?, _ cell: UnsafeBufferPointer<UInt8>, of type: FieldType) {
        switch value {
        case nil: self = .null
        // Lists and objects too are compared as they are written.
        case _ where type.ruleKind == .text: self = .text(cell)
        case .number(let number): self = .number(number)
        case .moment(let moment): self = .number(Double(moment))
        case .text: self = .text(cell)
        }
    }
}

/// The cells of some rows, column by column, for the fields that rules need.
///
/// Texts are not copied: their bytes must stay where they are as long as the block is used.
package struct RuleBlock {
    /// One field's cells; a null has a stand-in among the values.
    struct Column {
        let isText: Bool
        var numbers: [Double] = []
        var texts: [UnsafeBufferPointer<UInt8>] = []
        /// 1 for a null, 0 for a value.
        var nulls: [UInt8] = []
    }

    /// As many as the schema has fields.
    private(set) var columns: [Column]

    package init(_ schema: TableSchema) {
        columns = schema.fields.map { Column(isText: $0.type.ruleKind == .text) }
    }

    /// Adds the next row's cell of a field; one of another kind than the field's is null.
    package mutating func append(_ value: RuleValue, to field: Int) {
        let isText = columns[field].isText
        switch value {
        case .number(let number) where !isText:
            columns[field].numbers.append(number)
            columns[field].nulls.append(0)
        case .text(let text) where isText:
            columns[field].texts.append(text)
            columns[field].nulls.append(0)
        default:
            if isText {
                columns[field].texts.append(UnsafeBufferPointer(start: nil, count: 0))
            } else {
                columns[field].numbers.append(0)
            }
            columns[field].nulls.append(1)
        }
    }

    /// Forgets all rows and keeps the memory for the next ones.
    package mutating func removeAll() {
        for index in columns.indices {
            columns[index].numbers.removeAll(keepingCapacity: true)
            columns[index].texts.removeAll(keepingCapacity: true)
            columns[index].nulls.removeAll(keepingCapacity: true)
        }
    }
}
