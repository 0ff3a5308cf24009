import Dataset
import TestSupport
import Testing

/// Random texts, cut in each way that must make no difference.
@Suite struct RecordPropertyTests {
    private static let pieces = [
        ",", ",", "\"", "\"", "\"\"", "\n", "\n", "\r", "\r\n", " ", "a", "b", "é",
    ]

    private static func text(_ generator: inout SplitMix, _ pieces: [String], _ longest: Int)
        -> [UInt8]
    {
        (0..<Int.random(in: 0...longest, using: &generator)).flatMap { _ in
            Array((pieces.randomElement(using: &generator) ?? "").utf8)
        }
    }

    /// The same dialect, but read byte by byte: no text holds that comment character.
    private static func byBytes(_ dialect: Dialect) -> Dialect {
        var dialect = dialect
        dialect.comment = 1
        return dialect
    }

    private static let plain: [Dialect] = {
        var dialects = [
            Dialect.commaSeparated, Dialect(delimiter: 0x2C, quote: nil),
            Dialect(delimiter: nil, quote: 0x22), Dialect(delimiter: 0x61, quote: 0x62),
        ]
        dialects += dialects.map { dialect in
            var dialect = dialect
            dialect.headerRows = []
            return dialect
        }
        return dialects
    }()

    private static let others: [Dialect] = {
        var escaping = Dialect.commaSeparated
        escaping.escape = 0x62
        var single = escaping
        single.doublesQuotes = false
        var spaces = Dialect.commaSeparated
        spaces.skipsInitialSpace = true
        var comments = Dialect.commaSeparated
        comments.comment = 0x61
        comments.headerRows = [2]
        var rows = Dialect.commaSeparated
        rows.headerRows = [1, 2]
        rows.commentRows = [3]
        var none = escaping
        none.headerRows = []
        return [escaping, single, spaces, comments, rows, none]
    }()

    @Test(arguments: 0..<8)
    func readingFastIsReadingByBytes(index: Int) throws {
        let dialect = Self.plain[index]
        var generator = SplitMix(seed: UInt64(index))
        var (faults, blankRows, blankLines, ragged) = (0, 0, 0, 0)
        for round in 0..<2_500 {
            let bytes = Self.text(&generator, Self.pieces, 40)
            let defined = try ScannedTable(bytes, .delimited(Self.byBytes(dialect)))
            let fast = try ScannedTable(bytes, .delimited(dialect))
            let size = 1 + round % 40
            let parted = try ScannedTable(bytes, .delimited(dialect), blockSize: size)
            if fast != defined || parted != defined {
                Issue.record("\(String(decoding: bytes, as: UTF8.self).debugDescription), \(size)")
            }
            faults += defined.error == nil ? 0 : 1
            blankRows += defined.blankRows.count
            blankLines += defined.blankLines.count
            ragged += defined.ragged.count
        }
        // The texts do hold what they are to hold.
        #expect((100..<2_400).contains(faults) || dialect.quote == nil)
        #expect(blankLines > 100)
        #expect(dialect.delimiter == nil || blankRows > 100 && ragged > 100)
    }

    @Test(arguments: 0..<6)
    func blocksCutNoRecord(index: Int) throws {
        let dialect = Self.others[index]
        var generator = SplitMix(seed: 100 + UInt64(index))
        var rows = 0
        for round in 0..<1_000 {
            let bytes = Self.text(&generator, Self.pieces, 40)
            let whole = try ScannedTable(bytes, .delimited(dialect))
            let size = 1 + round % 40
            let parted = try ScannedTable(bytes, .delimited(dialect), blockSize: size)
            if parted != whole {
                Issue.record("\(String(decoding: bytes, as: UTF8.self).debugDescription), \(size)")
            }
            rows += whole.rows.count
        }
        #expect(rows > 300)
    }

