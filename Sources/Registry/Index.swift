import FileStorage
import RunDocument
import SystemPackage

/// `index.json`: which manifests there are and what they are called.
///
/// It is the only file in a layout that changes, and the only truth about versions and tags.
struct Index: Hashable, Sendable {
    /// The entries as they were read.
    private(set) var entries: [IndexEntry] = []
    /// What the entries say, for work that looks at each of them closely.
    var manifests: [Descriptor] {
        get { entries.map(\.descriptor) }
        set { entries = newValue.map(IndexEntry.init) }
    }
    var annotations: [String: String] = [:]
    private var unknown: JSONObject = [:]

    /// Room for a hundred thousand versions.
    static let maximumSize = 1 << 27

    init() {}

    /// Reads an index; where there is no file, there are no entries.
    init(reading path: FilePath) throws {
        guard try Files.isPresent(path) else {
            self.init()
            return
        }
        try self.init(
            parsing: Files.readRegular(path, limit: Self.maximumSize), in: path.string)
    }

    /// - Parameter source: the file, for the error.
    init(parsing bytes: [UInt8], in source: String) throws {
        do {
            unknown = try bytes.withUnsafeBufferPointer { buffer in
                var parser = JSONParser(bytes: buffer)
                let others = try readMembers(&parser, of: bytes, source)
                try parser.end()
                return others
            }
        } catch let error as JSONSyntaxError {
            throw RegistryError.damaged(path: source, reason: error.description)
        }
        annotations = try Descriptor.annotations(
            unknown.removeValue(forKey: "annotations"),
            source
        )
    }

    private mutating func readMembers(
        _ parser: inout JSONParser, of bytes: [UInt8], _ source: String
    ) throws -> JSONObject {
        var others: JSONObject = [:]
        var read: [IndexEntry]?
        try parser.members { parser, key in
            guard key == "manifests" else {
                others[key] = try parser.value(depth: 1)
                return
            }
            var list: [IndexEntry] = []
            // Few entries are shorter than two hundred bytes.
            list.reserveCapacity(bytes.count / 200)
            try parser.elements { parser in
                list.append(try IndexEntry(&parser, in: bytes, source))
            }
            read = list
        }
        guard let read, others["schemaVersion"] == 2 else {
            throw RegistryError.damaged(path: source, reason: "it is not an OCI image index")
        }
        entries = read
        return others
    }

    /// The file: keys sorted, no space, each entry as it was read.
    var bytes: [UInt8] { Array(pieces.joined()) }

    /// The same, in the pieces that it is made of: what was read is not copied.
    var pieces: [ArraySlice<UInt8>] {
        var members = unknown
        members["schemaVersion"] = 2
        members["mediaType"] = .string(MediaType.index)
        if !annotations.isEmpty {
            members["annotations"] = .object(annotations.mapValues(JSONValue.string))
        }
        // The entries take the place of the list that stands here.
        members["manifests"] = []
        var pieces: [ArraySlice<UInt8>] = []
        var text = Array("{".utf8)
        for (place, member) in members.sorted(by: Self.isBefore).enumerated() {
            if place > 0 { text.append(UInt8(ascii: ",")) }
            text += JSONValue.string(member.key).canonicalBytes()
            text.append(UInt8(ascii: ":"))
            guard member.key == "manifests" else {
                text += member.value.canonicalBytes()
                continue
            }
            text.append(UInt8(ascii: "["))
            for (place, run) in runs.enumerated() {
                if place > 0 { text.append(UInt8(ascii: ",")) }
                pieces += [text[...], run.bytes]
                text = []
            }
            text.append(UInt8(ascii: "]"))
        }
        text.append(UInt8(ascii: "}"))
        return pieces + [text[...]]
    }

    private static func isBefore(
        _ one: (key: String, value: JSONValue), _ other: (key: String, value: JSONValue)
    ) -> Bool {
        one.key.utf8.lexicographicallyPrecedes(other.key.utf8)
    }

