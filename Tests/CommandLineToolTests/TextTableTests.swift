import CommandLineTool
import Testing

@Suite struct TextTableTests {
    @Test func `columns stand under each other and nothing is padded at the end of a line`() {
        let table = TextTable(
            header: ["MODEL", "TAGS", "DIGEST"],
            rows: [["penguins", "production", "abc"], ["p", "", "d"], ["", "latest", ""]])
        #expect(
            table.text == """
                MODEL     TAGS        DIGEST
                penguins  production  abc
                p                     d
                          latest

                """)
    }

    @Test func `letters of all languages are as wide as they are many`() {
        var table = TextTable(header: ["NAME", "VERSION"])
        for cell in ["caf\u{E9}", "1", "cafe\u{301}", "2", "\u{1F9EC}\u{1F9EC}", "3"] {
            table.append { $0 += cell.utf8 }
        }
        let columns = table.text.split(separator: "\n" as Character).map(\.count)
        #expect(columns == [13, 7, 7, 7])
    }

    @Test func `what others wrote moves no cursor and begins no line`() {
        let table = TextTable(header: ["A", "B"], rows: [["\u{1B}[2Jx\ny", "\r\u{85}"]])
        #expect(table.text == "A         B\n\u{FFFD}[2Jx\\ny  \\r\u{FFFD}\n")
    }

    @Test func `a row of empty cells is an empty line`() {
        #expect(
            TextTable(header: ["A", "B"], rows: [["", ""], ["1", "2"]]).text == "A  B\n\n1  2\n")
    }
}
