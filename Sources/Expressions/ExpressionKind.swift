import Dataset

/// A part of a rule whose kind is known.
enum TypedExpression {
    case number(Numeric)
    case condition(Condition)
    case text(TextOperand)
    /// The field that it is a cell of.
    case moment(Numeric, CellParser)

    /// For messages.
    var phrase: String {
        switch self {
        case .number: "a number"
        case .condition: "a condition"
        case .text: "a text"
        case .moment(_, let parser): parser.field.type.phrase
        }
    }

    /// As a number to compute with; true is 1 and false is 0.
    var numeric: Numeric? {
        switch self {
        case .number(let number): number
        case .condition(let condition): .truth(condition)
        case .text, .moment: nil
        }
    }

    var nullness: Condition {
        switch self {
        case .number(let number), .moment(let number, _): .isNull(number)
        case .condition(let condition): .isNull(.truth(condition))
        case .text(let text): .isTextNull(text)
        }
    }
}

extension FieldType {
    /// What a rule sees in a column of this type.
    enum RuleKind {
        case number, condition, text, moment
    }

    var ruleKind: RuleKind {
        switch self {
        case .number, .integer: .number
        case .boolean: .condition
        case .date, .datetime, .time, .year, .yearmonth: .moment
        case .string, .object, .array, .list, .duration, .geopoint, .geojson, .any: .text
        }
    }
}
