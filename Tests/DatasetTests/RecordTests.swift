import Dataset
import RunDocument
import SystemPackage
import Testing

@Suite struct RecordTests {
    @Test(arguments: [
        ("a,b\n1,2\n", [["a", "b"], ["1", "2"]]),
        ("a,b\r\n1,2\r\n", [["a", "b"], ["1", "2"]]),
        ("a,b\r1,2\r", [["a", "b"], ["1", "2"]]),
        ("a,b\n1,2", [["a", "b"], ["1", "2"]]),
        ("\u{FEFF}a,b\n", [["a", "b"]]),
        ("\u{FEFF}\"a\",b\n", [["a", "b"]]),
        ("a,\n,b\n,\n", [["a", ""], ["", "b"], ["", ""]]),
        ("a,", [["a", ""]]),
        ("a\n\nb\n", [["a"], ["b"]]),
        ("\n", []),
        ("", []),
        ("\u{FEFF}", []),
        ("\"a,b\",\"c\"\"d\",\"\"", [["a,b", "c\"d", ""]]),
        ("\"\"\"\",\"\"\"\"\"\"\n", [["\"", "\"\""]]),
        ("\"x\ny\",1\n\"p\r\nq\",2\n", [["x\ny", "1"], ["p\r\nq", "2"]]),
        ("5\" pipe,a\"b\"\n", [["5\" pipe", "a\"b\""]]),
        ("é,😀\n", [["é", "😀"]]),
        ("a\r\r\nb", [["a"], ["b"]]),
    ])
    func cutsRecordsAndCells(input: String, expected: [[String]]) throws {
        #expect(try scan(input).map(\.cells) == expected)
        for size in smallBlocks {
            #expect(try scan(input, blockSize: size).map(\.cells) == expected, "block \(size)")
        }
    }

    @Test(arguments: smallBlocks)
    func blockBordersChangeNothing(size: Int) throws {
        let input =
            "\u{FEFF}id,\"na\"\"me\",note\r\n1,\"a, \"\"b\"\"\r\nc\",\n\n2,é,\"😀\"\r3,,\"\"\"\"\n"
            + String(repeating: "long cell ", count: 50) + ",x,\""
            + String(repeating: "\"\"", count: 9)
            + "\""
        let whole = try scan(input)
        #expect(whole.count == 5)
        #expect(try scan(input, blockSize: size) == whole)
    }

    @Test func countsLinesThroughEmbeddedLineEnds() throws {
        let records = try scan("a\n\"x\ny\"\n\"p\r\nq\rr\"\r\nb\r\rc")
        #expect(records.map(\.line) == [1, 2, 4, 7, 9])
    }

    @Test func keepsTheRecordAsItWasWritten() throws {
        let records = try scan("a,\"b\"\"\n\",c\r\nd\n")
        #expect(records.map(\.raw) == ["a,\"b\"\"\n\",c", "d"])
    }

    @Test func splitsAtTabs() throws {
        let source = DataSource.bytes(Array("a,b\t\"c\td\"\n".utf8), name: "t.tsv")
        #expect(try scan(source, dialect: .tabSeparated).map(\.cells) == [["a,b", "c\td"]])
    }

    @Test(arguments: [1, 2, 3, 7, 1 << 18])
    func namesTheByteBehindAClosedQuote(size: Int) {
        #expect(throws: DatasetError.textAfterQuote(file: "t.csv", line: 3, byte: 10)) {
            try scan("a,b\n\"x\ny\"z,1\n", blockSize: size)
        }
    }

    @Test(arguments: [1, 2, 3, 7, 1 << 18])
    func namesTheLineOfAnOpenQuote(size: Int) {
        #expect(throws: DatasetError.openQuote(file: "t.csv", line: 2)) {
            try scan("a,b\n1,\"x\n3,4\n", blockSize: size)
        }
    }

    @Test(arguments: [1, 2, 3, 7, 1 << 18])
    func refusesWhatIsNoText(size: Int) {
        let nul = DataSource.bytes(Array("a,b\n1,2\n".utf8) + [0x33, 0, 0x34], name: "t.csv")
        #expect(
            throws: DatasetError.notText(file: "t.csv", line: 3, byte: 10, reason: "a NUL byte")
        ) { try scan(nul, blockSize: size) }
        let latin = DataSource.bytes(Array("a\n\"x\n".utf8) + [0xE9, 0x22, 0x0A], name: "t.csv")
        #expect(throws: DatasetError.notText(file: "t.csv", line: 3, byte: 6, reason: "not UTF-8"))
        {
            try scan(latin, blockSize: size)
        }
    }

    @Test(arguments: [
        (Array("PAR1xyz".utf8) as [UInt8], "a Parquet file"),
        ([0xFF, 0xFE, 0x61, 0], "UTF-16"),
    ])
    func namesKnownFormats(bytes: [UInt8], format: String) {
        #expect(throws: DatasetError.foreign(file: "t.csv", format: format)) {
            try scan(.bytes(bytes, name: "t.csv"))
        }
    }

    @Test func boundsTheRecord() throws {
        let long = "a\n" + String(repeating: "x", count: 100) + "\nb\n"
        let source = DataSource.bytes(Array(long.utf8), name: "t.csv")
        #expect(throws: DatasetError.recordTooLong(file: "t.csv", line: 2, limit: 64)) {
            try scan(source, blockSize: 16, maximumRecord: 64)
        }
        #expect(try scan(source, blockSize: 16, maximumRecord: 128).count == 3)
    }

    @Test func readsADescriptor() throws {
        let pipe = try FileDescriptor.pipe()
        try pipe.writeEnd.writeAll(Array("a,b\n1,2\n".utf8))
        try pipe.writeEnd.close()
        let records = try scan(.descriptor(pipe.readEnd, name: "-"))
        try pipe.readEnd.close()
        #expect(records.map(\.cells) == [["a", "b"], ["1", "2"]])
    }

    @Test func namesFilesThatCannotBeRead() {
        #expect(throws: DatasetError.missing(path: "/nonexistent.csv")) {
            try scan(.file("/nonexistent.csv"))
        }
        #expect(throws: DatasetError.directory(path: "/tmp")) { try scan(.file("/tmp")) }
        #expect(DatasetError.missing(path: "x").exitStatus == .missingInput)
        #expect(DatasetError.openQuote(file: "x", line: 1).exitStatus == .dataFormat)
    }
}
