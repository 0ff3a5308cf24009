import RunDocument
import Testing

@Suite struct ShortenedTextTests {
    @Test(arguments: [
        ("", ""), ("abcd", "abcd"), ("abcde", "abcd…"), ("abc€", "abc…"), ("a€bc", "a€…"),
        ("€€", "€…"), ("🐧🐧", "🐧…"), ("abcé", "abc…"),
    ])
    func noTextIsCutInsideACharacter(text: String, shown: String) {
        #expect(text.shortened(to: 4) == shown)
    }

    @Test func aMessageRepeatsNoNameOfAMegabyte() throws {
        let key = String(repeating: "k", count: 1 << 20)
        #expect {
            _ = try JSONValue(parsing: #"{"\#(key)":1,"\#(key)":2}"#)
        } throws: { error in
            let text = (error as? JSONSyntaxError)?.reason ?? ""
            return text.utf8.count < 300 && text.hasSuffix("k…' stands twice")
        }
    }
}
