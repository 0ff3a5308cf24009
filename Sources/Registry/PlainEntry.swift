import FileStorage
import Glibc

/// An entry of an index that is written as this tool writes them: no space, no escape, ASCII, no
/// member but the five that are known, and a handful of annotations.
///
/// Whatever is written otherwise is left to the parser of all JSON. It points into the bytes that
/// it was read from and allocates nothing, as an index holds tens of thousands.
struct PlainEntry {
    typealias Text = UnsafeBufferPointer<UInt8>

    /// Nil if the entry is not plain, or lacks a member that each descriptor has.
    private(set) var digest: Digest?
    private var mediaType = Self.noText
    private var artifactType = Self.noText
    private var size = -1
    private var annotations: [8 of (key: Text, value: Text)]
    private var count = 0
    private var scanner: PlainScanner

    private static var noText: Text { Text(start: nil, count: 0) }

    /// The position after the entry.
    var end: Int { scanner.position }

    init(_ bytes: Text, from start: Int) {
        annotations = .init(repeating: (Self.noText, Self.noText))
        scanner = PlainScanner(bytes, from: start)
        if !readMembers() { digest = nil }
    }

    private mutating func readMembers() -> Bool {
        guard scanner.take("{") else { return false }
        repeat {
            guard let key = scanner.text(), scanner.take(":"), readMember(key) else { return false }
        } while scanner.take(",")
        return scanner.take("}") && !mediaType.isEmpty && size >= 0
    }

    /// A member that stands twice is not plain.
    private mutating func readMember(_ key: Text) -> Bool {
        if Self.matches(key, "digest"), digest == nil, let text = scanner.text() {
            digest = Digest(utf8: text)
            return digest != nil
        } else if Self.matches(key, "mediaType"), mediaType.isEmpty, let text = scanner.text() {
            mediaType = text
        } else if Self.matches(key, "artifactType"), artifactType.isEmpty,
            let text = scanner.text(), !text.isEmpty
        {
            artifactType = text
        } else if Self.matches(key, "size"), size < 0, let number = scanner.number(),
            number <= Descriptor.maximumSize
        {
            size = number
        } else if Self.matches(key, "annotations"), count == 0 {
            return readAnnotations()
        } else {
            return false
        }
        return true
    }

    private mutating func readAnnotations() -> Bool {
        guard scanner.take("{") else { return false }
        repeat {
            guard let key = scanner.text(), scanner.take(":"), let value = scanner.text(),
                count < annotations.count, self.value(of: key) == nil
            else { return false }
            annotations[count] = (key, value)
            count += 1
        } while scanner.take(",")
        return scanner.take("}")
    }

    private static func matches(_ key: Text, _ word: StaticString) -> Bool {
        equal(key, Text(start: word.utf8Start, count: word.utf8CodeUnitCount))
    }

    private static func equal(_ one: Text, _ other: Text) -> Bool {
        guard one.count == other.count else { return false }
        guard let left = one.baseAddress, let right = other.baseAddress else {
            return one.isEmpty
        }
        return memcmp(left, right, one.count) == 0
    }

    private func value(of key: Text) -> Text? {
        for place in 0..<count where Self.equal(annotations[place].key, key) {
            return annotations[place].value
        }
        return nil
    }
}

/// What it says, in strings.
extension PlainEntry {
    func has(_ key: String) -> Bool {
        var key = key
        return key.withUTF8 { value(of: $0) } != nil
    }

    func annotation(_ key: String) -> String? {
        var key = key
        return key.withUTF8 { value(of: $0) }.map(Self.string)
    }

    /// Whether an annotation has a value; true as well if there is no such annotation.
    func agrees(_ key: String, _ expected: String) -> Bool {
        var (key, expected) = (key, expected)
        guard let value = key.withUTF8({ value(of: $0) }) else { return true }
        return expected.withUTF8 { Self.equal(value, $0) }
    }

    func descriptor(_ digest: Digest) -> Descriptor {
        var named: [String: String] = [:]
        for place in 0..<count {
            let (key, value) = annotations[place]
            named[Self.string(key)] = Self.string(value)
        }
        return Descriptor(
            mediaType: Self.string(mediaType),
            digest: digest,
            size: size,
            artifactType: artifactType.isEmpty ? nil : Self.string(artifactType),
            annotations: named
        )
    }

    private static func string(_ text: Text) -> String { String(decoding: text, as: UTF8.self) }
}
