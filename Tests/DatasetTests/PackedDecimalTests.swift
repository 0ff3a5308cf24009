import Dataset
import Testing

@Suite struct PackedDecimalTests {
    private func packed(_ text: String) -> Double? {
        let bytes = Array(text.utf8)
        let word = bytes.reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
        return PackedDecimal.value(word << UInt64(64 - 8 * bytes.count), count: bytes.count)
    }

    @Test func isTheNearestDoubleOrNothing() {
        let alphabet = Array("0123456789.-+e ,/:\u{0}\u{7F}")
        var state: UInt64 = 11
        func random(_ bound: Int) -> Int {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int((state >> 33) % UInt64(bound))
        }
        var numbers = 0
        for _ in 0..<300_000 {
            // Mostly digits, so that many are numbers.
            let text = String(
                (0...random(8)).prefix(8).map { _ in
                    random(4) == 0 ? alphabet[random(alphabet.count)] : alphabet[random(10)]
                })
            guard let value = packed(text) else { continue }
            numbers += 1
            let expected = text.utf8.withContiguousStorageIfAvailable { NumberParser.number($0) }
            #expect(value.bitPattern == expected??.bitPattern, "\(text)")
        }
        #expect(numbers > 50_000)
    }

    @Test(arguments: ["0", "-0", "7", "-7", "0.5", "-12.25", "12345678", "-1234567", "0.224830"])
    func readsUsualNumbers(text: String) throws {
        let value = try #require(packed(text))
        #expect(value.bitPattern == Double(text)?.bitPattern)
    }

    @Test(arguments: [
        "-", ".", "-.", ".5", "5.", "-.5", "1.2.3", "--1", "1-", "1.-2", "+1", "1e3", " 1", "1 ",
        "nan", "/", ":", "0x1",
    ])
    func leavesOthers(text: String) { #expect(packed(text) == nil) }
}
