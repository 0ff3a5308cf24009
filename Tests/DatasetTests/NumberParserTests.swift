import Dataset
import Testing

@Suite struct NumberParserTests {
    private func number(_ text: String) -> Double? {
        Array(text.utf8).withUnsafeBufferPointer { NumberParser.number($0) }
    }

    private func integer(_ text: String) -> Double? {
        Array(text.utf8).withUnsafeBufferPointer { NumberParser.integer($0) }
    }

    @Test(arguments: [
        "0", "-0", "39.1", "+5", ".5", "5.", "1e3", "1E-3", "123456789012345678901234567890",
        "0.1", "9007199254740993", "1.7976931348623157e308", "5e-324", "2.2250738585072011e-308",
        "0.000000000000000000000000000000000000000000001", "1e22", "1e23", "8.5e22",
        "7.2057594037927933e16", "100000000000000000000000", "0.30000000000000004", "1e-400",
    ])
    func roundsCorrectly(text: String) throws {
        let expected = try #require(Double(text.hasSuffix(".") ? text + "0" : text))
        #expect(number(text)?.bitPattern == expected.bitPattern)
    }

    @Test func agreesWithTheLibraryOnRandomDecimals() throws {
        var state: UInt64 = 7
        func random(_ bound: UInt64) -> UInt64 {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return (state >> 33) % bound
        }
        for _ in 0..<20_000 {
            let digits = (0...random(20)).map { _ in String(random(10)) }.joined()
            let point = Int(random(UInt64(digits.count)))
            var text = random(2) == 0 ? "-" : ""
            text += digits.prefix(point) + "." + digits.dropFirst(point)
            if random(2) == 0 { text += "e\(Int(random(80)) - 40)" }
            let expected = try #require(
                Double(text.hasPrefix("-.") ? "-0" + text.dropFirst() : text)
            )
            #expect(number(text)?.bitPattern == expected.bitPattern, "\(text)")
        }
    }

    @Test(arguments: [
        "", "-", ".", "e5", "1e", "1e+", "1.2.3", "1,5", "0x10", "1 2", "abc", "1f", "--1", "1e999",
        "infinity5", "+-1", "nano",
    ])
    func refuses(text: String) { #expect(number(text) == nil) }

    @Test func readsWordsForWhatIsNoNumber() {
        #expect(number("NaN")?.isNaN == true)
        #expect(number("-INF") == -.infinity)
        #expect(number("inf") == .infinity)
    }

    @Test func readsIntegers() {
        #expect(integer("-12") == -12)
        #expect(integer("+007") == 7)
        for text in ["1.0", "1e3", "", "-", "NaN", "1_000"] { #expect(integer(text) == nil) }
    }
}
