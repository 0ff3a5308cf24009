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
    /// Whether it says what a list shows of a version.
    let isNoted: Bool
    /// The entry's JSON.
    let excerpt: Excerpt
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
        isNoted = descriptor.annotations[Annotation.metrics] != nil
        let json = descriptor.json.canonicalBytes()
        excerpt = Excerpt(of: json, json.indices)
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
        self.init(plain, digest, Excerpt(of: index, start..<plain.end))
    }

    private init(_ plain: PlainEntry, _ digest: Digest, _ excerpt: Excerpt) {
        self.digest = digest
        self.excerpt = excerpt
        tag = plain.annotation(Annotation.tag)
        version = tag.flatMap(Tag.number)
        isNoted = plain.has(Annotation.metrics)
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
        excerpt.bytes.withUnsafeBufferPointer { body(PlainEntry($0, from: 0)) }
    }

    static func == (one: Self, other: Self) -> Bool { one.excerpt == other.excerpt }

    func hash(into hasher: inout Hasher) { hasher.combine(digest) }
}

/// A part of some JSON, kept with the whole of it.
struct Excerpt: Equatable, Sendable {
    private let source: [UInt8]
    private let start: UInt32
    private var end: UInt32

    /// - Parameter range: within `Index.maximumSize`.
    init(of source: [UInt8], _ range: Range<Int>) {
        self.source = source
        (start, end) = (UInt32(range.lowerBound), UInt32(range.upperBound))
    }

    var bytes: ArraySlice<UInt8> { source[Int(start)..<Int(end)] }

    /// Grows over a comma and the excerpt after it, if that is what comes next.
    mutating func extend(over next: Excerpt) -> Bool {
        guard isOfSameSource(as: next), next.start == end + 1,
            source[Int(end)] == UInt8(ascii: ",")
        else { return false }
        end = next.end
        return true
    }

    private func isOfSameSource(as other: Excerpt) -> Bool {
        source.withUnsafeBufferPointer { one in
            other.source.withUnsafeBufferPointer { one.baseAddress == $0.baseAddress }
        }
    }

    static func == (one: Self, other: Self) -> Bool {
        let isSame =
            one.isOfSameSource(as: other) && one.start == other.start
            && one.end == other.end
        return isSame || one.bytes == other.bytes
    }
}
