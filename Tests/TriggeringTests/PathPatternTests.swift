import FileStorage
import SystemPackage
import TestSupport
import Testing
import Triggering

@Suite("Patterns by the rules of .gitignore")
struct PathPatternTests {
    @Test(
        "What the manual says",
        arguments: [
            ("src/**", "src/a/b.py", true), ("src/**", "lib/src/a", false),
            ("*.py", "a/b.py", true),
            ("/*.py", "a/b.py", false), ("/*.py", "b.py", true), ("data/", "data/train.csv", true),
            ("data/", "x/data/train.csv", true), ("data/", "data", false), ("data", "data", true),
            ("a/*", "a/b/c", true), ("a/*.c", "a/b/c.c", false), ("**/x", "x", true),
            ("**/x", "a/b/x/y", true), ("a/**/b", "a/b", true), ("a/**/b", "a/x/y/b", true),
            ("a**b", "a/b", false), ("[a-c]?", "bz", true), ("[!a-c]?", "bz", false),
            ("#x", "#x", false), ("\\#x", "#x", true), ("\\!x", "!x", true), ("a ", "a", true),
            ("a\\ ", "a ", true), ("[[:digit:]]*", "3a", true), ("", "a", false),
            ("é*", "éa", true),
        ]
    )
    func rules(pattern: String, path: String, isMember: Bool) {
        #expect(PathPatterns([pattern]).contains(path) == isMember)
    }

    @Test("The last pattern decides, but nothing is taken back from a chosen directory")
    func negation() {
        let patterns = PathPatterns(["*.csv", "!test.csv", "data/"])
        #expect(patterns.contains("train.csv"))
        #expect(!patterns.contains("test.csv"))
        #expect(patterns.contains("data/test.csv"))
        #expect(PathPatterns(["data/*", "!data/test.csv"]).contains("data/train.csv"))
        #expect(!PathPatterns(["data/*", "!data/test.csv"]).contains("data/test.csv"))
    }

    @Test("Git agrees on patterns and paths made by chance", arguments: 0..<4)
    func random(seed: Int) async throws {
        try await withScratchDirectory { directory in
            var generator = SplitMix(seed: UInt64(seed))
            let git = try await Tool.shell("git init -q .", directory: directory)
            try #require(git.status == 0, "\(git.errors)")
            for round in 0..<40 {
                let patterns = (0..<Int.random(in: 1...4, using: &generator)).map { _ in
                    Self.pattern(&generator)
                }
                let paths = Set((0..<60).map { _ in Self.path(&generator) })
                    .sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
                try Files.replace(
                    directory.appending(".gitignore"),
                    with: patterns.map { "\($0)\n" }.joined().utf8
                )
                // Exit status 1 says that no path is ignored.
                let ignored = try await Tool.shell(
                    "git check-ignore --no-index -z --stdin || [ $? = 1 ]",
                    input: paths.map { "\($0)\0" }.joined(),
                    directory: directory
                )
                try #require(ignored.status == 0, "\(ignored.errors)")
                let expected = Set(ignored.output.split(separator: "\0").map(String.init))
                let chosen = PathPatterns(patterns)
                for path in paths {
                    #expect(
                        chosen.contains(path) == expected.contains(path),
                        "round \(round): \(patterns) \(path.debugDescription)"
                    )
                }
            }
        }
    }

    private static func pattern(_ generator: inout SplitMix) -> String {
        let pieces = [
            "a", "b", "ab", "*", "*", "**", "?", "/", "/", "[ab]", "[!a]", "[^b]", "[a-b]", "[]a]",
            "[[:alpha:]]", "[[:bad:]]", "[a", "\\a", "\\*", ".", " ", "é", "**/", "/**", "-", "!",
        ]
        let count = Int.random(in: 1...6, using: &generator)
        let body = (0..<count).map { _ in
            pieces[Int.random(in: 0..<pieces.count, using: &generator)]
        }
        return (Int.random(in: 0..<5, using: &generator) == 0 ? "!" : "") + body.joined()
    }

    private static func path(_ generator: inout SplitMix) -> String {
        let names = [
            "a", "b", "ab", "ba", "aab", "a.b", "*", "é", "aé", "-", "!", "b b", "[a", "]",
        ]
        let depth = Int.random(in: 1...4, using: &generator)
        return (0..<depth).map { _ in names[Int.random(in: 0..<names.count, using: &generator)] }
            .joined(separator: "/")
    }
}
