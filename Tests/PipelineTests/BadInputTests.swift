import FileStorage
import RunDocument
import SystemPackage
import TestSupport
import Testing

/// `mlx-validate` on input that no one wants to see: a status, a place, and bounded memory.
@Suite struct BadInputTests {
    /// Runs a script; `$schema` has a column `a`, and `V` checks standard input against it.
    private func shell(_ script: String) async throws -> ToolResult {
        try await withScratchDirectory { directory in
            let schema = #"{"fields":[{"name":"a","type":"string"}],"fieldsMatch":"subset"}"#
            try Files.write(directory.appending("s.json"), schema.utf8)
            let prelude = """
                set +e
                limited() { (ulimit -v $1; shift; exec "$@"); }
                check() { mlx-validate --no-input --schema s.json --data "$@"; }

                """
            return try await Tool.shell(prelude + script, directory: directory)
        }
    }

    @Test(arguments: [
        (
            "printf 'a\\n1\\n' | gzip | head -c 15 > t.csv.gz; check t.csv.gz", 65,
            "'t.csv.gz' ends too early: the gzip data breaks off"
        ),
        (
            "(printf 'a\\n1\\n' | gzip; echo garbage) > t.csv.gz; check t.csv.gz", 65,
            "'t.csv.gz' is damaged: the gzip data is broken at byte 5 of the text"
        ),
        (
            "printf 'a\\n\\377\\n' > t.csv; check t.csv", 65,
            "'t.csv' is not a text table: line 2, byte 3: not UTF-8"
        ),
        (
            "printf 'a\\n1\\n' | iconv -t UTF-16 > t.csv; check t.csv", 65,
            "'t.csv' is UTF-16, not a text table"
        ),
        ("mkdir t.csv; check t.csv", 65, "'t.csv' holds no images"),
        (
            "mkfifo t.csv; printf 'a\\n\"x' > t.csv & check t.csv", 65,
            "'t.csv', line 2: a quote is opened and never closed"
        ),
        ("mkfifo t.csv; : > t.csv & check t.csv", 65, "'t.csv' is empty: it has no header"),
        (
            "mkfifo t.csv; printf 'a\\n' > t.csv & check t.csv", 65,
            "'t.csv' has a header and no rows"
        ),
        ("printf '\\n\\n\\n' | mlx-validate profile -", 65, "'-' is empty: it has no header"),
        (
            "printf '{\"a\":1}\\n{\"a\":[1]}\\n' > t.jsonl; check t.jsonl", 65,
            "'t.jsonl', line 2: the value of 'a' is an array, not a plain value"
        ),
        ("printf '{\"a\":1,\"a\":2}\\n' > t.jsonl; check t.jsonl", 65, "'t.jsonl', line 1"),
        (
            "head -c 300000000 /dev/zero | mlx-validate profile -", 65,
            "'-' is not a text table: line 1, byte 1: a NUL byte"
        ),
        ("mlx-validate profile t.csv < /dev/null", 66, "'t.csv' does not exist"),
    ])
    func isAnErrorWithItsPlace(script: String, status: Int, message: String) async throws {
        let result = try await shell(script)
        #expect(result.status == status, "\(result.errors)")
        #expect(result.errors.contains(message), "\(result.errors)")
    }

    @Test func aBombIsReadInBoundedMemory() async throws {
        let result = try await shell(
            """
            echo a | gzip > t.csv.gz
            yes "$(printf '%0999d' 0)" | head -c 100000000 | gzip -1 > part.gz
            for part in 0 1 2 3 4 5 6 7 8 9; do cat part.gz >> t.csv.gz; done
            limited 400000 mlx-validate profile t.csv.gz > profile.json
            echo $?
            """)
        #expect(result.output == "0\n", "\(result.errors)")
    }

    @Test func oneCellOfAHundredMegabytes() async throws {
        let result = try await shell(
            """
            (printf 'a,b\\n1,"'; yes 'some text in a cell' | head -c 100000000; printf '"\\n2,x\\n') |
                limited 1200000 mlx-validate profile - > profile.json
            echo $?; wc -c < profile.json
            """)
        let lines = result.output.split(separator: "\n").map { Int($0) }
        #expect(lines.first == 0, "\(result.errors)")
        // The cell itself is not in the profile.
        #expect(lines.count == 2 && lines[1].map { $0 < 1_000_000 } == true)
    }

    @Test(arguments: [
        "yes '' | head -n 100000", "yes x | head -n 20000", "yes 1,2,3 | head -n 5000",
    ])
    func tenThousandColumns(rows: String) async throws {
        let result = try await shell(
            """
            (seq -s , 1 10000; \(rows)) > t.csv
            limited 700000 mlx-validate profile t.csv > profile.json
            echo $?
            """)
        #expect(result.output == "0\n", "\(result.errors)")
    }
}
