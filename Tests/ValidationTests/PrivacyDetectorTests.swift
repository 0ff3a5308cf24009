import Dataset
import Testing
import Validation

@Suite struct PrivacyDetectorTests {
    private func look(_ text: String) -> PersonalData {
        var data = PersonalData()
        Array(text.utf8).withUnsafeBufferPointer { data.look(at: $0) }
        return data
    }

    static let whole: [(PersonalData.Kind, [String])] = [
        (
            .email,
            [
                "a@b.co", "anna.m-o+x@mail.example.org", " bob@x.org ", "o'brien@x.museum",
                "jürgen@bücher.example", "x@y.xn--p1ai", "1@2x.example.com",
            ]
        ),
        (
            .phone,
            [
                "+4915112345678", "+49 30 1234567", "+1 (212) 555-0123", "(212) 555-0123",
                "212-555-0123", "212.555.0123", "1-212-555-0123", "020 7946 0958",
                "01 23 45 67 89", "01.23.45.67.89", "030/1234567", "(0171) 123 45 67",
                "+44 20 7946 0958", "0171-1234567",
            ]
        ),
        (
            .iban,
            [
                "DE89370400440532013000", "DE89 3704 0044 0532 0130 00", "NO9386011117947",
                "GB29 NWBK 6016 1331 9268 19", "MT84MALT011000012345MTLCAST001S",
                "fr1420041010050500013m02606",
            ]
        ),
        (
            .paymentCard,
            [
                "4111111111111111", "4111 1111 1111 1111", "4111-1111-1111-1111",
                "378282246310005", "3782 822463 10005", "5555555555554444", "2223003122003222",
                "6011111111111117", "30569309025904", "3530111333300000", "4222222222222",
            ]
        ),
        (.socialSecurity, ["123-45-6789", "899-99-9999"]),
        (
            .ipAddress,
            [
                "8.8.8.8", "192.168.1.254", "2001:db8:85a3:0:0:8a2e:370:7334",
                "2001:db8::8a2e:370", "fe80:0:0::1", "::ffff:0:10.1.2.3", "2001:db8:1::",
            ]
        ),
    ]

    @Test(arguments: whole)
    func knowsWholeCells(kind: PersonalData.Kind, texts: [String]) {
        for text in texts {
            let found = look(text)
            #expect(found[kind].whole == 1, "\(text) is \(kind)")
            #expect(found.kinds == [kind], "\(text) is nothing else")
        }
    }

    @Test(arguments: whole)
    func knowsWhatIsAmongOtherText(kind: PersonalData.Kind, texts: [String]) {
        for text in texts {
            let inner = text.trimmingSpaces
            for around in ["see \(inner), then", "<\(inner)>", "x: \(inner); y"] {
                let found = look(around)
                #expect(found[kind].contained == 1, "\(around) has \(kind)")
                #expect(found[kind].whole == 0)
            }
        }
    }

    static let misses = [
        "anna(at)example.org", "a@b", "@x.org", "a@.org", "a..b@x.org", "a@x..org", "a@-x.org",
        "a@x.o", "a@x.123", "logo@2x.png", "a@b.com@c.org", "@@@@@@", "user@host",
        "4111111111111112", "411111111111111", "0.4111111111111111", "41111111111111110000",
        "1111111111111111", "4111 1111 1111 111", "9999999999999995", "4111111111111111x",
        "DE89370400440532013001", "DE8937040044053201300", "XX89370400440532013000",
        "xDE89370400440532013000", "DE893704004405320130001",
        "000-12-3456", "666-12-3456", "900-12-3456", "123-00-4567", "123-45-0000", "1123-45-6789",
        "123-45-67890", "123456789", "123-45-6789-1",
        "256.1.1.1", "1.2.3", "1.2.3.4.5", "01.2.3.4", "v1.2.3.4", "0.0.0.0", "127.0.0.1",
        "12:30:45", "2020-01-01T10:00:00+01:00", "00:1a:2b:3c:4d:5e", "std::vector", "dead::beef",
        "00:11:22:33:44:55:66:77", "1:2:3:4:5:6:7", "1:2:3:4:5:6:7:8:9", "1::2::3:4", ":::::::",
        "2020-01-02", "02.01.2020", "2020-01-02 10:11:12", "01.02.2020 12", "01-02-2020",
        "+1234567", "+1234567.12345", "1234567890", "12345678901", "111-555-0123", "212-155-0123",
        "211-555-0123", "555-0123", "00012-345-678", "1,234,567,890", "3.14159265358979",
        "1e10", "-73.98765432", "978-3-16-148410-0", "550e8400-e29b-41d4-a716-446655440000",
        "123456789012345678901234567890", "20200102101112", "", "     ", "a", "plain text only",
    ]

