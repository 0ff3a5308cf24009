import RunDocument
import TestSupport
import Testing

@Suite struct JSONTests {
    @Test(arguments: [
        "null", "true", "[]", "{}", #""""#, "0", "-0", "1", "-1", "9223372036854775807",
        "9223372036854775808", "1.5", "-0.0", "0.1", "5e-324", "1.7976931348623157e+308", "1e400",
        #"{"a":[1,{"b":null}],"c":"\"\\\n\t\r"}"#, #""é😀\u0001\u007f""#,
    ])
    func canonicalTextRoundTrips(_ text: String) throws {
        #expect(try JSONValue(parsing: text).canonicalText() == text)
    }

    @Test func keysAreSortedByTheirBytes() throws {
        let value = try JSONValue(parsing: #"{"é":1,"z":2,"Z":3,"a":4}"#)
        #expect(value.canonicalText() == #"{"Z":3,"a":4,"z":2,"é":1}"#)
    }

    @Test func escapesAreDecoded() throws {
        #expect(
            try JSONValue(parsing: #""\u00e9\ud83d\ude00\/\b\f""#) == "é😀/\u{8}\u{C}"
        )
    }

    @Test func whatIsNotFiniteBecomesNull() {
        #expect(
            JSONValue.array([.number(.nan), .number(.infinity)]).canonicalText() == "[null,null]"
        )
    }

    @Test func prettyTextIsIndentedByTwo() throws {
        #expect(
            try JSONValue(parsing: #"{"b":[1,2],"a":{}}"#).prettyText()
                == "{\n  \"a\": {},\n  \"b\": [\n    1,\n    2\n  ]\n}"
        )
    }

    @Test(arguments: [
        ("", 1, 1, "the text ends where a value should be"),
        ("[1,]", 1, 4, "expected a value"),
        ("{\"a\":1,}", 1, 8, "expected a key in quotes"),
        ("{\n\"a\":1,\"a\":2}", 2, 7, "the key 'a' stands twice"),
        ("[1] 2", 1, 5, "unexpected text after the value"),
        ("01", 1, 2, "unexpected text after the value"),
        ("1.", 1, 3, "expected a digit"),
        ("nul", 1, 1, "expected 'null'"),
        ("\"a", 1, 3, "the text ends inside a string"),
        ("\"\u{1}\"", 1, 2, "a control character inside a string"),
        (#""\x""#, 1, 4, "an escape that JSON does not know"),
        (#""\ud800""#, 1, 8, "half of a surrogate pair"),
        (#""\udc00""#, 1, 8, "half of a surrogate pair"),
        ("NaN", 1, 1, "expected a value"),
        ("'a'", 1, 1, "expected a value"),
    ])
    func whatIsNotJSONIsRefused(_ text: String, _ line: Int, _ column: Int, _ reason: String) {
        #expect {
            _ = try JSONValue(parsing: text)
        } throws: { error in
            "\(error)" == "line \(line), column \(column): \(reason)"
        }
    }

    @Test func bytesThatAreNotUTF8AreRefused() {
        #expect(throws: JSONSyntaxError.self) {
            try JSONValue(parsing: [0x22, 0xFF, 0x22] as [UInt8])
        }
    }

    @Test func deepNestingIsRefusedAndNotACrash() throws {
        let depth = JSONValue.maximumDepth
        let fits = String(repeating: "[", count: depth) + String(repeating: "]", count: depth)
        #expect(throws: Never.self) { try JSONValue(parsing: fits) }
        #expect(throws: JSONSyntaxError.self) {
            try JSONValue(parsing: String(repeating: "[", count: 1_000_000))
        }
    }

    @Test func randomValuesRoundTrip() throws {
        var generator = SplitMix(seed: 7)
        for _ in 0..<2000 {
            let value = JSONValue.random(depth: 4, using: &generator)
            #expect(try JSONValue(parsing: value.canonicalText()) == value)
            #expect(try JSONValue(parsing: value.prettyText()) == value)
        }
    }
}

extension JSONValue {
    fileprivate static func random(
        depth: Int,
        using generator: inout some RandomNumberGenerator
    ) -> JSONValue {
        switch Int.random(in: 0..<(depth > 0 ? 7 : 5), using: &generator) {
        case 0: return .null
        case 1: return .boolean(.random(using: &generator))
        case 2: return .integer(.random(in: .min ... .max, using: &generator))
        case 3:
            let number = Double(bitPattern: .random(in: 0 ... .max, using: &generator))
            return number.isFinite ? .number(number) : .null
        case 4: return .string(text(using: &generator))
        case 5:
            return .array(
                (0..<3).map { _ in random(depth: depth - 1, using: &generator) }
            )
        default:
            let members = (0..<3).map { _ in
                (text(using: &generator), random(depth: depth - 1, using: &generator))
            }
            return .object(JSONObject(members) { first, _ in first })
        }
    }

    private static func text(using generator: inout some RandomNumberGenerator) -> String {
        let scalars = (0..<6).compactMap { _ in
            Unicode.Scalar(UInt32.random(in: 0..<0x11_0000, using: &generator))
        }
        return String(String.UnicodeScalarView(scalars))
    }
}
