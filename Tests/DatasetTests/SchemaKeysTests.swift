import Dataset
import RunDocument
import Testing

/// What this project's own keys say.
@Suite struct SchemaKeysTests {
    private static let full = """
        {"$schema":"https://datapackage.org/profiles/2.0/tableschema.json","fields":[\
        {"mlx:field":{"decreasing":false,"disallowInf":true,"disallowNaN":true,\
        "drift":{"method":"wasserstein","threshold":0.1},"freshness":{"maxAge":"P1D"},\
        "increasing":"strictly","mean":{"max":2,"min":1},"median":{"min":0},"minDomainMass":0.99,\
        "presence":{"minCount":1,"minFraction":0.5},"quantiles":{"0.25":{"min":1},"0.9":{"max":9}},\
        "role":"time","semantic":"ordinal","skew":{"method":"l_infinity"},"stdev":{"max":3.5},\
        "sum":{"max":10},"uniqueCount":{"max":400,"min":2}},"name":"t","type":"number"},\
        {"mlx:field":{"role":"split"},"name":"g","type":"string"}],"foreignKeys":[{"fields":"g","reference":{"fields":"t","resource":""}},\
        {"fields":["g"],"reference":{"fields":["id"],"resource":"groups.csv"}}],\
        "missingValues":[""],"mlx:dataset":{"driftShare":0.5,"functional":[["g","t"]],"groupKeys":["g"],\
        "history":{"change":0.5,"runs":10,"sigma":3},"invariants":["mean(t) > 0",\
        {"name":"n","rule":"rows > 1","severity":"warn"}],"quality":{"data-duplicates":0.1},\
        "rowCount":{"max":9},"rowCountRatio":{"max":1.1,"min":0.9},"rules":["t >= 0"],\
        "severity":{"unique/t":"off"},"splitKey":{"field":"g","test":"b","train":"a"},\
        "timeKey":{"embargo":"PT12H","field":"t"},"version":1},\
        "mlx:dialect":{"commentChar":"#","delimiter":";","encoding":"ISO-8859-1","escapeChar":"\\\\",\
        "headerRows":[1,2],"lineTerminator":"\\r\\n","nullSequence":"\\\\N","quoteChar":"'"}}
        """

    @Test func writesBackWhatItRead() throws {
        let schema = try TableSchema(json: JSONValue(parsing: Self.full))
        #expect(schema.json.canonicalText() == Self.full)
    }

    @Test func theFieldOfTheSplitsIsNoFeature() throws {
        let schema = try TableSchema(json: [
            "fields": [["name": "x"], ["name": "s"]],
            "mlx:dataset": ["splitKey": ["field": "s"]],
        ])
        #expect(schema.fields.map(\.role) == [.feature, .split])
        let named = try TableSchema(json: [
            "fields": [["name": "s", "mlx:field": ["role": "group"]]],
            "mlx:dataset": ["splitKey": ["field": "s"]],
        ])
        #expect(named.fields.map(\.role) == [.group])
    }

    @Test func readsTheKeysOfFields() throws {
        let field = try #require(TableSchema(json: JSONValue(parsing: Self.full))["t"])
        #expect(field.role == .time)
        #expect(field.semantic == .ordinal)
        #expect(field.presence == Presence(minFraction: 0.5, minCount: 1))
        #expect(field.minDomainMass == 0.99)
        #expect(field.uniqueCount == CountRange(minimum: 2, maximum: 400))
        #expect(field.disallowNaN && field.disallowInf)
        #expect(field.drift == DriftRule(method: "wasserstein", threshold: 0.1))
        #expect(field.skew == DriftRule(method: "l_infinity"))
        #expect(field.mean == ValueRange(minimum: 1, maximum: 2))
        #expect(field.median == ValueRange(minimum: 0))
        #expect(field.sum == ValueRange(maximum: 10))
        #expect(field.stdev == ValueRange(maximum: 3.5))
        #expect(field.quantiles.map(\.probability) == [0.25, 0.9])
        #expect(field.quantiles.last?.range == ValueRange(maximum: 9))
        #expect(field.increasing == .strict)
        #expect(field.decreasing == nil)
        #expect(field.maximumAge == CalendarDuration("PT24H"))
    }

