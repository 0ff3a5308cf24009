import Dataset
import RunDocument
import Testing
import Validation

@Suite struct DataContractTests {
    private static let orders = """
        kind: DataContract
        apiVersion: v3.1.0
        id: 6f1c
        version: 1.0.0
        status: active
        servers: []
        schema:
          - name: orders
            physicalType: table
            dataGranularityDescription: a row per order
            quality:
              - metric: rowCount
                mustBeBetween: [100, 120]
                severity: warning
              - metric: duplicateValues
                mustBe: 0
                arguments: {properties: [tenant, id]}
              - type: sql
                name: total
                query: SELECT 1
                mustBe: 1
            properties:
              - name: id
                physicalName: order_id
                businessName: order number
                logicalType: string
                primaryKey: true
                primaryKeyPosition: 2
                required: true
                unique: true
                examples: ["ACC00000001", "ACC00000002"]
                logicalTypeOptions: {minLength: 11, maxLength: 11, pattern: "^ACC[0-9]{8}$"}
              - name: tenant
                logicalType: string
                primaryKey: true
                primaryKeyPosition: 1
                classification: restricted
              - name: parent
                logicalType: string
                relationships:
                  - to: orders.id
              - name: customer
                logicalType: integer
                logicalTypeOptions: {format: u16}
                relationships:
                  - to: customers.id
              - name: amount
                logicalType: number
                logicalTypeOptions: {minimum: 0, multipleOf: 0.01, format: f64}
                quality:
                  - metric: nullValues
                    mustBeLessOrEqualTo: 5
                    unit: percent
              - name: currency
                logicalType: string
                quality:
                  - metric: invalidValues
                    arguments: {validValues: [EUR, GBP]}
                    mustBe: 0
                    severity: info
                  - metric: missingValues
                    arguments: {missingValues: [null, "N/A"]}
                    mustBe: 0
              - name: day
                logicalType: date
                logicalTypeOptions: {format: dd/MM/yyyy, exclusiveMinimum: "31/12/2019"}
              - name: at
                logicalType: timestamp
                logicalTypeOptions:
                  format: "yyyy-MM-dd'T'HH:mm:ssZ"
                  maximum: "2030-01-01"
                  timezone: true
                  defaultTimezone: Australia/Sydney
              - name: tags
                logicalType: array
                logicalTypeOptions: {maxItems: 3, uniqueItems: true}
                items: {logicalType: string}
              - name: legacy
                physicalType: DECIMAL(10,2)
        """

    private func imported(_ text: String, table: String? = nil) throws -> ImportedSchema {
        try DataContract(yaml: text, name: "c.yaml").schema(table: table)
    }

    private func constraints(_ schema: TableSchema, _ name: String) -> JSONValue? {
        schema.json["fields"]?.arrayValue?.first { $0["name"] == .string(name) }?["constraints"]
    }