    /// Lines of JSON with keys that come late, and some that are no rows.
    @Test func blocksCutNoObject() throws {
        let lines = [
            #"{"a":1}"#, #"{"b":"x","a":null}"#, #"{"c\u0064":"\n\"é"}"#, #"{}"#, "", "  ",
            #" { "a" : -1.50e+3 , "d" : true } "#, #"{"e":"","f":false}"#, #"{"a":{}}"#, #"[1]"#,
            #"{"a":1,"a":2}"#, #"{"a":null,"a":2}"#, "{", #"{"a":01}"#,
        ]
        var generator = SplitMix(seed: 7)
        var faults = 0
        for round in 0..<2_000 {
            // One in four has lines that may be faulty.
            let pool = round % 4 == 0 ? lines : Array(lines.prefix(8))
            let bytes = (0..<Int.random(in: 0..<12, using: &generator)).flatMap { _ in
                let end = ["\n", "\r\n", "\r"].randomElement(using: &generator) ?? ""
                return Array(((pool.randomElement(using: &generator) ?? "") + end).utf8)
            }
            let whole = try ScannedTable(bytes, .jsonLines, columns: [])
            for (size, threads) in [(1 + round % 40, 1), (1 + round % 40, 3)] {
                let parted = try ScannedTable(
                    bytes, .jsonLines, blockSize: size, columns: [], threads: threads)
                if parted != whole {
                    Issue.record("\(String(decoding: bytes, as: UTF8.self)) \(size)")
                }
            }
            faults += whole.error == nil ? 0 : 1
        }
        #expect((200..<500).contains(faults))
    }

    /// The reader looks for where so many rows end; it must not write over what is behind them.
    @Test func manyShortRowsOfAWideTable() throws {
        let names = (0..<10_000).map { "c\($0)" }
        var dialect = Dialect.commaSeparated
        dialect.escape = UInt8(ascii: "\\")
        let row = #""a""b",\,,c\\d"#
        let text = ([names.joined(separator: ",")] + Array(repeating: row, count: 1_000))
            .joined(separator: "\n")
        let reader = try RowReader(
            .bytes(Array(text.utf8), name: "t"),
            {
                var options = ReadingOptions()
                options.format = .delimited(dialect)
                return options
            }())
        var rows = 0
        while try reader.advance() {
            let cells = (0..<3).map { reader.cell($0).map(DatasetTests.text) ?? "" }
            if cells != ["a\"b", ",", "c\\d"] { Issue.record("\(rows): \(cells)") }
            rows += 1
        }
        #expect(rows == 1_000)
    }

    @Test(arguments: [1, 1 << 19])
    func anOpenQuoteBeforeManyLines(blockSize: Int) throws {
        let names = (0..<1_000).map { "c\($0)" }.joined(separator: ",")
        let text = names + "\n\"a" + String(repeating: "\n", count: 5_000)
        let table = try ScannedTable(
            Array(text.utf8), .delimited(.commaSeparated), blockSize: blockSize)
        #expect(table.error == .openQuote(file: "t", line: 2))
    }

    @Test func manyLinesInOneCell() throws {
        let names = (0..<2_000).map { "c\($0)" }.joined(separator: ",")
        let cell = String(repeating: "x\n", count: 600_000)
        let table = try ScannedTable(
            Array("\(names)\n1,\"\(cell)\",2\n".utf8), .delimited(.commaSeparated))
        #expect(table.rows.count == 1)
        #expect(table.rows.first?.cells["c1"]?.utf8.count == 1_200_000)
    }

    @Test func keysThatNeighboursDoNotShare() throws {
        let keys = (0..<2_000).map { "\"k\($0)\":1" }.joined(separator: ",")
        let few = try ScannedTable(
            Array("{}\n{\(keys)}\n{}\n".utf8), .jsonLines, columns: [])
        #expect(few.names.count == 2_000)
        let many = try ScannedTable(
            Array((String(repeating: "{}\n", count: 60_000) + "{\(keys)}\n").utf8), .jsonLines,
            columns: [])
        guard case .tooManyKeys("t", 60_001, _) = many.error else {
            Issue.record("\(String(describing: many.error))")
            return
        }
    }
}
