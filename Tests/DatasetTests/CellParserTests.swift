import Dataset
import RunDocument
import Testing

@Suite struct CellParserTests {
    private func parser(_ json: JSONValue) throws -> CellParser {
        let schema = try TableSchema(json: ["fields": [json]])
        return try CellParser(schema.fields[0], of: schema)
    }

    private func value(_ text: String, _ parser: CellParser) -> CellValue? {
        Array(text.utf8).withUnsafeBufferPointer { parser.value($0) }
    }

    @Test(arguments: [
        (
            "date", ["2024-02-29", "0001-01-01"],
            ["2023-02-29", "2024-13-01", "2024-1-1", "24-01-01"]
        ),
        ("time", ["23:59:60", "00:00:00.5", "10:00:00Z"], ["24:00:00", "10:00", "1:00:00"]),
        (
            "datetime",
            ["2024-01-01T10:00:00", "2024-01-01T10:00:00.123456789Z", "2024-01-01T10:00:00+02:00"],
            ["2024-01-01", "2024-01-01 10:00:00", "2024-01-01T10:00:00+2"]
        ),
        ("year", ["2024", "0000"], ["24", "20245", "x"]),
        ("yearmonth", ["2024-05"], ["2024-13", "2024"]),
        (
            "duration", ["P1D", "PT1H30M", "P1Y2M3DT4H5M6.7S", "P3W"],
            ["P", "PT", "1D", "P1H", "PT1D"]
        ),
        ("geopoint", ["90.5, -45", "0,0"], ["200,0", "1", "a,b"]),
        ("object", ["{}", #"{"a":[1]}"#], ["[]", "x"]),
        ("array", ["[]", "[1,{}]"], ["{}", "1"]),
        ("boolean", ["true", "False", "1", "0"], ["yes", "2", "tRUE"]),
        ("integer", ["1", " 2 "], ["1.5", "x"]),
        ("any", ["anything"], []),
    ])
    func readsTypes(type: String, good: [String], bad: [String]) throws {
        let parser = try parser(["name": "x", "type": .string(type)])
        for text in good { #expect(value(text, parser) != nil, "\(text)") }
        for text in bad { #expect(value(text, parser) == nil, "\(text)") }
    }

    @Test(arguments: [
        ("email", ["a@b.c"], ["a", "@b", "a b@c", "a@b@c"]),
        ("uri", ["https://x.y/z", "urn:a"], ["x", "1a:b", "a:", "a: b"]),
        ("uuid", ["123e4567-e89b-12d3-a456-426614174000"], ["123e4567e89b12d3a456426614174000"]),
        ("binary", ["", "YQ==", "YWJj"], ["YQ=", "Y==="]),
    ])
    func readsFormatsOfStrings(format: String, good: [String], bad: [String]) throws {
        let parser = try parser(["name": "x", "type": "string", "format": .string(format)])
        for text in good { #expect(value(text, parser) != nil, "\(text)") }
        for text in bad { #expect(value(text, parser) == nil, "\(text)") }
    }

    @Test func keepsTheOrderOfMoments() throws {
        let parser = try parser(["name": "x", "type": "datetime"])
        #expect(value("1970-01-01T00:00:00Z", parser) == .moment(0))
        #expect(value("2000-03-01T00:00:00Z", parser) == .moment(951_868_800_000_000))
        #expect(value("1969-12-31T23:59:59.5Z", parser) == .moment(-500_000))
        #expect(
            value("2024-01-01T12:00:00+02:00", parser) == value("2024-01-01T10:00:00Z", parser)
        )
    }

    @Test func readsDatesByPattern() throws {
        let parser = try parser(["name": "x", "type": "date", "format": "%d/%m/%y"])
        #expect(value("01/02/70", parser) == .moment(31 * 86_400_000_000))
        #expect(value("1970-02-01", parser) == nil)
    }

    @Test func readsNumbersAsPeopleWriteThem() throws {
        let german = try parser([
            "name": "x", "type": "number", "decimalChar": ",", "groupChar": ".",
            "bareNumber": false,
        ])
        #expect(value("1.234,5 €", german) == .number(1234.5))
        let plain = try parser(["name": "x", "type": "number"])
        #expect(value("1.234,5", plain) == nil)
    }

    @Test func readsItsOwnWordsForTruth() throws {
        let parser = try parser([
            "name": "x", "type": "boolean", "trueValues": ["ja"], "falseValues": ["nein"],
        ])
        #expect(value("ja", parser) == .number(1))
        #expect(value("nein", parser) == .number(0))
        #expect(value("true", parser) == nil)
    }

    @Test func countsCharactersNotBytes() throws {
        let parser = try parser(["name": "x", "type": "string"])
        #expect(value("é😀a", parser) == .text(length: 3))
    }

    @Test func fieldsMayHaveTheirOwnMissingValues() throws {
        let schema = try TableSchema(json: [
            "missingValues": ["", "NA"],
            "fields": [
                ["name": "a", "type": "string"],
                [
                    "name": "b", "type": "string",
                    "missingValues": [["value": "-", "label": "none"]],
                ],
            ],
        ])
        let parsers = try schema.fields.map { try CellParser($0, of: schema) }
        func missing(_ text: String) -> [Bool] {
            let bytes = Array(text.utf8)
            return parsers.map { parser in bytes.withUnsafeBufferPointer { parser.isMissing($0) } }
        }
        #expect(missing("NA") == [true, false])
        #expect(missing("-") == [false, true])
        #expect(missing("") == [true, false])
    }
}