    @Test func takesOverWhatASchemaCanSay() throws {
        let schema = try imported(Self.orders).schema
        #expect(
            schema.fields.map(\.name) == [
                "order_id", "tenant", "parent", "customer", "amount", "currency", "day", "at",
                "tags", "legacy",
            ]
        )
        #expect(schema.primaryKey == ["tenant", "order_id"])
        #expect(schema.uniqueKeys == [["tenant", "order_id"]])
        #expect(
            schema.foreignKeys == [ForeignKey(fields: ["parent"], referencedFields: ["order_id"])]
        )
        #expect(schema.dataset.rowCount == CountRange(minimum: 101, maximum: 119))
        #expect(schema.dataset.severity == ["row-count": .warn, "enum/currency": .info])
        #expect(
            constraints(schema, "order_id") == [
                "required": true, "unique": true, "minLength": 11, "maxLength": 11,
                "pattern": "^ACC[0-9]{8}$",
            ]
        )
        #expect(schema["order_id"]?.title == "order number")
        #expect(schema["order_id"]?.example == "ACC00000001")
        #expect(constraints(schema, "customer") == ["minimum": 0, "maximum": 65535])
        #expect(constraints(schema, "amount") == ["minimum": 0])
        #expect(schema["amount"]?.presence == Presence(minFraction: 0.95))
        #expect(constraints(schema, "currency") == ["required": true, "enum": ["EUR", "GBP"]])
        #expect(schema["currency"]?.missingValues == ["", "N/A"])
        #expect(schema["day"]?.format == "%d/%m/%Y")
        #expect(constraints(schema, "day") == ["exclusiveMinimum": "31/12/2019"])
        #expect(schema["at"]?.type == .datetime)
        #expect(schema["at"]?.format == nil)
        #expect(
            constraints(schema, "tags") == [
                "maxLength": 3,
                "jsonSchema": [
                    "type": "array", "uniqueItems": true, "items": ["type": "string"],
                ],
            ]
        )
        #expect(schema["legacy"]?.type == .number)
        // What is written can be read.
        #expect(try TableSchema(json: schema.json).json == schema.json)
    }

    @Test func saysWhatItCouldNotTakeOver() throws {
        let warnings = try imported(Self.orders).warnings.map(\.description)
        #expect(
            warnings == [
                "orders.amount: 'multipleOf: 0.01' cannot be expressed",
                "orders.at: 'defaultTimezone: Australia/Sydney' cannot be expressed",
                "orders.at: 'maximum: 2030-01-01' cannot be expressed",
                "orders: the sql rule 'total' cannot be expressed",
                "orders.customer: the foreign key to 'customers.id' is left out: add it to "
                    + "'foreignKeys' with the path of the other table's file as its 'resource'",
                "orders: left out, as no check follows from it: classification, "
                    + "dataGranularityDescription",
                "left out, as no check follows from it: servers, status",
            ]
        )
    }

    @Test(arguments: [
        ("mustBe: 0", true), ("mustBeLessThan: 1", true), ("mustBeLessOrEqualTo: 0", true),
        ("mustBeLessThan: 10", false), ("mustNotBe: 0", false),
    ])
    func requiresAValueWhereNoneMayBeMissing(operator text: String, isRequired: Bool) throws {
        let result = try imported(
            """
            kind: DataContract
            apiVersion: v3.0.2
            schema:
              - name: t
                properties:
                  - name: x
                    logicalType: string
                    quality:
                      - metric: nullValues
                        \(text)
            """
        )
        #expect(result.schema["x"]?.constraints.required == isRequired)
        #expect(
            result.warnings.map(\.reason)
                == (isRequired ? [] : ["the library rule 'nullValues' cannot be expressed"])
        )
    }

    @Test(arguments: [
        ("a: [", RunDocument.ExitStatus.dataFormat, "cannot read 'c.yaml', line "),
        ("kind: Pod", .dataFormat, "'c.yaml' is no data contract: its 'kind' is 'Pod'"),
        (
            "kind: DataContract\napiVersion: v2.2.0", .dataFormat,
            "'c.yaml' has the version 'v2.2.0' of the Open Data Contract Standard"
        ),
        (
            "kind: DataContract\nschema: []", .dataFormat,
            "the contract 'c.yaml' has no table with columns"
        ),
        (
            "kind: DataContract\nschema: [{name: a, properties: [{name: x}]}, "
                + "{name: b, properties: [{name: x}]}]",
            .usage, "the contract 'c.yaml' has several tables"
        ),
        (
            "kind: DataContract\nschema: [{name: a, properties: [{name: x}, {name: x}]}]",
            .dataFormat,
            "the contract 'c.yaml' has the column 'x' of 'a' twice"
        ),
    ])
    func namesWhatIsWrong(text: String, status: RunDocument.ExitStatus, message: String) {
        let error = #expect(throws: ContractError.self) { try imported(text) }
        #expect(error?.description.hasPrefix(message) == true, "\(error?.description ?? "")")
        #expect(error?.exitStatus == status)
    }

    @Test func takesTheTableThatIsAskedFor() throws {
        let text =
            "kind: DataContract\nschema: [{name: a, properties: [{name: x}]}, "
            + "{name: b, physicalName: c, properties: [{name: y}]}]"
        #expect(try imported(text, table: "c").schema.fields.map(\.name) == ["y"])
        #expect(throws: ContractError.unknownTable(file: "c.yaml", name: "d", known: ["a", "b"])) {
            try imported(text, table: "d")
        }
    }
}
