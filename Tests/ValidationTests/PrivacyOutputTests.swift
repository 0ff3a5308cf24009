import FileStorage
import FoundationEssentials
import RunDocument
import SystemPackage
import TestSupport
import Testing

/// No value that tells of a person gets into anything that is written.
@Suite struct PrivacyOutputTests {
    private static let schema = """
        {"fields":[{"name":"key","type":"string","mlx:field":{"role":"id"}},\
        {"name":"mail","type":"string","constraints":{"maxLength":18,"unique":true}},\
        {"name":"phone","type":"string","constraints":{"pattern":"[+]49.*"}},\
        {"name":"card","type":"integer","constraints":{"maximum":4}},\
        {"name":"surname","type":"string","mlx:field":{"personal":true},\
        "constraints":{"enum":["Nobody"]}},\
        {"name":"note","type":"string","constraints":{"minLength":500}},\
        {"name":"version","type":"string","mlx:field":{"personal":false}},\
        {"name":"label","type":"string","mlx:field":{"role":"target"}}],\
        "mlx:dataset":{"rules":["length(mail) < 3"]}}
        """

    /// Sixteen digits with Luhn's check digit.
    private static func card(_ number: Int) -> String {
        let digits = Array("4000\(String(100_000_000_00 + number))").compactMap(\.wholeNumberValue)
        let sum = digits.reversed().enumerated().reduce(0) { sum, digit in
            let doubled = digit.offset % 2 == 0 ? digit.element * 2 : digit.element
            return sum + (doubled > 9 ? doubled - 9 : doubled)
        }
        return digits.map(String.init).joined() + "\((10 - sum % 10) % 10)"
    }

    private static func table(_ rows: Range<Int>) -> String {
        rows.reduce(into: "key,mail,phone,card,surname,note,version,label\n") { text, row in
            let cells = [
                "KEY-\(row)-SECRET", "anna.\(row)@mail.example", "+44 20 7946 \(1000 + row % 9000)",
                card(row), "Surname\(row)", "wrote to bob\(row)@note.example", "1.2.3.\(row % 9)",
                row % 2 == 0 ? "yes" : "no",
            ]
            text += cells.joined(separator: ",") + "\n"
        }
    }

    /// Parts of the values above.
    private static let secrets = [
        "SECRET", "@mail", "mail.example", "anna", "20 7946", "400010000", "Surname", "bob",
        "@note",
    ]

    private static let script = """
        set +e
        mlx-validate --no-input --data train.csv --test test.csv --schema s.json --junit junit.xml \
            --markdown summary.md --html page.html --profile own.json > run.json 2> messages.txt
        mlx-validate profile train.csv --schema s.json --out profile.json
        mlx-validate profile test.csv --schema s.json --out test.json
        mlx-validate profile train.csv --out bare.json
        mlx-validate merge profile.json test.json --out merged.json
        mlx-validate drift --reference profile.json --data test.csv --schema s.json \
            --out drift.json 2> drift.txt
        mlx-validate splits --data train.csv --test test.csv --schema s.json \
            --out splits.json 2> splits.txt
        mlx-validate --no-input --data test.csv --schema s.json --reference train.csv \
            --html reference.html > second.json 2> second.txt
        """

    private static func strings(_ value: JSONValue) -> [String] {
        switch value {
        case .string(let text): [text]
        case .array(let elements): elements.flatMap(strings)
        case .object(let members): members.values.flatMap(strings)
        default: []
        }
    }

    /// What is in a file, also behind base64.
    private static func contents(_ bytes: [UInt8]) throws -> [[UInt8]] {
        guard bytes.first == UInt8(ascii: "{") else { return [bytes] }
        return try [bytes]
            + strings(JSONValue(parsing: bytes)).compactMap {
                Data(base64Encoded: $0).map(Array.init)
            }
    }

    /// Few rows, which are all kept, and more than are.
    @Test(arguments: [40, 15_000])
    func nothingPersonalIsWritten(rows: Int) async throws {
        try await withScratchDirectory { directory in
            try Files.write(directory.appending("s.json"), Self.schema.utf8)
            try Files.write(directory.appending("train.csv"), Self.table(0..<rows).utf8)
            let test = Self.table((rows - 10)..<(rows + rows / 2))
            try Files.write(directory.appending("test.csv"), test.utf8)
            _ = try await Tool.shell(Self.script, directory: directory)
            let written = [
                "run.json", "junit.xml", "summary.md", "page.html", "own.json", "messages.txt",
                "profile.json", "bare.json", "merged.json", "drift.json", "splits.json",
                "reference.html", "second.json", "second.txt",
            ]
            for name in written {
                let bytes = try Files.read(directory.appending(name))
                #expect(!bytes.isEmpty, "\(name)")
                // Without a schema, keys and names look like any other word.
                let secrets =
                    name == "bare.json"
                    ? Self.secrets.filter { $0 != "SECRET" && $0 != "Surname" } : Self.secrets
                for content in try Self.contents(bytes) {
                    for secret in secrets where content.firstRange(of: Array(secret.utf8)) != nil {
                        Issue.record("'\(secret)' is in \(name)")
                    }
                }
            }
            let own = try JSONValue(parsing: Files.read(directory.appending("own.json")))
            for column in own["columns"]?.arrayValue ?? [] where column["redacted"] == true {
                #expect(column["numbers"] == nil, "\(column["name"] ?? .null)")
            }
            // What the schema says is not personal is shown.
            let page = String(
                decoding: try Files.read(directory.appending("page.html")), as: UTF8.self)
            #expect(page.contains("1.2.3.4"))
            #expect(page.contains("redacted"))
        }
    }

    @Test func inferredSchemaListsNoAddresses() async throws {
        try await withScratchDirectory { directory in
            let rows = (0..<60).map { "a\($0 % 3)@mail.example,\($0 % 2)" }.joined(separator: "\n")
            try Files.write(directory.appending("t.csv"), "mail,n\n\(rows)\n".utf8)
            let result = try await Tool.shell(
                "mlx-validate infer --data t.csv", directory: directory)
            #expect(result.status == 0)
            #expect(!result.output.contains("mail.example"))
            #expect(result.output.contains("\"personal\": true"))
            #expect(result.errors.contains("'mail' has personal data (email)"))
        }
    }
}