    /// The entries; those that were read one after another are one part.
    private var runs: [Excerpt] {
        var runs: [Excerpt] = []
        for entry in entries {
            if runs.isEmpty || !runs[runs.count - 1].extend(over: entry.excerpt) {
                runs.append(entry.excerpt)
            }
        }
        return runs
    }
}

extension Index {
    /// The highest version that was ever given, so that none is given twice.
    var highestVersion: Int {
        let noted = annotations[Annotation.highestVersion].flatMap(Int.init) ?? 0
        return entries.reduce(noted) { max($0, $1.version ?? 0) }
    }

    /// The entries of all versions, by number.
    var versions: [(number: Int, entry: IndexEntry)] {
        let places = entries.indices.compactMap { place in
            entries[place].version.map { (number: $0, place: place) }
        }
        return places.sorted { $0.number < $1.number }.map { ($0.number, entries[$0.place]) }
    }

    /// Lets numbers count as given that stand for something elsewhere.
    mutating func skipVersions(through number: Int) {
        guard number > highestVersion else { return }
        annotations[Annotation.highestVersion] = String(number)
    }

    func entry(tagged tag: String) -> IndexEntry? { entries.first { $0.tag == tag } }

    /// The version that a moving tag stands on.
    func version(tagged tag: String) -> Int? {
        guard let target = entry(tagged: tag)?.digest else { return nil }
        return entries.lazy.filter { $0.digest == target }.compactMap(\.version).first
    }

    /// The tags other than versions, sorted, by the manifest they stand on.
    var movingTags: [Digest: [String]] {
        var tags: [Digest: [String]] = [:]
        for entry in entries where entry.version == nil {
            if let tag = entry.tag { tags[entry.digest, default: []].append(tag) }
        }
        return tags.mapValues { $0.sorted() }
    }

    /// Adds a manifest, with a tag or as a referrer without one.
    mutating func add(_ manifest: Descriptor, tag: String? = nil) {
        var entry = manifest
        entry.annotations[Annotation.tag] = tag
        entries.append(IndexEntry(entry))
        if let number = tag.flatMap(Tag.number), number >= highestVersion {
            annotations[Annotation.highestVersion] = String(number)
        }
    }

    /// Lets a tag stand on the manifest of something else than a model, where no versions are.
    mutating func replace(_ tag: String, with manifest: Descriptor) {
        remove { $0.tag == tag }
        var entry = manifest
        entry.annotations[Annotation.tag] = tag
        entries.append(IndexEntry(entry))
    }

    /// Lets a tag stand on another manifest, or nowhere.
    mutating func move(_ tag: String, to manifest: Descriptor?) {
        remove { $0.tag == tag }
        guard var manifest else { return }
        // What is noted of a version stands at its number.
        manifest.annotations = [:]
        add(manifest, tag: tag)
    }

    mutating func remove(where isObsolete: (IndexEntry) throws -> Bool) rethrows {
        try entries.removeAll(where: isObsolete)
    }

    /// Writes what the entry of a version says beside its digest.
    mutating func annotate(_ version: Int, _ notes: [String: String]) {
        guard let place = entries.firstIndex(where: { $0.version == version }) else { return }
        var descriptor = entries[place].descriptor
        descriptor.annotations.merge(notes) { $1 }
        entries[place] = IndexEntry(descriptor)
    }

    /// The digest of all tags: it shows an edit that no record accounts for.
    var references: Digest {
        Self.references(entries.lazy.compactMap { entry in entry.tag.map { ($0, entry.digest) } })
    }

    /// SHA-256 of the sorted list of tags and digests.
    static func references(_ tags: some Sequence<(String, Digest)>) -> Digest {
        var lines = SortedLines()
        for (tag, digest) in tags {
            lines.append { text in
                text += tag.utf8
                // A space sorts before all that a tag may hold.
                text += " sha256:".utf8
                digest.appendHex(to: &text)
            }
        }
        return Digest(of: lines.sorted)
    }
}
