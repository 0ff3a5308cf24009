import FileStorage
import RunDocument

/// A manifest in an index, kept in the bytes that it was read from.
///
/// A command that looks for one version of ten thousand reads past all others and writes them back
/// as they were, so nothing is made of an entry but its digest and its tag.
struct IndexEntry: Hashable, Sendable {
    let digest: Digest
    let tag: String?
    /// The entry's JSON.
    let bytes: ArraySlice<UInt8>
    private let content: Content

    private enum Content: Hashable, Sendable {
        case plain(PlainEntry)
        case descriptor(Descriptor)
    }

    init(_ descriptor: Descriptor) {
        digest = descriptor.digest
        tag = descriptor.tag
        bytes = descriptor.json.canonicalBytes()[...]
        content = .descriptor(descriptor)
    }

    /// Reads the entry at which the parser stands.
    ///
    /// - Parameters:
    ///   - index: the bytes that the parser reads.
    ///   - source: the file, for the error.
    init(_ parser: inout JSONParser, in index: [UInt8], _ source: String) throws {
        let start = parser.position
        if let plain = PlainEntry(parser.bytes, from: start), let digest = plain.digest {
            parser.position = plain.end
            self.init(plain, digest, index[start..<plain.end])
        } else {
            self.init(try Descriptor(parser.value(depth: 2), in: source))
        }
    }

    private init(_ plain: PlainEntry, _ digest: Digest, _ bytes: ArraySlice<UInt8>) {
        self.digest = digest
        self.bytes = bytes
        tag = plain.annotation(Annotation.tag, in: bytes)
        content = .plain(plain)
    }

    func annotation(_ key: String) -> String? {
        switch content {
        case .plain(let entry): entry.annotation(key, in: bytes)
        case .descriptor(let descriptor): descriptor.annotations[key]
        }
    }

    /// Whether an annotation has a value; true as well if there is no such annotation.
    func agrees(_ key: String, _ value: String) -> Bool {
        switch content {
        case .plain(let entry): entry.agrees(key, value, in: bytes)
        case .descriptor(let descriptor): descriptor.annotations[key, default: value] == value
        }
    }

    var descriptor: Descriptor {
        switch content {
        case .plain(let entry): entry.descriptor(digest, in: bytes)
        case .descriptor(let descriptor): descriptor
        }
    }

    static func == (one: Self, other: Self) -> Bool { one.bytes == other.bytes }

    func hash(into hasher: inout Hasher) { hasher.combine(digest) }
}
