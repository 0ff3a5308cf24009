import Dataset
import FileStorage
import Glibc
import RunDocument
import SystemPackage
import TestSupport
import Testing

@Suite struct ReaderCommandTests {
    private func arguments(_ command: [String], _ path: FilePath) throws -> [String]? {
        let source = try ReaderCommands(["parquet": command]).source(path)
        guard case .command(let arguments, let file) = source else { return nil }
        #expect(file == path)
        return arguments
    }

    @Test func pathsStandWhereTheyAreToStand() throws {
        let sql = ["duckdb", "-csv", "-c", "FROM '{path}' ORDER BY '{path}'"]
        #expect(
            try arguments(sql, "a b/ä=1,2.PARQUET")
                == [
                    "duckdb", "-csv", "-c", "FROM 'a b/ä=1,2.PARQUET' ORDER BY 'a b/ä=1,2.PARQUET'",
                ])
        #expect(try arguments(["cat", "{path}"], "-rf.parquet") == ["cat", "./-rf.parquet"])
        #expect(try arguments(["cat", "{path}"], "a'b.parquet") == ["cat", "a'b.parquet"])
        #expect(try arguments(sql, "parquet") == nil)
        #expect(try arguments(sql, "x.parquet.csv") == nil)
    }

    @Test func theLongestEndOfANameCounts() throws {
        let readers = try ReaderCommands(["gz": ["a", "{path}"], "xml.gz": ["b", "{path}"]])
        guard case .command(let arguments, _) = try readers.source("t.xml.gz") else {
            Issue.record("no reader was found")
            return
        }
        #expect(arguments == ["b", "t.xml.gz"])
    }

    @Test(arguments: ["'", "\"", "\\", "`", "$", ";", "*", "?", "[", "\n", "\u{7F}", "{"])
    func whatCouldEndATextIsRefused(character: String) throws {
        let path = FilePath("x\(character).parquet")
        let error = #expect(throws: ReaderError.self) {
            try arguments(["duckdb", "-c", "FROM '{path}'"], path)
        }
        #expect(
            error == .unsafePath(path: path.string, character: Character(character)))
        #expect(error?.exitStatus == .dataFormat)
    }

    @Test(arguments: [[], ["duckdb"], ["{path}"], ["duckdb", "-csv"]])
    func aReaderMustBeToldTheFile(command: [String]) {
        let error = #expect(throws: ReaderError.self) {
            try ReaderCommands(["parquet": command])
        }
        #expect(error == .incomplete(suffix: "parquet"))
        #expect(error?.exitStatus == .configuration)
    }
}

/// Files that a program reads: `sh` with the file as `$0`.
@Suite struct ReaderProcessTests {
    private static let table = "a,b\n1,x\n2,y\n"

    private func withTable<Result>(
        _ text: String = table, _ body: (FilePath) async throws -> Result
    ) async throws -> Result {
        try await withScratchDirectory { directory in
            let path = directory.appending("t.data")
            try Files.write(path, text.utf8)
            return try await body(path)
        }
    }

    private func reader(_ script: String, _ path: FilePath) throws -> RowReader {
        let readers = try ReaderCommands(["data": ["sh", "-c", script, "{path}"]])
        var options = ReadingOptions()
        options.isDigesting = true
        return try RowReader(readers.source(path), options)
    }

    private func rows(_ reader: RowReader) throws -> Int {
        var rows = 0
        while try reader.advance() { rows += 1 }
        return rows
    }

    @Test func theDigestIsTheFilesOwn() async throws {
        try await withTable { path in
            let reader = try reader("sed s/1/one/ \"$0\"", path)
            #expect(reader.name == path.string)
            #expect(try reader.advance())
            #expect(reader.cell(0).map { String(decoding: $0, as: UTF8.self) } == "one")
            #expect(try rows(reader) == 1)
            #expect(reader.digest == Digest(of: Self.table.utf8))
        }
    }

    @Test func whatItWritesMayBeJSONLines() async throws {
        try await withTable { path in
            let reader = try reader("echo '{\"q\":1}'", path)
            #expect(reader.format == .jsonLines)
            #expect(try rows(reader) == 1)
        }
    }

    @Test func noisyProgramsAreReadToTheirEnds() async throws {
        let rows = 200_000
        try await withTable("a\n" + String(repeating: "1\n", count: rows)) { path in
            let noise = "yes noise | head -c 300000 >&2"
            let reader = try reader("\(noise); cat \"$0\"; \(noise)", path)
            #expect(try self.rows(reader) == rows)
        }
    }

    @Test(arguments: [
        ("cat \"$0\"; echo one >&2; echo two >&2; exit 3", "ended with exit status 3", "two"),
        ("exit 1", "ended with exit status 1", ""),
        ("echo a; kill -9 $$", "was killed by signal 9", ""),
    ])
    func aFailureIsAFailureWhateverWasRead(script: String, ending: String, message: String)
        async throws
    {
        try await withTable { path in
            let error = #expect(throws: DatasetError.self) {
                _ = try rows(reader(script, path))
            }
            #expect(
                error
                    == .reader(
                        .failed(
                            program: "sh", file: path.string, ending: ending, message: message)))
            #expect(error?.exitStatus == .dataFormat)
        }
    }

    @Test func aProgramThatNobodyReadsIsEnded() async throws {
        try await withTable { path in
            do {
                let reader = try reader("echo $$ > \"$0.pid\"; echo a; exec yes", path)
                for _ in 0..<3 { #expect(try reader.advance()) }
            }
            let text = String(
                decoding: try Files.read(FilePath(path.string + ".pid")), as: UTF8.self)
            let process = try #require(pid_t(text.dropLast()))
            #expect(kill(process, 0) == -1 && errno == ESRCH)
        }
    }

    @Test func aFileThatIsWrittenToIsNotTrusted() async throws {
        try await withTable { path in
            _ = #expect(throws: DatasetError.changed(path: path.string)) {
                _ = try rows(reader("cat \"$0\"; echo 3,z >> \"$0\"", path))
            }
        }
    }

    @Test func programsThatCannotBeRunAreNamed() async throws {
        try await withTable { path in
            func error(_ program: String) throws -> DatasetError? {
                let source = try ReaderCommands(["data": [program, "{path}"]]).source(path)
                return #expect(throws: DatasetError.self) { _ = try RowReader(source) }
            }
            #expect(
                try error("no-such-program")
                    == .reader(.missing(program: "no-such-program", file: path.string)))
            let (missing, denied) = (try error("no-such-program"), try error(path.string))
            #expect(missing?.exitStatus == .unavailable)
            #expect(denied?.exitStatus == .denied)
        }
    }

    @Test func aFileThatIsNotThereIsMissing() async throws {
        try await withScratchDirectory { directory in
            _ = #expect(throws: DatasetError.missing(path: "\(directory)/no.data")) {
                _ = try reader("cat \"$0\"", directory.appending("no.data"))
            }
        }
    }
}
