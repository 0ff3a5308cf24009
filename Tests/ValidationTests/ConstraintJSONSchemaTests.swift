import Dataset
import RunDocument
import Testing
import Validation

@Suite struct ConstraintJSONSchemaTests {
    private func accepts(_ value: String, _ schema: String) throws -> Bool {
        let text = value.replacing("\"", with: "\"\"")
        let isObject = value.hasPrefix("{")
        let found = try findings(
            "x\n\"\(text)\"\n",
            schema: [
                "fields": [
                    [
                        "name": "x", "type": isObject ? "object" : "array",
                        "constraints": ["jsonSchema": try JSONValue(parsing: schema)],
                    ]
                ]
            ]
        )
        return try #require(found["jsonSchema/x"]).check.status == .passed
    }

    @Test(arguments: [
        ("[1, \"a\"]", #"{"prefixItems": [{"type": "integer"}, {"type": "string"}]}"#, true),
        ("[\"a\"]", #"{"prefixItems": [{"type": "integer"}]}"#, false),
        ("[1, 2.5]", #"{"items": {"type": "integer"}}"#, false),
        ("[1, 2]", #"{"items": [{}], "additionalItems": false}"#, false),
        ("[1, 1.0]", #"{"uniqueItems": true}"#, false),
        ("[1, 2, 3]", #"{"contains": {"minimum": 2}, "maxContains": 1}"#, false),
        ("[3]", #"{"items": {"multipleOf": 0.1, "exclusiveMaximum": 3.5}}"#, true),
        ("[\"abc\"]", #"{"items": {"pattern": "b", "maxLength": 3}}"#, true),
        (#"{"a": 1}"#, #"{"additionalProperties": false, "properties": {"a": {}}}"#, true),
        (#"{"a": 1, "b": 2}"#, #"{"additionalProperties": false, "properties": {"a": {}}}"#, false),
        (#"{"x1": "q"}"#, #"{"patternProperties": {"^x": {"type": "number"}}}"#, false),
        (#"{"a": 1}"#, #"{"dependentRequired": {"a": ["b"]}}"#, false),
        (#"{"a": 1}"#, #"{"propertyNames": {"maxLength": 1}}"#, true),
        (#"{"a": 5}"#, #"{"oneOf": [{"required": ["a"]}, {"minProperties": 1}]}"#, false),
        (#"{"a": 5}"#, #"{"not": {"required": ["a"]}}"#, false),
        (
            #"{"a": 5}"#,
            #"{"if": {"required": ["a"]}, "then": {"required": ["b"]}, "else": false}"#, false
        ),
        (
            #"{"next": {"next": {"value": "x"}}}"#,
            ##"{"$ref": "#/$defs/node", "$defs": {"node": {"properties": {"value": {"const": "x"}, "next": {"$ref": "#/$defs/node"}}}}}"##,
            true
        ),
        (
            #"{"next": {"next": {"value": "y"}}}"#,
            ##"{"$ref": "#/$defs/node", "$defs": {"node": {"properties": {"value": {"const": "x"}, "next": {"$ref": "#/$defs/node"}}}}}"##,
            false
        ),
        (#"{"a": 1}"#, ##"{"$ref": "#"}"##, false),
    ])
    func followsTheStandard(value: String, schema: String, isValid: Bool) throws {
        #expect(try accepts(value, schema) == isValid)
    }

    @Test(arguments: [
        (#"{"type": "text"}"#, "'#/type' is no type"),
        (##"{"$ref": "#/$defs/none"}"##, "'#/$ref' names no place in the schema"),
        (#"{"unevaluatedItems": false}"#, "'#/unevaluatedItems' is not supported"),
        (#"{"items": 1}"#, "'#/items' is a number, not an object or a boolean"),
        (#"{"multipleOf": 0}"#, "'#/multipleOf' is not a usable number"),
    ])
    func refusesWhatItCannotCheck(schema: String, message: String) {
        let error = #expect(throws: SchemaError.self) { try accepts("[]", schema) }
        #expect(
            error?.description
                == "the field 'x' has a 'jsonSchema' that cannot be used: \(message)"
        )
    }
}
