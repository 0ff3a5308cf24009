import Dataset
import RunDocument
import SystemPackage
import TestSupport
import Testing

@Suite struct TableSchemaTests {
    private static let full = """
        {"$schema":"https://datapackage.org/profiles/2.0/tableschema.json","fields":[\
        {"constraints":{"required":true,"unique":true},"name":"id","rdfType":"x","type":"string"},\
        {"constraints":{"enum":["a","b"]},"mlx:field":{"drift":{"method":"psi","threshold":0.1},"role":"target"},\
        "name":"kind","type":"string"},\
        {"constraints":{"maximum":9.5,"minimum":1},\
        "missingValues":[{"label":"refused","value":"-1"}],"mlx:field":{"presence":{"minFraction":0.5}},\
        "name":"size","title":"Size","type":"number"}],\
        "fieldsMatch":"subset","foreignKeys":[],"missingValues":["","NA"],\
        "mlx:dataset":{"rowCount":{"min":3},"target":"kind","task":"binary","timeKey":{"field":"id"},\
        "version":1},"primaryKey":["id"],"uniqueKeys":[["id","kind"]]}
        """

    @Test func writesBackWhatItRead() throws {
        let schema = try TableSchema(json: JSONValue(parsing: Self.full))
        #expect(schema.json.canonicalText() == Self.full)
    }

    @Test func readsItsMembers() throws {
        let schema = try TableSchema(json: JSONValue(parsing: Self.full))
        #expect(schema.target?.name == "kind")
        #expect(schema.target?.categories == ["a", "b"])
        #expect(schema.features.map(\.name) == ["id", "size"])
        #expect(schema.dataset.task == .binary)
        #expect(schema.dataset.minimumRows == 3)
        #expect(schema.dataset.timeKey != nil)
        #expect(schema["kind"]?.drift != nil)
        #expect(schema["size"]?.presence == Presence(minFraction: 0.5))
        #expect(schema["size"].map(schema.missingValues(of:)) == ["-1"])
        #expect(schema.fieldsMatch == .subset)
        #expect(schema.primaryKey == ["id"])
    }

    @Test func hasTheStandardsDefaults() throws {
        let schema = try TableSchema(json: ["fields": [["name": "a"]], "fieldsMatch": ["equal"]])
        #expect(schema.missingValues == [""])
        #expect(schema["a"]?.type == .any)
        #expect(schema.fieldsMatch == .equal)
        #expect(try TableSchema(json: ["fields": [["name": "a"]]]).fieldsMatch == .exact)
    }

    @Test func takesTheTargetFromEitherPlace() throws {
        let byName = try TableSchema(json: [
            "fields": [["name": "a"], ["name": "b"]], "mlx:dataset": ["target": "b"],
        ])
        #expect(byName.target?.name == "b")
        let byRole = try TableSchema(json: [
            "fields": [["name": "a", "mlx:field": ["role": "target"]]]
        ])
        #expect(byRole.dataset.target == "a")
    }

