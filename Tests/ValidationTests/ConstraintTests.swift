import Dataset
import RunDocument
import Testing
import Validation

/// One constraint, a column that keeps it and one that breaks it in its last cell.
struct ConstraintCase: Sendable, CustomTestStringConvertible {
    var type: String
    var constraints: JSONValue
    var good: [String]
    var bad: String
    var id: String
    var testDescription: String { "\(id) of \(type)" }
}

@Suite struct ConstraintTests {
    static let cases: [ConstraintCase] = [
        .init(type: "number", constraints: [:], good: ["1", "2.5"], bad: "abc", id: "type-error"),
        .init(
            type: "date",
            constraints: [:],
            good: ["2024-01-01"],
            bad: "2024-02-30",
            id: "type-error"
        ),
        .init(
            type: "string",
            constraints: ["required": true],
            good: ["a"],
            bad: "NA",
            id: "required"
        ),
        .init(
            type: "string",
            constraints: ["enum": ["a", "é"]],
            good: ["a", "é"],
            bad: "A",
            id: "enum"
        ),
        .init(
            type: "number",
            constraints: ["enum": [1, 2.5]],
            good: ["1.0", "2.50"],
            bad: "2",
            id: "enum"
        ),
        .init(
            type: "boolean",
            constraints: ["enum": [true]],
            good: ["1", "true"],
            bad: "false",
            id: "enum"
        ),
        .init(
            type: "year",
            constraints: ["enum": [2007, 2008]],
            good: ["2007"],
            bad: "2009",
            id: "enum"
        ),
        .init(
            type: "duration",
            constraints: ["maximum": "PT2H"],
            good: ["PT90M", "PT7200S"],
            bad: "P1D",
            id: "maximum"
        ),
        .init(
            type: "duration",
            constraints: ["enum": ["PT1M"]],
            good: ["PT60S"],
            bad: "PT61S",
            id: "enum"
        ),
        .init(
            type: "year", constraints: ["minimum": 2000], good: ["2000"], bad: "1999", id: "minimum"
        ),
        .init(
            type: "yearmonth",
            constraints: ["exclusiveMaximum": "2024-02"],
            good: ["2024-01"],
            bad: "2024-02",
            id: "exclusiveMaximum"
        ),
        .init(
            type: "array",
            constraints: ["enum": [[1, 2]]],
            good: ["[1.0;2]"],
            bad: "[2;1]",
            id: "enum"
        ),
        .init(
            type: "array",
            constraints: ["maxLength": 2],
            good: ["[1;2]"],
            bad: "[1;2;3]",
            id: "maxLength"
        ),
        .init(
            type: "object",
            constraints: [
                "jsonSchema": ["properties": ["value": ["type": "integer"]], "required": ["value"]]
            ],
            good: [#"{"value": 100}"#, #"{"value": 1.0}"#],
            bad: #"{"value": "bad"}"#,
            id: "jsonSchema"
        ),
        .init(
            type: "number",
            constraints: ["minimum": 1],
            good: ["1", "1e9"],
            bad: "0.999",
            id: "minimum"
        ),
        .init(
            type: "integer",
            constraints: ["maximum": 9],
            good: ["9", "-9"],
            bad: "10",
            id: "maximum"
        ),
        .init(
            type: "number",
            constraints: ["exclusiveMinimum": 1],
            good: ["1.5"],
            bad: "1",
            id: "exclusiveMinimum"
        ),
        .init(
            type: "number",
            constraints: ["exclusiveMaximum": 1],
            good: ["0.5"],
            bad: "1",
            id: "exclusiveMaximum"
        ),
        .init(
            type: "date",
            constraints: ["minimum": "2024-01-31"],
            good: ["2024-02-01"],
            bad: "2024-01-30",
            id: "minimum"
        ),
        .init(type: "number", constraints: ["minimum": 0], good: ["0"], bad: "NaN", id: "minimum"),
        .init(
            type: "string",
            constraints: ["minLength": 2],
            good: ["éé"],
            bad: "é",
            id: "minLength"
        ),
        .init(
            type: "string",
            constraints: ["maxLength": 2],
            good: ["éé"],
            bad: "éée",
            id: "maxLength"
        ),
        .init(
            type: "string",
            constraints: ["pattern": "[A-Z]{2}|x"],
            good: ["AB", "x"],
            bad: "ABx",
            id: "pattern"
        ),
        .init(
            type: "integer",
            constraints: ["unique": true],
            good: ["1", "2"],
            bad: "01",
            id: "unique"
        ),
        .init(
            type: "string",
            constraints: ["unique": true],
            good: ["1", "01"],
            bad: "1",
            id: "unique"
        ),
    ]

    private func schema(_ test: ConstraintCase) -> JSONValue {
        [
            "missingValues": ["", "NA"],
            "fields": [
                ["name": "n", "type": "integer"],
                ["name": "x", "type": .string(test.type), "constraints": test.constraints],
            ],
        ]
    }

    private func table(_ cells: [String]) -> String {
        // Semicolons stand for commas, which separate cells.
        "n,x\n"
            + cells.enumerated().map { index, cell in
                let text = cell.replacing(";", with: ",").replacing("\"", with: "\"\"")
                return "\(index),\"\(text)\"\n"
            }.joined()
    }

    @Test(arguments: cases) func passes(test: ConstraintCase) throws {
        let findings = try findings(table(test.good), schema: schema(test))
        #expect(findings.failed == [])
        let check = try #require(findings["\(test.id)/x"]).check
        #expect(check.status == .passed)
        #expect(check["count"] == 0)
        #expect(check["rows"] == nil)
    }

    @Test(arguments: cases) func fails(test: ConstraintCase) throws {
        let findings = try findings(table(test.good + [test.bad]), schema: schema(test))
        #expect(findings.failed == ["\(test.id)/x"])
        let check = try #require(findings["\(test.id)/x"]).check
        let line = test.good.count + 2
        let bad = test.bad.replacing(";", with: ",")
        #expect(check.file == "t.csv")
        #expect(check.line == line)
        #expect(check["count"] == 1)
        #expect(check.observed == .string(bad))
        #expect(
            check["rows"] == [
                [
                    "file": "t.csv", "line": .integer(Int64(line)), "column": "x",
                    "value": .string(bad),
                ]
            ]
        )
        #expect(check.message?.hasPrefix("t.csv:\(line):2: '\(bad)' in 'x' ") == true)
    }

