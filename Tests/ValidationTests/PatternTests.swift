import Dataset
import FileStorage
import RunDocument
import SystemPackage
import TestSupport
import Testing
import Validation

/// The `pattern` constraint: whole values, as frictionless matches them, and never for long.
@Suite struct PatternTests {
    private static func schema(_ pattern: String) -> JSONValue {
        [
            "fields": [
                ["name": "x", "type": "string", "constraints": ["pattern": .string(pattern)]]
            ]
        ]
    }

    private static func quoted(_ value: String) -> String {
        "\"\(value.replacing("\"", with: "\"\""))\""
    }

    private static func matching(_ pattern: String, _ values: [String]) throws -> [Bool] {
        try values.map { value in
            let found = try findings("x\n\(quoted(value))\n", schema: schema(pattern))
            return found["pattern/x"]?.check.status == .passed
        }
    }

    private static let values = [
        "a", "A", "ab", "abc", "b", "aaa", "aaaa", "é", "e\u{301}", "ß", "٣", "3", "42", "_", "-",
        "a-b", "a b", "a\nb", "ab\n", "\t", "日本", "😀", "x.y", "[", "]", "^", "a]", "c{2}", "|",
        "a|b",
    ]

    /// Patterns that Python's `re` and we read alike.
    private static let patterns = [
        "a", "a|ab", "a*", "a{,3}", "a{2,}", "[a-c]+", "[^a-c]+", #"\d+"#, #"\w+"#, #"\W"#, #"\s"#,
        ".", ".*", "..", "^a$", "^ab$", "(?i)a+", "(?P<n>a)(?P=n)+", "(a)(?=b)b", "(?<!x)a+",
        "[]a]+", "[^]a]+", #"[\]a]+"#, #"[\w-]+"#, "[-a]+", #"é"#, #"[é-ü]"#, #"[[]"#, "c[{]2}",
        #"(?s).*"#, #"a(?:b|$)"#, #"\Aab\Z"#, "(a|b|ab)*c?", #"[|^]"#, "a[|]b",
    ]

    @Test func agreesWithPython() async throws {
        let script = """
            import json, re, sys
            patterns, values = json.load(sys.stdin)
            json.dump([[bool(re.fullmatch(p, v)) for v in values] for p in patterns], sys.stdout)
            """
        let input: JSONValue = [
            .array(Self.patterns.map(JSONValue.string)), .array(Self.values.map(JSONValue.string)),
        ]
        let result = try await Tool.run(
            "/usr/bin/python3", ["-c", script], input: input.canonicalText())
        #expect(result.status == 0, "\(result.errors)")
        let expected = try JSONValue(parsing: result.output.utf8).arrayValue ?? []
        #expect(expected.count == Self.patterns.count)
        for (pattern, verdicts) in zip(Self.patterns, expected) {
            let own = try Self.matching(pattern, Self.values)
            for (value, (mine, theirs)) in zip(Self.values, zip(own, verdicts.arrayValue ?? [])) {
                #expect(.boolean(mine) == theirs, "'\(pattern)' on '\(value)'")
            }
        }
    }

    @Test(arguments: [
        (#"[a-z-[aeiou]]+"#, ["bcd"], ["bad", "B"]),
        (#"[a-z-[b-y-[m]]]+"#, ["az", "m"], ["b", "n"]),
        (#"[^x-[y]]"#, ["z", "["], ["x", "y"]),
        (#"\i\c*"#, ["_a-1", "é"], ["1a"]),
        (#"\I\C"#, ["1 "], ["a ", "1a"]),
        (#"[\i\d]+"#, ["a1_"], ["-"]),
        (#"[\Ix]+"#, ["1x-"], ["a"]),
        (#"[^\Ix]"#, ["a"], ["x", "1"]),
        (#"\p{Lu}\p{L}*"#, ["Été"], ["été"]),
        (#"\u00e9[\u0041-\u0043]"#, ["éB"], ["éD"]),
    ])
    func readsXMLSchema(pattern: String, good: [String], bad: [String]) throws {
        #expect(try Self.matching(pattern, good).allSatisfy { $0 }, "\(good)")
        #expect(try !Self.matching(pattern, bad).contains(true), "\(bad)")
    }

    @Test(arguments: ["(a", "[a", "a**", #"\p{Nothing}"#, "a{3,2}", "(?<n>a)(?<n>b)", "(?R"])
    func refusesWhatItCannotRead(pattern: String) {
        #expect(throws: SchemaError.self) { try Self.matching(pattern, ["a"]) }
    }

    private static let endless = [
        "(a+)+$", "(a|aa)+", "(?:a?){40}a{40}", "(a+)+[bc]", #"(\w+\s?)*[.!]"#,
    ]

    private static let slow = String(repeating: "a", count: 60) + "-"

    @Test(arguments: endless)
    func givesUpWhatTakesTooLong(pattern: String) throws {
        let rows = Array(repeating: "a", count: 200_000) + [Self.slow] + ["b-", Self.slow]
        let text = "x\n" + rows.joined(separator: "\n") + "\n"
        var texts: Set<String> = []
        for threads in [1, 3] {
            var request = ValidationRequest()
            request.threads = threads
            request.options.blockSize = 1 << 14
            let report = try TableCheck.run(
                [.bytes(Array(text.utf8), name: "t.csv")],
                schema: try TableSchema(json: Self.schema(pattern)), request)
            let check = try #require(report.findings["pattern/x"]?.check)
            #expect(check.status == .failed)
            #expect(check.message?.contains("'pattern/x' was given up") == true)
            #expect(check.message?.contains(pattern) == true)
            texts.insert(check.json.canonicalText())
        }
        #expect(texts.count == 1)
    }

    @Test func rulesAndJSONSchemasGiveUpToo() throws {
        let found = try findings(
            "x,y\n\(Self.slow),\"[\"\"\(Self.slow)\"\"]\"\n",
            schema: [
                "fields": [
                    ["name": "x", "type": "string"],
                    [
                        "name": "y", "type": "array",
                        "constraints": ["jsonSchema": ["items": ["pattern": "^(a+)+$"]]],
                    ],
                ],
                "mlx:dataset": ["rules": [["name": "slow", "rule": "x matches '(a+)+[bc]'"]]],
            ])
        #expect(found["jsonSchema/y"]?.check.message?.contains("was given up") == true)
        #expect(found["row-rule/slow"]?.check.message?.contains("(a+)+[bc]") == true)
        #expect(Set(found.failed) == ["jsonSchema/y", "row-rule/slow"])
    }

    /// Long values may take as many steps as they are long.
    @Test func longValuesAreMatched() throws {
        let long = String(repeating: "ab", count: 100_000)
        #expect(try Self.matching("(a|b)*", [long, long + "c"]) == [true, false])
        #expect(try Self.matching("(?:ab|ba)+", [long]) == [true])
        #expect(try Self.matching(".*b", [long]) == [true])
    }

    /// Classes within classes without end are an error, and no overflow of the stack.
    @Test func deepClassesAreRefused() {
        #expect(throws: (any Error).self) {
            try findings(
                "a\nx\n",
                schema: [
                    "fields": [
                        [
                            "name": "a", "type": "string",
                            "constraints": [
                                "pattern": .string(String(repeating: "[a-", count: 300_000))
                            ],
                        ]
                    ]
                ]
            )
        }
    }
}
