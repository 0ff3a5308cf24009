import FileStorage
import Glibc

/// Where the values of an entry stand that is written as this tool writes them: no space, no
/// escape, ASCII, and no member but the five that are known.
///
/// Whatever is written otherwise is left to the parser of all JSON.
struct PlainEntry: Hashable, Sendable {
    private struct Annotation: Hashable, Sendable {
        let key: Range<Int>
        let value: Range<Int>
    }

    private var mediaType: Range<Int> = 0..<0
    private var artifactType: Range<Int>?
    private(set) var digest: Digest?
    private var size = -1
    private var annotations: [Annotation] = []
    /// The position after the entry.
    private(set) var end: Int

    /// Nil if the entry is not plain, or lacks a member that each descriptor has.
    init?(_ bytes: UnsafeBufferPointer<UInt8>, from start: Int) {
        end = start
        guard take("{", bytes) else { return nil }
        repeat {
            guard let key = text(bytes), take(":", bytes), readMember(bytes[key], bytes) else {
                return nil
            }
        } while take(",", bytes)
        guard take("}", bytes), !mediaType.isEmpty, digest != nil, size >= 0 else { return nil }
    }

    /// A member that stands twice is not plain.
    private mutating func readMember(
        _ key: Slice<UnsafeBufferPointer<UInt8>>, _ bytes: UnsafeBufferPointer<UInt8>
    ) -> Bool {
        if Self.matches(key, "digest"), digest == nil, let range = text(bytes) {
            digest = Digest(utf8: UnsafeBufferPointer(rebasing: bytes[range]))
            return digest != nil
        } else if Self.matches(key, "mediaType"), mediaType.isEmpty, let range = text(bytes) {
            mediaType = range
        } else if Self.matches(key, "artifactType"), artifactType == nil,
            let range = text(bytes)
        {
            artifactType = range
        } else if Self.matches(key, "size"), size < 0 {
            return readSize(bytes)
        } else if Self.matches(key, "annotations"), annotations.isEmpty {
            return readAnnotations(bytes)
        } else {
            return false
        }
        return true
    }

    private static func matches(
        _ key: Slice<UnsafeBufferPointer<UInt8>>, _ word: StaticString
    ) -> Bool {
        guard key.count == word.utf8CodeUnitCount,
            let start = UnsafeBufferPointer(rebasing: key).baseAddress
        else { return false }
        return memcmp(start, word.utf8Start, key.count) == 0
    }

    private mutating func readSize(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        let start = end
        var number = 0
        // Eighteen digits fit into an integer.
        while end < bytes.count, end - start < 18, (0x30...0x39).contains(bytes[end]) {
            number = number * 10 + Int(bytes[end] - 0x30)
            end += 1
        }
        guard end > start, bytes[start] != UInt8(ascii: "0") || end == start + 1 else {
            return false
        }
        size = number
        return true
    }

    private mutating func readAnnotations(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        guard take("{", bytes) else { return false }
        repeat {
            guard let key = text(bytes), take(":", bytes), let value = text(bytes),
                !annotations.contains(where: { bytes[$0.key].elementsEqual(bytes[key]) })
            else { return false }
            annotations.append(Annotation(key: key, value: value))
        } while take(",", bytes)
        return take("}", bytes)
    }

    private mutating func take(
        _ character: Unicode.Scalar, _ bytes: UnsafeBufferPointer<UInt8>
    ) -> Bool {
        guard end < bytes.count, bytes[end] == UInt8(ascii: character) else { return false }
        end += 1
        return true
    }

    /// The bytes between two quotes; nil if one of them means something else than itself.
    private mutating func text(_ bytes: UnsafeBufferPointer<UInt8>) -> Range<Int>? {
        guard take("\"", bytes) else { return nil }
        let start = end
        while end < bytes.count {
            let byte = bytes[end]
            if byte == UInt8(ascii: "\"") {
                end += 1
                return start..<end - 1
            }
            guard (0x20..<0x7F).contains(byte), byte != UInt8(ascii: "\\") else { return nil }
            end += 1
        }
        return nil
    }
}

/// What the ranges say, in the bytes they were found in.
extension PlainEntry {
    func annotation(_ key: String, in bytes: ArraySlice<UInt8>) -> String? {
        value(key, in: bytes).map { String(decoding: bytes[$0], as: UTF8.self) }
    }

    func agrees(_ key: String, _ expected: String, in bytes: ArraySlice<UInt8>) -> Bool {
        value(key, in: bytes).map { bytes[$0].elementsEqual(expected.utf8) } ?? true
    }

    private func value(_ key: String, in bytes: ArraySlice<UInt8>) -> Range<Int>? {
        var key = key
        return key.withUTF8 { wanted in
            bytes.withUnsafeBufferPointer { text in
                guard let start = text.baseAddress, let name = wanted.baseAddress else {
                    return nil
                }
                return annotations.first { annotation in
                    annotation.key.count == wanted.count
                        && memcmp(
                            start + (annotation.key.lowerBound - bytes.startIndex), name,
                            wanted.count) == 0
                }?.value
            }
        }
    }

    func descriptor(_ digest: Digest, in bytes: ArraySlice<UInt8>) -> Descriptor {
        let text = { (range: Range<Int>) in String(decoding: bytes[range], as: UTF8.self) }
        return Descriptor(
            mediaType: text(mediaType),
            digest: digest,
            size: size,
            artifactType: artifactType.map(text),
            annotations: Dictionary(
                annotations.map { (text($0.key), text($0.value)) }, uniquingKeysWith: { $1 })
        )
    }
}
