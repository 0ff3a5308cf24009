import Dataset
import RunDocument

/// Makes rules from a field's constraints.
enum RuleCompiler {
    /// - Throws: `SchemaError.badPattern`.
    static func rules(of parser: CellParser) throws(SchemaError) -> [Rule] {
        let constraints = parser.field.constraints
        var rules = constraints.bounds.compactMap { bound(parser, $0.key, $0.value) }
        if let length = constraints.minLength {
            rules.append(
                Rule(
                    kind: "minLength",
                    expected: "length >= \(length)",
                    complaint: "is shorter than \(length)",
                    test: .minLength(length)
                )
            )
        }
        if let length = constraints.maxLength {
            rules.append(
                Rule(
                    kind: "maxLength",
                    expected: "length <= \(length)",
                    complaint: "is longer than \(length)",
                    test: .maxLength(length)
                )
            )
        }
        if let pattern = constraints.pattern {
            rules.append(
                Rule(
                    kind: "pattern",
                    expected: "matches \(pattern)",
                    complaint: "does not match '\(pattern)'",
                    test: .pattern(try PatternMatcher(pattern, field: parser.field.name))
                )
            )
        }
        if let values = constraints.enumeration { rules.append(membership(parser, values)) }
        return rules
    }

    private static func bound(_ parser: CellParser, _ key: String, _ value: JSONValue) -> Rule? {
        guard let bound = parser.constant(value), let text = value.lexicalText else { return nil }
        let isMinimum = key == "minimum" || key == "exclusiveMinimum"
        let orEqual = key == "minimum" || key == "maximum"
        return Rule(
            kind: key,
            expected: (isMinimum ? ">" : "<") + (orEqual ? "= " : " ") + text,
            complaint: (orEqual ? "is " : "is not ")
                + ((isMinimum == orEqual) ? "less than " : "greater than ") + text,
            test: .bound(bound, isMinimum: isMinimum, orEqual: orEqual)
        )
    }

    private static func membership(_ parser: CellParser, _ values: [JSONValue]) -> Rule {
        let constants = values.compactMap(parser.constant)
        let numbers = constants.compactMap {
            if case .number(let number) = $0 { number } else { nil }
        }
        let moments = constants.compactMap {
            if case .moment(let moment) = $0 { moment } else { nil }
        }
        let texts = values.compactMap(\.lexicalText)
        let test: Rule.Test =
            if !numbers.isEmpty {
                .numbers(Set(numbers))
            } else if !moments.isEmpty {
                .moments(Set(moments))
            } else {
                .texts(WordList(texts))
            }
        let listed = texts.prefix(10).joined(separator: ", ") + (texts.count > 10 ? ", …" : "")
        return Rule(
            kind: "enum",
            expected: "one of \(listed)",
            complaint: "is not one of \(listed)",
            test: test
        )
    }
}
