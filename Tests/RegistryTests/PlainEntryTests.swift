import FileStorage
import Registry
import RunDocument
import Testing

/// Entries that are written as this tool writes them are read by a scanner of their own, which must
/// read what the parser of all JSON reads.
@Suite struct PlainEntryTests {
    private static let start = #"{"manifests":["#
    private static let end = #"],"schemaVersion":2}"#
    private static let subject = "sha256:" + String(repeating: "0123456789abcdef", count: 4)
    private static let entry = """
        {"annotations":{"mlx.model.size":"25","org.opencontainers.image.ref.name":"1"},\
        "artifactType":"a/b","digest":"\(subject)","mediaType":"c/d","size":693}
        """

    /// What an index says; nil if it is refused.
    private func read(_ entry: [UInt8]) -> [Descriptor?]? {
        let text = Array(Self.start.utf8) + entry + Array(Self.end.utf8)
        guard let index = try? DetachedIndex(text, source: "index.json") else {
            return nil
        }
        return (index.tags + ["1"]).map { index.manifest(tagged: $0) }
    }

    /// With a space in it, it is not plain.
    private func readByParser(_ entry: [UInt8]) -> [Descriptor?]? {
        read([entry[0], UInt8(ascii: " ")] + entry[1...])
    }

    @Test func `one byte changed: both read the same`() throws {
        let entry = Array(Self.entry.utf8)
        let known = try #require(read(entry))
        #expect(known.compactMap(\.self).count == 2)
        #expect(readByParser(entry) == known)
        for place in 1..<entry.count {
            for byte in "\u{0}\t \"\\{},:019afgAF\u{7F}".utf8 + [0x80, 0xFF] {
                var changed = entry
                changed[place] = byte
                #expect(read(changed) == readByParser(changed), "\(place): \(byte)")
            }
        }
    }

    @Test func `cut, a member or annotation twice, and one that is unknown: the same`() throws {
        let twice = [
            (#""size":693"#, #""size":693,"size":693"#), (#""size":693"#, #""size":0693"#),
            (#""size":693"#, #""size":9223372036854775808"#), (#""size":693"#, #""size":-1"#),
            (#""size":693"#, #""size":1e2"#), (#""size":693"#, #""size":693,"data":"e30=""#),
            (#""mlx.model.size":"25""#, #""mlx.model.size":"25","mlx.model.size":"26""#),
            (#""artifactType":"a/b","#, ""), (#""mediaType":"c/d","#, ""),
            (#""a/b""#, #""""#), (#""c/d""#, #""""#),
        ]
        for (old, new) in twice {
            let changed = Array(Self.entry.replacing(old, with: new).utf8)
            #expect(read(changed) == readByParser(changed), "\(new)")
        }
        let entry = Array(Self.entry.utf8)
        for end in 1..<entry.count {
            #expect(read(Array(entry[..<end])) == readByParser(Array(entry[..<end])))
        }
    }

    @Test func `more annotations than it has room for`() throws {
        for count in 7...10 {
            let more = (0..<count).map { #""k\#($0)":"\#($0)","# }.joined()
            let changed = Array(
                Self.entry.replacing(#"{"mlx.model"#, with: "{" + more + #""mlx.model"#).utf8)
            let found = try #require(read(changed))
            #expect(found.first??.annotations.count == count + 2)
            #expect(readByParser(changed) == found)
        }
    }

    @Test func `a digest has 64 hexadecimal digits in lower case, and no other byte`() {
        let text = Array(Self.subject.utf8)
        for place in 7..<text.count {
            for byte in UInt8.min...UInt8.max {
                var changed = text
                changed[place] = byte
                let digest = changed.withUnsafeBufferPointer { Digest(utf8: $0) }
                let isDigit = "0123456789abcdef".utf8.contains(byte)
                #expect(
                    digest.map { Array($0.description.utf8) } == (isDigit ? changed : nil),
                    "\(place): \(byte)")
            }
        }
    }
}
