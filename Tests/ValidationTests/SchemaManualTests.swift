import Dataset
import FileStorage
import RunDocument
import SystemPackage
import TestSupport
import Testing
import Validation

/// The manual of the schema file says what the code does.
@Suite struct SchemaManualTests {
    /// A schema of the fields `n` and `n2` with other members.
    private static func schema(_ members: String, field: String = #""type": "number""#) -> String {
        """
        {"fields": [{"name": "n", \(field)}, {"name": "n2", "type": "string"}]\
        \(members.isEmpty ? "" : ", \(members)")}
        """
    }

    private static func member(_ key: KeyDescription) -> String { "\"\(key.key)\": \(key.example)" }

    /// The type that a field with a key must have; `number` for all others.
    private static func type(_ key: String) -> String {
        switch key {
        case "freshness": "datetime"
        case "minLength", "maxLength", "pattern", "enum", "categories", "categoriesOrdered",
            "format",
            "example", "minDomainMass":
            "string"
        case "trueValues", "falseValues": "boolean"
        case "jsonSchema": "array"
        case "delimiter", "itemType": "list"
        default: "number"
        }
    }

    @Test func namesEveryKey() {
        for (described, known) in [
            (KeyDescription.mlxField, FieldKey.keys), (KeyDescription.mlxDataset, DatasetKey.keys),
            (KeyDescription.mlxDialect, DialectDescription.keys),
            (KeyDescription.constraints, Constraints.keys),
        ] {
            #expect(described.map(\.key).sorted() == known.sorted())
        }
        // What is read shows in what is written, in the order of the names.
        let fields = Set(KeyDescription.field.map(\.key))
        #expect(fields.count == KeyDescription.field.count)
    }

    @Test func examplesAreRead() throws {
        func check(_ text: String) throws {
            let schema = try TableSchema.parse(Array(text.utf8), name: "manual")
            // Rules, names of checks and of limits are read with the first table.
            let table = DataSource.bytes(Array("n,n2\n1,a\n".utf8), name: "t.csv")
            do { _ = try TableCheck.run([table], schema: schema) } catch is DatasetError {}
        }
        for key in KeyDescription.schema {
            let own = Self.member(key)
            try check(key.key == "fields" ? "{\(own)}" : Self.schema(own))
        }
        for key in KeyDescription.field where key.key != "name" {
            let type = key.key == "type" ? "" : "\"type\": \"\(Self.type(key.key))\", "
            try check(Self.schema("", field: type + Self.member(key)))
        }
        for key in KeyDescription.constraints {
            let own = "\"constraints\": {\(Self.member(key))}"
            try check(Self.schema("", field: "\"type\": \"\(Self.type(key.key))\", \(own)"))
        }
        for key in KeyDescription.mlxField {
            let values = key.key == "minDomainMass" ? ", \"constraints\": {\"enum\": [\"1\"]}" : ""
            let own = "\"mlx:field\": {\(Self.member(key))}\(values)"
            try check(Self.schema("", field: "\"type\": \"\(Self.type(key.key))\", \(own)"))
        }
        for key in KeyDescription.mlxDataset {
            try check(Self.schema("\"mlx:dataset\": {\(Self.member(key))}"))
        }
        for key in KeyDescription.mlxDialect {
            try check(Self.schema("\"mlx:dialect\": {\(Self.member(key))}"))
        }
    }

    /// A word in quotes that stands where the code names a kind of check.
    nonisolated(unsafe) private static let kinds =
        /(?:Finding\(\s*(?:skipping: |unchecked: |disallowed: )?|kind = |kind: |[^\w]rule\(|[^\w]finding\(\s*)"([A-Za-z-]+)"/

    private static func sources(_ module: String) async throws -> String {
        let folder = Tool.root.appending("Sources/\(module)").string
        let result = try await Tool.shell(
            "find '\(folder)' -name '*.swift' -not -path '*/Manual/*' -exec cat {} +")
        return result.output
    }

    @Test func namesEveryCheck() async throws {
        let described = Set(CheckDescription.all.map(\.kind))
        #expect(described.count == CheckDescription.all.count)
        var text = ""
        for module in ["Validation", "ImageFolder"] { text += try await Self.sources(module) }
        let known = Set(text.matches(of: Self.kinds).map { String($0.output.1) })
        #expect(known.count > 50)
        #expect(known.subtracting(described) == [], "kinds that the manual does not have")
        text += FieldKey.keys.map { "\"\($0)\"" }.joined()
        for kind in described where !text.contains("\"\(kind)\"") {
            // `quantile-0.99`.
            #expect(text.contains("\"\(kind)-"), "the manual has '\(kind)', which no code says")
        }
    }

    /// One check of each kind that a schema can ask for.
    @Test func namesWhatASchemaAsksFor() throws {
        let statistics = """
            "mean": {"min": 0}, "median": {"min": 0}, "sum": {"min": 0}, "stdev": {"min": 0}, \
            "quantiles": {"0.5": {"min": 0}}, "increasing": true, "disallowNaN": true, \
            "disallowInf": true, "presence": {"minCount": 1}, "uniqueCount": {"min": 1}
            """
        let constraints = """
            "required": true, "unique": true, "minimum": 0, "maximum": 9, "exclusiveMinimum": 0, \
            "exclusiveMaximum": 9, "enum": [1, 2]
            """
        let text = """
            {"fields": [{"name": "n", "type": "number", "constraints": {\(constraints)}, \
            "mlx:field": {\(statistics)}}, {"name": "d", "type": "date", "mlx:field": \
            {"freshness": {"maxAge": "P1D"}, "decreasing": "strictly"}}, \
            {"name": "s", "type": "string", "categories": ["a", "b"], \
            "constraints": {"minLength": 1, "maxLength": 2, "pattern": "a|b"}}], \
            "primaryKey": "n", "uniqueKeys": [["d"]], \
            "mlx:dataset": {"target": "s", "rowCount": {"min": 1}, "rules": ["n > 0"], \
            "functional": [["d", "s"]]}}
            """
        let schema = try TableSchema.parse(Array(text.utf8), name: "s.json")
        let table = "n,d,s\n1,2020-01-02,a\n2,2020-01-01,b\n"
        let found = try TableCheck.run(
            [.bytes(Array(table.utf8), name: "t.csv")], schema: schema
        ).findings
        let described = CheckDescription.all
        for finding in found {
            let kind = finding.kind.hasPrefix("quantile-") ? "quantile" : finding.kind
            let check = described.first { $0.kind == kind }
            #expect(check != nil, "\(finding.check.id) is not in the manual")
            #expect(check?.severity == finding.severity, "\(finding.check.id)")
        }
        let kinds = Set(found.map(\.kind))
        #expect(
            kinds.isSuperset(of: Constraints.keys.filter { $0 != "jsonSchema" && $0 != "enum" }))
    }

    @Test func thePageHasAllOfIt() throws {
        let page = String(
            decoding: try Files.read(Tool.root.appending("man/man7/mlx-schema.7")), as: UTF8.self)
        let keys = [
            KeyDescription.schema, KeyDescription.field, KeyDescription.constraints,
            KeyDescription.mlxField, KeyDescription.mlxDataset, KeyDescription.mlxDialect,
        ].flatMap { $0.map(\.key) }
        let names =
            keys + CheckDescription.all.map(\.kind) + DriftMethod.allCases.map(\.rawValue)
        for name in names { #expect(page.contains("\n.It Cm \(name)\n"), "\(name)") }
        #expect(page.contains("rule        = implication"))
    }
}
