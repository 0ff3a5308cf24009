import FileStorage
import RunDocument

/// A manifest in an index, kept in the bytes that it was read from.
///
/// A command that looks for one version of ten thousand reads past all others and writes them back
/// as they were, so nothing is made of an entry but its digest, its tag and its version.
struct IndexEntry: Hashable, Sendable {
    let digest: Digest
    let tag: String?
    /// The version that its tag stands for.
    let version: Int?
    /// The entry's JSON.
    let bytes: ArraySlice<UInt8>
    private let content: Content

    private indirect enum Content: Sendable {
        /// What the bytes say is read from them when it is asked for.
        case plain
        case descriptor(Descriptor)
    }

    init(_ descriptor: Descriptor) {
        digest = descriptor.digest
        tag = descriptor.tag
        version = descriptor.tag.flatMap(Tag.number)
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
        let plain = PlainEntry(parser.bytes, from: start)
        guard let digest = plain.digest else {
            self.init(try Descriptor(parser.value(depth: 2), in: source))
            return
        }
        parser.position = plain.end
        self.init(digest, tag: plain.annotation(Annotation.tag), in: index[start..<plain.end])
    }

    private init(_ digest: Digest, tag: String?, in bytes: ArraySlice<UInt8>) {
        self.digest = digest
        self.tag = tag
        self.bytes = bytes
        version = tag.flatMap(Tag.number)
        content = .plain
    }

    func annotation(_ key: String) -> String? {
        switch content {
        case .plain: read { $0.annotation(key) }
        case .descriptor(let descriptor): descriptor.annotations[key]
        }
    }

    /// Several annotations at once, in the order of their keys.
    func annotations(_ keys: [String]) -> [String?] {
        switch content {
        case .plain: read { entry in keys.map { entry.annotation($0) } }
        case .descriptor(let descriptor): keys.map { descriptor.annotations[$0] }
        }
    }

    /// Whether an annotation has a value; true as well if there is no such annotation.
    func agrees(_ key: String, _ value: String) -> Bool {
        switch content {
        case .plain: read { $0.agrees(key, value) }
        case .descriptor(let descriptor): descriptor.annotations[key, default: value] == value
        }
    }

    var descriptor: Descriptor {
        switch content {
        case .plain: read { $0.descriptor(digest) }
        case .descriptor(let descriptor): descriptor
        }
    }

    /// - Parameter body: gets what points into the bytes, and must not keep it.
    private func read<Result>(_ body: (PlainEntry) -> Result) -> Result {
        bytes.withUnsafeBufferPointer { body(PlainEntry($0, from: 0)) }
    }

    static func == (one: Self, other: Self) -> Bool { one.bytes == other.bytes }

    func hash(into hasher: inout Hasher) { hasher.combine(digest) }
}
