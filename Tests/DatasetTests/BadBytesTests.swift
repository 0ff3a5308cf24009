import Dataset
import FileStorage
import RunDocument
import SystemPackage
import TestSupport
import Testing

/// Packed, foreign and broken bytes.
@Suite struct BadBytesTests {
    private static let plain = "a,b\n" + (0..<400).map { "\($0),\($0 * $0) é\n" }.joined()

    private static func packed(_ tool: [String]) async throws -> [UInt8] {
        try await withScratchDirectory { directory in
            let file = directory.appending("t")
            try Files.write(file, plain.utf8)
            let script = tool.joined(separator: " ") + " -c < t > p"
            let result = try await Tool.shell(script, directory: directory)
            #expect(result.status == 0, "\(result.errors)")
            return try Files.read(directory.appending("p"), limit: 1 << 20)
        }
    }

    private func read(_ bytes: [UInt8], blockSize: Int = 1 << 19) throws -> ScannedTable {
        try ScannedTable(bytes, .delimited(.commaSeparated), blockSize: blockSize)
    }

    static let tools = [["gzip"], ["zstd", "-q"]]

    @Test(arguments: tools)
    func packedDataIsTheDataOrAnError(tool: [String]) async throws {
        let name = tool[0] == "gzip" ? "gzip" : "zstd"
        let bytes = try await Self.packed(tool)
        let whole = try read(Array(Self.plain.utf8))
        #expect(whole.rows.count == 400)
        for size in [1, 7, 40, 1 << 19] { #expect(try read(bytes, blockSize: size) == whole) }
        // Two members behind each other are one text, and so are the rows.
        let twice = try read(bytes + bytes)
        #expect(twice.rows.count == 801)
        for count in 4..<bytes.count {
            guard case .truncated("t", name, _) = try read(Array(bytes[..<count])).error else {
                Issue.record("\(name) of \(count) bytes")
                return
            }
        }
        for rest in [[0x00], Array("garbage".utf8)] as [[UInt8]] {
            let error = try read(bytes + rest).error
            switch error {
            case .corrupt("t", name, Self.plain.utf8.count + 1), .truncated("t", name, _): break
            default: Issue.record("\(String(describing: error))")
            }
        }
        var generator = SplitMix(seed: 3)
        for _ in 0..<1_000 {
            var broken = bytes
            let place = Int.random(in: 4..<bytes.count, using: &generator)
            broken[place] ^= UInt8.random(in: 1...255, using: &generator)
            // Most damage is found, by the checksum at the latest; never is it a crash.
            if let error = try read(broken).error { #expect(error.exitStatus == .dataFormat) }
        }
    }

    @Test func encodingsAreConvertedAtAnyBorder() throws {
        var dialect = Dialect.commaSeparated
        let text = "é,ö\n" + String(repeating: "ü,ßä\né,a\n", count: 40)
        let whole = try ScannedTable(Array(text.utf8), .delimited(dialect))
        #expect(whole.rows.count == 80)
        dialect.encoding = "latin1"
        let latin = text.unicodeScalars.map { UInt8(truncatingIfNeeded: $0.value) }
        for size in 1...40 {
            let parted = try ScannedTable(latin, .delimited(dialect), blockSize: size)
            if parted != whole { Issue.record("blocks of \(size)") }
        }
        // Its first bytes are those of a mark that a table in UTF-8 does not have.
        dialect.encoding = "utf-16"
        var wide: [UInt8] = [0xFF, 0xFE]
        for unit in text.utf16 { wide += [UInt8(truncatingIfNeeded: unit), UInt8(unit >> 8)] }
        #expect(try ScannedTable(wide, .delimited(dialect)) == whole)
        let cut = try ScannedTable(wide.dropLast(), .delimited(dialect)).error
        #expect(cut == .encoding(file: "t", encoding: "utf-16", byte: wide.count - 1))
        dialect.encoding = "no-such"
        #expect(try ScannedTable(latin, .delimited(dialect)).error == .unknownEncoding("no-such"))
    }

    @Test(arguments: [1, 7, 1 << 19])
    func noTextIsSaidWithItsPlace(blockSize: Int) throws {
        func error(_ bytes: [UInt8]) throws -> DatasetError? {
            try read(bytes, blockSize: blockSize).error
        }
        let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
        #expect(
            try error(mark + Array("a\n1\n2\n".utf8) + [0xC3])
                == .notText(file: "t", line: 4, byte: 10, reason: "not UTF-8"))
        #expect(
            try error(Array("a\n\"x\ny\"\n".utf8) + [0xED, 0xA0, 0x80])
                == .notText(file: "t", line: 4, byte: 9, reason: "not UTF-8"))
        #expect(
            try error(Array("a".utf8) + [0, 0x0A])
                == .notText(file: "t", line: 1, byte: 2, reason: "a NUL byte"))
        #expect(try error([0xFE, 0xFF, 0, 0x61]) == .foreign(file: "t", format: "UTF-16"))
        #expect(try error([]) == .empty(file: "t"))
        #expect(try error(mark) == .empty(file: "t"))
    }

    /// What has no line ends is not kept until there is one.
    @Test func zerosAreNoText() throws {
        let zeros = [UInt8](repeating: 0, count: 3 << 20)
        #expect(
            try read(zeros).error == .notText(file: "t", line: 1, byte: 1, reason: "a NUL byte"))
        #expect(
            try read(Array("a\n".utf8) + zeros).error
                == .notText(file: "t", line: 2, byte: 3, reason: "a NUL byte"))
    }

    @Test(
        arguments: [
            ("\n\n\n", []), ("a\n", []), ("a\n\n\n", []), ("\r\ra\r1\r2", [4, 5]),
            ("a\n1\n\"\"\n\n2\n", [2, 3, 5]), ("a\r\n\r\n1", [3]),
        ] as [(String, [Int])])
    func tablesOfLittle(text: String, lines: [Int]) throws {
        for size in [1, 2, 3, 1 << 19] {
            let table = try read(Array(text.utf8), blockSize: size)
            #expect(table.rows.map(\.line) == lines)
            #expect((table.error == .empty(file: "t")) == text.allSatisfy(\.isNewline))
        }
    }

    @Test func filesWithColumnsInAnotherOrder() throws {
        let table = try ScannedTable(
            [
                .bytes(Array("a,b\n1,2\n".utf8), name: "1.csv"),
                .bytes(Array("b,a\n3,4\n".utf8), name: "2.csv"),
                .bytes(Array(#"{"b":5,"c":6}"#.utf8), name: "3.jsonl"),
            ], ReadingOptions())
        #expect(
            table.rows.map(\.cells) == [
                ["a": "1", "b": "2"], ["b": "3", "a": "4"], ["b": "5", "c": "6"],
            ])
        #expect(table.names == ["a", "b", "c"])
    }

    @Test(arguments: [true, false])
    func aFileThatIsWrittenToWhileItIsRead(grows: Bool) async throws {
        try await withScratchDirectory { directory in
            let path = directory.appending("t.csv")
            try Files.write(path, ("a\n" + String(repeating: "1\n", count: 200_000)).utf8)
            let meddler = Meddler {
                let file = try FileDescriptor.open(
                    path, .writeOnly, options: grows ? .append : .truncate)
                try file.closeAfter { _ = try file.writeAll(Array("2\n".utf8)) }
            }
            var options = ReadingOptions()
            options.blockSize = 4096
            #expect(throws: DatasetError.changed(path: path.string)) {
                try TableScan.run([.file(path)], options, threads: 1, meddler)
            }
            #expect(DatasetError.changed(path: "").exitStatus == .inputOutput)
        }
    }

    /// Who answers each line does not wait for the next one.
    @Test(.timeLimit(.minutes(5))) func handsOutWhatThereIs() throws {
        let pipe = try FileDescriptor.pipe()
        defer {
            try? pipe.readEnd.close()
            try? pipe.writeEnd.close()
        }
        try pipe.writeEnd.writeAll(Array("a,b\n1,2\n".utf8))
        var options = ReadingOptions()
        options.fillsBlocks = false
        let reader = try RowReader(.descriptor(pipe.readEnd, name: "-"), options)
        #expect(try reader.advance())
        #expect(reader.cell(1).map(text) == "2")
    }
}

/// Does something to the file that is being read, once.
private final class Meddler: BlockConsumer, @unchecked Sendable {
    private let change: () throws -> Void

    init(_ change: @escaping () throws -> Void) { self.change = change }

    func makeScratch() {}

    func begin(_ block: TableBlock, _ scratch: inout Void) throws -> Int {
        if block.index == 0 { try change() }
        return 0
    }

    func consume(_ block: TableBlock, _ scratch: inout Void, _ turns: Turns) {}
}