    @Test(arguments: misses)
    func leavesOthersAlone(text: String) {
        #expect(look(text).kinds.isEmpty, "\(text): \(look(text).kinds)")
    }

    @Test func countsByTheTimesACellOccurs() {
        var data = PersonalData()
        for (text, count) in [("a@b.co", 3), ("write to a@b.co", 2), ("nothing", 5)] {
            Array(text.utf8).withUnsafeBufferPointer { data.look(at: $0, count: count) }
        }
        #expect(data.cells == 10)
        #expect(data[.email].whole == 3)
        #expect(data[.email].contained == 2)
    }

    @Test func partsAddUpToTheWhole() {
        let texts = Self.whole.flatMap(\.1) + Self.misses
        var (all, left, right) = (PersonalData(), PersonalData(), PersonalData())
        for (index, text) in texts.enumerated() {
            Array(text.utf8).withUnsafeBufferPointer { cell in
                all.look(at: cell)
                if index % 2 == 0 { left.look(at: cell) } else { right.look(at: cell) }
            }
        }
        #expect(left != all)
        left += right
        #expect(left == all)
    }

    @Test func mostNumbersOfPaymentCardsMustBeRight() {
        var data = PersonalData()
        for number in 4_000_000_000_000_000..<4_000_000_000_000_100 {
            Array("\(number)".utf8).withUnsafeBufferPointer { data.look(at: $0) }
        }
        #expect(data.kinds.isEmpty, "one in ten is right by chance")
        Array("4111111111111111".utf8).withUnsafeBufferPointer { data.look(at: $0, count: 99) }
        #expect(data.kinds == [.paymentCard])
    }

    @Test func bytesThatAreNoTextAreLookedAt() {
        var data = PersonalData()
        let cells: [[UInt8]] = [
            [0xFF, 0xFE] + Array(" a@b.co ".utf8) + [0xC3],
            [0x80] + Array("123-45-6789".utf8),
            Array("a@b.co".utf8) + [0],
            Array(repeating: 0xFF, count: 64),
        ]
        for cell in cells { cell.withUnsafeBufferPointer { data.look(at: $0) } }
        #expect(data[.email].contained == 2)
        #expect(data[.socialSecurity].contained == 0, "it goes on from another word")
    }

    /// Each takes time by its length, not by its square: else this would not end.
    @Test(arguments: [
        "@", "a@", "a@b.", "1", "1 ", "4111 ", "4111-", "(1", "+1 ", "1:", ":", "::1:", "f:", "1.",
        "12-", "123-45-", "DE89 ", "a.", "é@", "01 ", "+", "0000",
    ])
    func longCellsEnd(unit: String) {
        let cell = Array(String(repeating: unit, count: (1 << 20) / unit.utf8.count).utf8)
        var data = PersonalData()
        cell.withUnsafeBufferPointer { data.look(at: $0) }
        #expect(data.cells == 1)
        #expect(data[.email].whole == 0)
    }

    @Test func whatIsAtTheEndOfALongCellIsFound() {
        let long = String(repeating: "lorem ipsum 12 ", count: 70_000) + "4111111111111111"
        #expect(look(long)[.paymentCard].contained == 1)
    }
}

extension String {
    fileprivate var trimmingSpaces: String {
        let start = drop { $0 == " " }
        return String(start.reversed().drop { $0 == " " }.reversed())
    }
}

@Suite struct PrivacyRedactionTests {
    static let cases: [(String, Role, Set<PersonalData.Kind>, String)] = [
        ("anna@example.org", .feature, [], "a…@…"),
        ("ab@example.org", .feature, [], "…@…"),
        ("call +49 30 1234567 or bob@x.org!", .feature, [], "call … or b…@…!"),
        ("4111 1111 1111 1111", .feature, [.paymentCard], "…1111"),
        ("DE89370400440532013000", .feature, [], "DE…"),
        ("123-45-6789", .target, [], "…"),
        ("from 8.8.8.8", .feature, [], "from …"),
        ("patient 7", .id, [], "…"),
        ("clinic", .group, [], "…"),
        ("", .id, [], ""),
        ("red", .feature, [], "red"),
        ("anna@@example", .feature, [.email], "…"),
    ]

    @Test(arguments: cases)
    func takesOutWhatTellsOfPersons(
        text: String, role: Role, kinds: Set<PersonalData.Kind>, shown: String
    ) {
        #expect(Redaction.redacted(text, role: role, kinds: kinds) == shown)
    }

    @Test func nothingOfAMatchIsShownInFull() {
        for (_, texts) in PrivacyDetectorTests.whole {
            for text in texts {
                let shown = Redaction.redacted("id \(text) end", role: .feature, kinds: [])
                #expect(!shown.contains(text))
                #expect(shown.contains("…"))
                #expect(shown.count { $0.isNumber } <= 5, "\(shown)")
            }
        }
    }
}
