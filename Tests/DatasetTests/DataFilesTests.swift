import Dataset
import SystemPackage
import TestSupport
import Testing

@Suite struct DataFilesTests {
    @Test func expandsGlobsSortedAndOnce() async throws {
        try await withScratchDirectory { directory in
            for name in ["b.csv", "a.csv", "c.tsv", "[x].csv"] {
                try write("n\n1\n", to: directory.appending(name))
            }
            let paths = try DataFiles.expand([
                "\(directory)/*.csv", "\(directory)/c.tsv", "\(directory)/a.csv",
                "\(directory)/[x].csv",
            ])
            #expect(
                paths.compactMap(\.lastComponent?.string) == ["[x].csv", "a.csv", "b.csv", "c.tsv"]
            )
            #expect(throws: DatasetError.noMatch(pattern: "\(directory)/*.json")) {
                try DataFiles.expand(["\(directory)/*.json"])
            }
            #expect(throws: DatasetError.missing(path: "\(directory)/d.csv")) {
                try DataFiles.expand(["\(directory)/d.csv"])
            }
        }
    }

    @Test func digestsAsTheCoreutilsDo() async throws {
        try await withScratchDirectory { directory in
            let inner = directory.appending("in/z")
            _ = try await Tool.shell("mkdir -p '\(inner)'")
            let first = directory.appending("in/b.csv")
            let second = inner.appending("a.csv")
            try write("\u{FEFF}n,s\r\n1,\"x\ny\"\r\n\r\n2,z", to: first)
            try write("n\n5\n", to: second)
            let one = try await Tool.shell("sha256sum < '\(first)' | cut -c1-64")
            let both = try await Tool.shell(
                "cd '\(directory)/in' && sha256sum b.csv z/a.csv | sha256sum | cut -c1-64"
            )
            let single = try DataDigest.of([first])
            #expect("\(single.digest)\n" == "sha256:" + one.output)
            #expect(single.rows == 2)
            let joined = try DataDigest.of([second, first])
            #expect("\(joined.digest)\n" == "sha256:" + both.output)
            #expect(joined.rows == 3)
            #expect(try DataDigest.of([first, second]) == joined)
            #expect(try DataDigest.digest(of: [first]) == single.digest)
            #expect(try DataDigest.digest(of: [second, first]) == joined.digest)
        }
    }
}
