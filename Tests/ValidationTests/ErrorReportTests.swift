import FileStorage
import RunDocument
import SystemPackage
import TestSupport
import Testing

/// A stage that ends in an error leaves reports that say so.
@Suite struct ErrorReportTests {
    private static let schema = #"{"fields":[{"name":"a","type":"integer"}]}"#

    private func reports(
        of files: [String: String], _ arguments: String = "--data t.csv --schema s.json"
    ) async throws -> (result: ToolResult, junit: String, markdown: String) {
        try await withScratchDirectory { directory in
            for (name, text) in files {
                try Files.write(directory.appending(name), text.utf8)
            }
            let result = try await Tool.shell(
                "mlx-validate --no-input \(arguments) --junit j.xml --markdown m.md",
                directory: directory)
            func text(_ name: String) throws -> String {
                String(decoding: try Files.read(directory.appending(name)), as: UTF8.self)
            }
            return (result, try text("j.xml"), try text("m.md"))
        }
    }

    @Test(arguments: [
        (["s.json": schema], 66, "'t.csv' does not exist"),
        (["s.json": schema, "t.csv": "a\n\u{0}\n"], 65, "NUL byte"),
        (["s.json": "{", "t.csv": "a\n1\n"], 78, "is not JSON"),
        (["s.json": schema, "t.csv": "a\n"], 65, "t.csv"),
        (["mlx.yaml": "nonsense: 1\n"], 78, "apiVersion"),
    ])
    func tellsOfTheError(files: [String: String], status: Int, message: String) async throws {
        let (result, junit, markdown) = try await reports(of: files)
        #expect(result.status == status, "\(result.errors)")
        #expect(junit.contains(#"tests="1""#))
        #expect(junit.contains(#"errors="1""#))
        #expect(junit.components(of: "<testcase ") == 1)
        #expect(junit.components(of: "<error ") == 1)
        let problem = try #require(try result.document().stage(named: "validate")?.problem)
        #expect(problem.title.contains(message))
        #expect(markdown.contains("could not be done"))
        for text in [junit.unescaped, markdown.unescaped] {
            #expect(text.contains(problem.title))
            if let hint = problem.hint { #expect(text.contains("hint: \(hint)")) }
        }
    }

    /// What could not be written is told once.
    @Test func aReportThatCannotBeWrittenIsToldOnce() async throws {
        try await withScratchDirectory { directory in
            try Files.write(directory.appending("s.json"), Self.schema.utf8)
            try Files.write(directory.appending("t.csv"), "a\n1\n".utf8)
            let result = try await Tool.shell(
                "mlx-validate --no-input --data t.csv --schema s.json --junit no/j.xml",
                directory: directory)
            #expect(result.status != 0)
            #expect(result.errors.components(of: "error: ") == 1, "\(result.errors)")
        }
    }
}

extension String {
    fileprivate func components(of part: String) -> Int { ranges(of: part).count }

    /// Without entities, of which XML and Markdown take different ones.
    fileprivate var unescaped: String {
        let named = [("&apos;", "'"), ("&quot;", "\""), ("&lt;", "<"), ("&gt;", ">")]
        let plain = named.reduce(self) { $0.replacing($1.0, with: $1.1) }
        return plain.replacing(/&#(\d+);/) { match in
            UInt32(match.output.1).flatMap(Unicode.Scalar.init).map { String($0) } ?? ""
        }.replacing("&amp;", with: "&")
    }
}
