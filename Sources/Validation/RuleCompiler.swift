import Dataset
import Expressions
import RunDocument

/// Makes rules from a field's constraints.
enum RuleCompiler {
    /// - Throws: `SchemaError.badPattern`, `SchemaError.badJSONSchema`.
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
        if let schema = constraints.jsonSchema { rules.append(try conformity(parser, schema)) }
        return rules + memberships(of: parser)
    }

    private static func memberships(of parser: CellParser) -> [Rule] {
        let field = parser.field
        var rules: [Rule] = []
        if let values = field.constraints.enumeration {
            rules.append(membership(parser, "enum", values))
        }
        if let values = field.declaredCategories {
            rules.append(membership(parser, "categories", values.map(JSONValue.string)))
        }
        return rules
    }

    private static func conformity(_ parser: CellParser, _ schema: JSONValue)
        throws(SchemaError) -> Rule
    {
        Rule(
            kind: "jsonSchema",
            expected: "conforms to the JSON Schema",
            complaint: "does not conform to the JSON Schema",
            test: .jsonSchema(try JSONSchema(schema, field: parser.field.name), parser)
        )
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

    private static func membership(_ parser: CellParser, _ kind: String, _ values: [JSONValue])
        -> Rule
    {
        let constants = values.compactMap(parser.constant)
        let numbers = constants.compactMap {
            if case .number(let number) = $0 { number } else { nil }
        }
        let moments = constants.compactMap {
            if case .moment(let moment) = $0 { moment } else { nil }
        }
        let texts = values.compactMap(\.lexicalText)
        let documents = texts.compactMap { text in
            Array(text.utf8).withUnsafeBufferPointer(parser.document)
        }
        let test: Rule.Test =
            if !numbers.isEmpty {
                .numbers(Set(numbers))
            } else if !moments.isEmpty {
                .moments(Set(moments))
            } else if !documents.isEmpty {
                .documents(Set(documents), parser)
            } else {
                .texts(WordList(texts))
            }
        let listed = texts.prefix(10).joined(separator: ", ") + (texts.count > 10 ? ", …" : "")
        return Rule(
            kind: kind,
            expected: "one of \(listed)",
            complaint: "is not one of \(listed)",
            test: test
        )
    }
}