    @Test(arguments: [
        (#"[]"#, "the schema is an array, not an object"),
        (#"{}"#, "the schema has no 'fields'"),
        (#"{"fields":{}}"#, "the schema's 'fields' is an object, not a list"),
        (#"{"fields":[]}"#, "the schema has no 'fields[0]'"),
        (#"{"fields":[{"type":"string"}]}"#, "the schema has no 'fields[0].name'"),
        (#"{"fields":[{"name":"a","type":"txt"}]}"#, "the field 'a' has the unknown type 'txt'"),
        (
            #"{"fields":[{"name":"a","type":"string","format":"mail"}]}"#,
            "the field 'a' has the format 'mail', which a string does not have"
        ),
        (
            #"{"fields":[{"name":"a","type":"number","constraints":{"minimun":1}}]}"#,
            "the field 'a' has the unknown constraint 'minimun'"
        ),
        (
            #"{"fields":[{"name":"a","type":"string","constraints":{"minimum":1}}]}"#,
            "the field 'a' has the constraint 'minimum', which a string cannot have"
        ),
        (
            #"{"fields":[{"name":"a","type":"number","constraints":{"minimum":"x"}}]}"#,
            "the field 'a' has '\"x\"' as 'minimum', which is not a number"
        ),
        (
            #"{"fields":[{"name":"a","type":"date","constraints":{"enum":["2024-01-01","soon"]}}]}"#,
            "the field 'a' has '\"soon\"' as 'enum', which is not a date"
        ),
        (
            #"{"fields":[{"name":"a","constraints":{"required":"yes"}}]}"#,
            "the schema's 'fields[0].constraints.required' is a string, not a boolean"
        ),
        (#"{"fields":[{"name":"a"},{"name":"a"}]}"#, "the schema has the field 'a' twice"),
        (
            #"{"fields":[{"name":"a"}],"primaryKey":"b"}"#,
            "the schema's 'primaryKey' names the field 'b', which it does not have"
        ),
        (
            #"{"fields":[{"name":"a"}],"mlx:dataset":{"target":"b"}}"#,
            "the schema's 'mlx:dataset.target' names the field 'b', which it does not have"
        ),
        (
            #"{"fields":[{"name":"a"}],"mlx:dataset":{"tagret":"a"}}"#,
            "the schema's 'mlx:dataset' has the unknown key 'tagret'"
        ),
        (
            #"{"fields":[{"name":"a","mlx:field":{"role":"goal"}}]}"#,
            "the schema's 'fields[0].mlx:field.role' is 'goal', which is not known"
        ),
        (
            #"{"fields":[{"name":"a","mlx:field":{"presence":{"minFraction":2}}}]}"#,
            "the schema's 'fields[0].mlx:field.presence.minFraction' is a number, not a number from 0 to 1"
        ),
        (
            #"{"fields":[{"name":"a","required":true}]}"#,
            "the field 'a' has 'required' beside its constraints"
        ),
        (
            #"{"fields":[{"name":"a","type":"number","categories":[1]}]}"#,
            "the field 'a' has 'categories', which a number cannot have"
        ),
        (
            #"{"fields":[{"name":"a","type":"string","categories":["x","x"]}]}"#,
            "the schema's 'fields[0].categories' has 'x' twice"
        ),
        (
            #"{"fields":[{"name":"a","type":"string","categories":["x"],"constraints":{"enum":["y"]}}]}"#,
            "the field 'a' has 'y' as 'enum', which is none of its categories"
        ),
        (
            #"{"fields":[{"name":"a","type":"list","itemType":"object"}]}"#,
            "the schema's 'fields[0].itemType' is 'object', which is not known"
        ),
        (
            #"{"fields":[{"name":"a","type":"number","example":"x"}]}"#,
            "the field 'a' has '\"x\"' as 'example', which is not a number"
        ),
        (
            #"{"fields":[{"name":"a"}],"missingValues":[{"value":"-"},{"value":"-"}]}"#,
            "the schema's 'missingValues' has '-' twice"
        ),
        (
            #"{"fields":[{"name":"a"}],"missingValues":[0]}"#,
            "the schema's 'missingValues' is an array, not a list of strings, or of objects with a 'value'"
        ),
        (
            #"{"fields":[{"name":"a"}],"foreignKeys":[{"fields":"a","reference":{"fields":["a","b"]}}]}"#,
            "the schema's 'foreignKeys[0]' has 1 fields that refer to 2"
        ),
        (
            #"{"fields":[{"name":"a"}],"foreignKeys":[{"fields":"a","reference":{"fields":"b"}}]}"#,
            "the schema's 'foreignKeys[0].reference.fields' names the field 'b', which it does not have"
        ),
        (
            #"{"fields":[{"name":"a"}],"foreignKeys":[{"fields":"a"}]}"#,
            "the schema has no 'foreignKeys[0].reference'"
        ),
        (
            #"{"fields":[{"name":"a"}],"fieldsMatch":"some"}"#,
            "the schema's 'fieldsMatch' is 'some', which is not known"
        ),
        (#"{"fields":[,]}"#, "the schema is not JSON: line 1, column 12: expected a value"),
    ])
    func namesWhatIsWrong(text: String, message: String) {
        let error = #expect(throws: SchemaError.self) {
            try TableSchema.parse(Array(text.utf8), name: "s.json")
        }
        #expect(error?.description == "cannot use 's.json': \(message)")
        #expect(error?.exitStatus == .configuration)
    }

    @Test func missingFileIsAMissingInput() {
        let error = #expect(throws: (any Error).self) {
            try TableSchema.read("/nonexistent/schema.json")
        }
        #expect((error as? any Failure)?.exitStatus == .missingInput)
    }
}