    @Test func readsTheKeysOfTables() throws {
        let schema = try TableSchema(json: JSONValue(parsing: Self.full))
        let dataset = schema.dataset
        #expect(dataset.splitKey?.field == "g")
        #expect(dataset.splitKey?.train == "a")
        #expect(dataset.splitKey?.test == "b")
        #expect(dataset.groupKeys == ["g"])
        #expect(dataset.timeKey?.embargo?.microseconds == 43_200_000_000)
        #expect(dataset.rowCount == CountRange(maximum: 9))
        #expect(dataset.rowCountRatio == ValueRange(minimum: 0.9, maximum: 1.1))
        #expect(dataset.driftShare == 0.5)
        #expect(
            dataset.invariants == [
                DeclaredRule(rule: "mean(t) > 0"),
                DeclaredRule(name: "n", rule: "rows > 1", severity: .warn),
            ]
        )
        #expect(dataset.rules.map(\.rule) == ["t >= 0"])
        #expect(dataset.functional.map(\.second) == ["t"])
        #expect(dataset.quality == ["data-duplicates": 0.1])
        #expect(dataset.history?.runs == 10)
        #expect(dataset.severity == ["unique/t": .off])
        #expect(
            schema.foreignKeys == [
                ForeignKey(fields: ["g"], referencedFields: ["t"]),
                ForeignKey(fields: ["g"], resource: "groups.csv", referencedFields: ["id"]),
            ]
        )
    }

    @Test func readsTheDialect() throws {
        let schema = try TableSchema(json: JSONValue(parsing: Self.full))
        let dialect = try #require(schema.dialect)
        #expect(dialect.delimiter == ";")
        #expect(dialect.quoting == .by(UInt8(ascii: "'")))
        #expect(dialect.escapeChar == UInt8(ascii: "\\"))
        #expect(dialect.headerRows == [1, 2])
        #expect(dialect.commentChar == "#")
        #expect(dialect.nullSequence == "\\N")
        #expect(dialect.lineTerminator == "\r\n")
        #expect(dialect.encoding == "iso-8859-1")
        #expect(dialect.header == nil)
        let plain = try TableSchema(json: [
            "fields": [["name": "a"]], "mlx:dialect": ["quoteChar": "", "header": false],
        ])
        #expect(plain.dialect?.quoting == DialectDescription.Quoting.none)
        #expect(plain.dialect?.header == false)
    }

    @Test func writesWhatWasChanged() throws {
        var schema = try TableSchema(json: JSONValue(parsing: Self.full))
        schema.fields[0].drift?.threshold = 0.2
        schema.dataset.groupKeys = []
        schema.foreignKeys.removeFirst()
        schema.dialect?.delimiter = "|"
        let again = try TableSchema(json: schema.json)
        #expect(again["t"]?.key == schema["t"]?.key)
        #expect(again["t"]?.drift?.threshold == 0.2)
        #expect(again.dataset.groupKeys == [])
        #expect(again.dataset.timeKey == schema.dataset.timeKey)
        #expect(again.dialect == schema.dialect)
        #expect(again.foreignKeys == schema.foreignKeys)
    }

    @Test(arguments: [
        (#""drift":{"threshold":1}"#, "the schema has no 'fields[0].mlx:field.drift.method'"),
        (
            #""drift":{"method":"x","limit":1}"#,
            "'fields[0].mlx:field.drift' has the unknown key 'limit'"
        ),
        (
            #""uniqueCount":{"min":3,"max":2}"#,
            "'fields[0].mlx:field.uniqueCount.max' is '2', not 3 or more"
        ),
        (#""mean":{}"#, "the schema has no 'fields[0].mlx:field.mean.min'"),
        (#""quantiles":{"90":{"max":1}}"#, "is '90', not a probability from 0 to 1"),
        (#""increasing":"yes""#, "is a string, not a boolean or the word 'strictly'"),
        (#""freshness":{"maxAge":"1 day"}"#, "is '1 day', not an ISO 8601 duration, as 'P1D'"),
        (#""colour":1"#, "the schema's 'fields[0].mlx:field' has the unknown key 'colour'"),
    ])
    func namesWhatIsWrongInAField(members: String, message: String) {
        let text = #"{"fields":[{"name":"a","mlx:field":{\#(members)}}]}"#
        let error = #expect(throws: SchemaError.self) {
            try TableSchema.parse(Array(text.utf8), name: "s.json")
        }
        #expect(error?.description.contains(message) == true, "\(error?.description ?? "")")
    }

    @Test(arguments: [
        (#""mlx:dataset":{"groupKeys":["b"]}"#, "'mlx:dataset.groupKeys' names the field 'b'"),
        (#""mlx:dataset":{"splitKey":{"train":"x"}}"#, "has no 'mlx:dataset.splitKey.field'"),
        (#""mlx:dataset":{"rules":[1]}"#, "'mlx:dataset.rules[0]' is a number, not an object"),
        (#""mlx:dataset":{"severity":{"a":"no"}}"#, "'mlx:dataset.severity.a' is 'no'"),
        (#""mlx:dataset":{"driftShare":2}"#, "not a number from 0 to 1"),
        (#""mlx:dialect":{"delimeter":";"}"#, "'mlx:dialect' has the unknown key 'delimeter'"),
        (#""mlx:dialect":{"quoteChar":"ab"}"#, "is a string, not one ASCII character"),
        (#""mlx:dialect":{"delimiter":"\n"}"#, "not one ASCII character that ends no line"),
        (#""mlx:dialect":{"delimiter":"||"}"#, "not one ASCII character that ends no line"),
        (#""mlx:dialect":{"commentChar":"//"}"#, "not one ASCII character that ends no line"),
        (#""mlx:dialect":{"delimiter":"\""}"#, "not unlike the quote and the escape character"),
        (#""mlx:dialect":{"header":false,"headerRows":[1]}"#, "empty in a file without a header"),
        (#""mlx:dialect":{"commentRows":[0]}"#, "not a list of row numbers from 1"),
    ])
    func namesWhatIsWrongInATable(members: String, message: String) {
        let text = #"{"fields":[{"name":"a"}],\#(members)}"#
        let error = #expect(throws: SchemaError.self) {
            try TableSchema.parse(Array(text.utf8), name: "s.json")
        }
        #expect(error?.description.contains(message) == true, "\(error?.description ?? "")")
    }
}
