import ChildProcess
import Testing

@Suite struct LastLineTests {
    private func last(_ pieces: String...) -> String {
        var line = LastLine()
        for piece in pieces { Array(piece.utf8).withUnsafeBytes { line.add($0) } }
        return line.text
    }

    @Test func itIsTheLastThatIsNotEmpty() {
        #expect(last() == "")
        #expect(last("one\ntwo\r\n\n\n") == "two")
        #expect(last("one\ntwo") == "two")
    }

    @Test func itMayComeInPieces() {
        #expect(last("one\nt", "w", "o\n", "\n") == "two")
        #expect(last("caf\u{E9}\n", "", "th\u{E9}") == "th\u{E9}")
    }

    @Test func controlCharactersAreBlanksAndLongLinesAreCut() {
        #expect(last("a\tb\u{1B}[0m") == "a b [0m")
        #expect(last(String(repeating: "x", count: 5000)).count == 1000)
    }
}
