import RunDocument
import Testing

@Suite struct KnownWordsTests {
    @Test(arguments: [
        ("schema", "schema"), ("shcema", "schema"), ("chema", "schema"), ("scchema", "schema"),
        ("skema", nil), ("SCHEMA", "schema"), ("nox", "NOx"), ("lable", "label"), ("tain", "train"),
        ("test", "test"), ("tset", "test"), ("no", nil), ("x", nil), ("", nil),
    ])
    func theWordWithTheFewestEditsIsTheNearest(written: String, meant: String?) {
        let words = KnownWords(["schema", "train", "test", "label", "NOx"])
        #expect(words.nearest(to: written) == meant)
    }

    @Test func ofEquallyNearWordsTheFirstIsMeant() {
        #expect(KnownWords(["cat", "bat"]).nearest(to: "rat") == "cat")
    }

    @Test func nothingIsNearToNoWords() {
        #expect(KnownWords([]).nearest(to: "word") == nil)
        #expect(KnownWords([]).firstUnknown(in: ["b", "a"]) == "a")
    }

    @Test func longWordsAreComparedByTheirBeginnings() {
        let long = String(repeating: "a", count: 200)
        #expect(KnownWords([long]).nearest(to: long + "b") == long)
    }

    @Test func aHintNamesTheWordOrListsSome() {
        #expect(KnownWords(["data", "model"]).hint(for: "modle") == "did you mean 'model'?")
        #expect(KnownWords(["data", "model"]).hint(for: "zzz") == "known here: data, model")
        let many = KnownWords((0..<30).map { "word\($0)" })
        #expect(many.hint(for: "zzz").hasSuffix(", word19, …"))
    }

    @Test func theFirstUnknownIsThatOfTheAlphabet() {
        let words = KnownWords(["data", "model"])
        #expect(words.firstUnknown(in: ["model", "y", "x", "data"]) == "x")
        #expect(words.firstUnknown(in: ["model"]) == nil)
    }
}