    @Test func missingCellsBreakOnlyRequired() throws {
        let findings = try findings(
            "x\nNA\n5\n",
            schema: [
                "missingValues": ["NA"],
                "fields": [
                    ["name": "x", "type": "number", "constraints": ["minimum": 1, "unique": true]]
                ],
            ]
        )
        #expect(findings.failed == [])
    }

    @Test func countsAllAndShowsFive() throws {
        let text = "x\n" + (0..<20).map { "v\($0)\n" }.joined()
        let found = try findings(
            text,
            schema: ["fields": [["name": "x", "type": "integer"]]]
        )
        let finding = try #require(found["type-error/x"])
        #expect(finding.check["count"] == 20)
        #expect(finding.check["rows"]?.arrayValue?.count == 5)
        #expect(finding.lines.first == "t.csv:2:1: 'v0' in 'x' is not an integer")
        #expect(finding.check.message == "t.csv:2:1: 'v0' in 'x' is not an integer (20 in all)")
    }

    @Test func textFromDataStaysOnItsLine() throws {
        let found = try findings(
            "x\n\"a\n::error::b\u{1B}[1m\"\n",
            schema: ["fields": [["name": "x", "type": "integer"]]]
        )
        let finding = try #require(found["type-error/x"])
        #expect(
            finding.lines == [
                "t.csv:2:1: 'a\u{FFFD}::error::b\u{FFFD}[1m' in 'x' is not an integer"
            ]
        )
        #expect(finding.offences.first?.value == "a\n::error::b\u{1B}[1m")
    }

    @Test func categoriesAreTheOnlyValues() throws {
        let found = try findings(
            "x,y\na,1\nb,01\nc,3\n",
            schema: [
                "fields": [
                    ["name": "x", "type": "string", "categories": ["a", "b"]],
                    [
                        "name": "y", "type": "integer",
                        "categories": [["value": 1, "label": "one"], ["value": 2]],
                    ],
                ]
            ]
        )
        #expect(found.failed == ["categories/x", "categories/y"])
        #expect(found["categories/y"]?.check["count"] == 1)
    }

    @Test(arguments: [
        (#"[a-z-[aeiou]]+"#, "bcd", "bad"), (#"\i\c*"#, "_a-1", "1a"), ("^a.*$", "apple", "pear"),
    ])
    func readsXMLSchemasPatterns(pattern: String, good: String, bad: String) throws {
        let found = try findings(
            "x\n\(good)\n\(bad)\n",
            schema: [
                "fields": [
                    [
                        "name": "x", "type": "string",
                        "constraints": ["pattern": .string(pattern)],
                    ]
                ]
            ]
        )
        #expect(found["pattern/x"]?.offences.map(\.value) == [bad])
    }

    @Test func badPatternIsASchemaError() {
        let error = #expect(throws: SchemaError.self) {
            try findings(
                "x\na\n",
                schema: [
                    "fields": [["name": "x", "type": "string", "constraints": ["pattern": "(a"]]]
                ]
            )
        }
        #expect(error?.exitStatus == .configuration)
    }
}
