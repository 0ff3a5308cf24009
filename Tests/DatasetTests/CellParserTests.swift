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

@Suite struct CellFormatTests {
    private func value(_ text: String, _ field: JSONValue) throws -> CellValue? {
        let schema = try TableSchema(json: ["fields": [field]])
        let parser = try CellParser(schema.fields[0], of: schema)
        return Array(text.utf8).withUnsafeBufferPointer { parser.value($0) }
    }

    @Test(
        arguments: [
            ("%d %b %Y", "5 mar 2024", "2024-03-05"),
            (
                "%A, %B %d, %Y", "Tuesday, March 05, 2024",
                "2024-03-05"
            ), ("%Y-%j", "2024-060", "2024-02-29"), ("%D", "3/5/24", "2024-03-05"),
            ("%d/%m/%Y", "1/2/2024", "2024-02-01"), ("%d/%m/%Y", "1/2/24", nil),
            ("%Y-%j", "2023-366", nil), ("%d %b %Y", "5 Mai 2024", nil),
            (
                "%d%%%m%%%Y", "01%02%2024",
                "2024-02-01"
            ),
        ] as [(String, String, String?)])
    func readsDatesByPattern(pattern: String, text: String, date: String?) throws {
        let found = try value(text, ["name": "x", "type": "date", "format": .string(pattern)])
        let expected = try date.flatMap { try value($0, ["name": "x", "type": "date"]) }
        #expect(found == expected)
    }

    @Test(
        arguments: [
            ("%I:%M %p", "12:05 am", 5), ("%I:%M %p", "12:05 PM", 12 * 60 + 5),
            ("%I:%M %p", "1:05 pm", 13 * 60 + 5), ("%H:%M%z", "10:00+01:00", 9 * 60),
            ("%H:%M%z", "10:00", nil), ("%I:%M %p", "13:00 pm", nil), ("%R %Z", "10:00 UTC", 600),
        ] as [(String, String, Int?)])
    func readsTimesByPattern(pattern: String, text: String, minutes: Int?) throws {
        let found = try value(text, ["name": "x", "type": "time", "format": .string(pattern)])
        #expect(found == minutes.map { .moment(Int64($0) * 60_000_000) })
    }

    @Test(arguments: [
        "2024-03-05T10:30:00Z", "5 March 2024 10:30", "Mar 5th, 2024 at 10:30 am",
        "Tue Mar 5 10:30:00 2024", "3/5/2024 10:30", "2024/03/05 11:30+01:00", "20240305 10:30",
        "05.03.24 10:30", "10:30 13.3.2024",
    ])
    func readsAnyDatetime(text: String) throws {
        let found = try value(text, ["name": "x", "type": "datetime", "format": "any"])
        // The month stands first unless that is no month.
        let day = text == "05.03.24 10:30" ? "2024-05-03" : "2024-03-05"
        let date = text.contains("13.3.") ? "2024-03-13" : day
        #expect(try found == value("\(date)T10:30:00Z", ["name": "x", "type": "datetime"]))
    }

    @Test(arguments: ["", "soon", "2024", "13/13/2024", "30 February 2024", "10:30", "1 2 3 4"])
    func readsNoDatetime(text: String) throws {
        #expect(try value(text, ["name": "x", "type": "datetime", "format": "any"]) == nil)
    }

    @Test func ordersDurations() throws {
        let texts = ["-P1D", "PT0.5S", "PT61S", "P1D", "P1W", "P1M", "P32D", "P1Y", "P1Y1D"]
        let values = try texts.map { try value($0, ["name": "x", "type": "duration"]) }
        let moments = values.compactMap {
            if case .moment(let moment) = $0 { moment } else { nil }
        }
        #expect(moments == moments.sorted())
        #expect(moments.count == texts.count)
        #expect(try value("P99999999999999Y", ["name": "x", "type": "duration"]) == nil)
        #expect(try value("P1.5D", ["name": "x", "type": "duration"]) == nil)
    }

    @Test func readsNumbersWithMarksOfSeveralBytes() throws {
        let french: JSONValue = [
            "name": "x", "type": "number", "groupChar": "\u{202F}", "decimalChar": ",",
            "bareNumber": false,
        ]
        #expect(try value("1\u{202F}234,5 €", french) == .number(1234.5))
        #expect(try value("1.234", french) == nil)
        #expect(try value("INF", french) == .number(.infinity))
    }

    @Test(arguments: [
        (#"{"type":"Point","coordinates":[1,2]}"#, true),
        (#"{"type":"Polygon","coordinates":[[[0,0],[1,0],[1,1],[0,0.0]]]}"#, true),
        (#"{"type":"Polygon","coordinates":[[[0,0],[1,0],[1,1]]]}"#, false),
        (#"{"type":"LineString","coordinates":[[0,0]]}"#, false),
        (
            #"{"type":"FeatureCollection","features":[{"type":"Feature","geometry":null,"properties":{}}]}"#,
            true
        ),
        (
            #"{"type":"Feature","geometry":{"type":"Point","coordinates":[1]},"properties":null}"#,
            false
        ), (#"{"type":"Circle"}"#, false), ("[]", false),
    ])
    func readsGeoJSON(text: String, isValid: Bool) throws {
        #expect(try (value(text, ["name": "x", "type": "geojson"]) != nil) == isValid)
    }

    @Test func readsTopoJSON() throws {
        let field: JSONValue = ["name": "x", "type": "geojson", "format": "topojson"]
        let topology =
            #"{"type":"Topology","objects":{"a":{"type":"Polygon","arcs":[[0,-1]]}},"arcs":[[[0,0],[1,1]]]}"#
        #expect(try value(topology, field) != nil)
        #expect(try value(#"{"type":"Topology","objects":{}}"#, field) == nil)
        #expect(try value(#"{"type":"Point","coordinates":[1,2]}"#, field) != nil)
        #expect(try value(#"{"type":"LineString","arcs":["x"]}"#, field) == nil)
    }

    @Test func countsTheItemsOfLists() throws {
        let field: JSONValue = [
            "name": "x", "type": "list", "delimiter": "||", "itemType": "date",
        ]
        #expect(try value("2024-01-01||2024-01-02", field) == .text(length: 2))
        #expect(try value("2024-01-01|2024-01-02", field) == nil)
        #expect(try value("a,,b", ["name": "x", "type": "list"]) == .text(length: 3))
    }
}
