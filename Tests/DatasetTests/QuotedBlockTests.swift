import Dataset
import Testing

/// What is read 64 bytes at a time, against what is read byte by byte.
@Suite struct QuotedBlockTests {
    private static let pieces = [
        "a", "bc", ",", ",", "\"", "\"\"", "\",\"", ",\"", "\",", "\n", "\n\"", "\"\n", "\r\n",
        "\r",
        "\"\r\n\"", "é", String(repeating: "long cell ", count: 9),
    ]

    /// Texts of many quotes, most of which are balanced.
    private static func texts(_ count: Int) -> [String] {
        var state: UInt64 = 11
        func random(_ bound: Int) -> Int {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int((state >> 33) % UInt64(bound))
        }
        return (0..<count).map { index in
            var text = ""
            for _ in 0..<random(120) {
                if index % 2 == 0 {
                    text += pieces[random(pieces.count)]
                } else {
                    let cell = (0..<random(6)).map { _ in pieces[random(pieces.count)] }.joined()
                    let escaped = cell.map { $0 == "\"" ? "\"\"" : String($0) }.joined()
                    text += "\"\(escaped)\"" + [",", "\n", "\r\n"][random(3)]
                }
            }
            return text
        }
    }

    /// The records, or what is wrong with them.
    private func read(_ text: String, _ dialect: Dialect, _ size: Int) -> String {
        do {
            let source = DataSource.bytes(Array(text.utf8), name: "t.csv")
            return "\(try scan(source, dialect: dialect, blockSize: size))"
        } catch {
            return "\(error)"
        }
    }

    @Test func agreesWithReadingByteByByte() {
        // A dialect with comments is read byte by byte; no text has this one.
        var slow = Dialect.commaSeparated
        slow.comment = 1
        for text in Self.texts(400) {
            let expected = read(text, slow, 1 << 18)
            for size in [5, 64, 65, 150, 1 << 18] {
                #expect(
                    read(text, .commaSeparated, size) == expected, "block \(size) of \(text)")
            }
        }
    }
}
