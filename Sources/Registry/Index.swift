import FileStorage
import RunDocument
import SystemPackage

/// `index.json`: which manifests there are and what they are called.
///
/// It is the only file in a layout that changes, and the only truth about versions and tags.
struct Index: Hashable, Sendable {
    var entries: [Descriptor] = []
    var annotations: [String: String] = [:]
    private var unknown: JSONObject = [:]

    init() {}

    /// Reads an index; where there is no file, there are no entries.
    init(reading path: FilePath) throws {
        guard Files.exists(path) else {
            self.init()
            return
        }
        let bytes = try Files.readRegular(path, limit: 1 << 26)
        do {
            try self.init(JSONValue(parsing: bytes), in: path.string)
        } catch let error as JSONSyntaxError {
            throw RegistryError.damaged(path: path.string, reason: error.description)
        }
    }

    init(_ value: JSONValue, in source: String) throws(RegistryError) {
        guard var members = value.objectValue, members["schemaVersion"] == 2,
            case .array(let manifests)? = members.removeValue(forKey: "manifests")
        else { throw .damaged(path: source, reason: "it is not an OCI image index") }
        for manifest in manifests { entries.append(try Descriptor(manifest, in: source)) }
        annotations = try Descriptor.annotations(
            members.removeValue(forKey: "annotations"),
            source
        )
        unknown = members
    }

    var json: JSONValue {
        var members = unknown
        members["schemaVersion"] = 2
        members["mediaType"] = .string(MediaType.index)
        members["manifests"] = .array(entries.map(\.json))
        members["annotations"] = .object(annotations.mapValues(JSONValue.string))
        return .object(members)
    }

    /// The highest version that was ever given, so that none is given twice.
    var highestVersion: Int {
        let noted = annotations[Annotation.highestVersion].flatMap(Int.init) ?? 0
        return entries.compactMap { $0.tag.flatMap(Tag.number) }.reduce(noted, max)
    }

    func entry(tagged tag: String) -> Descriptor? { entries.first { $0.tag == tag } }

    /// The version that a moving tag stands on.
    func version(tagged tag: String) -> Int? {
        guard let target = entry(tagged: tag)?.digest else { return nil }
        return entries.lazy.filter { $0.digest == target }.compactMap { $0.tag.flatMap(Tag.number) }
            .first
    }

    /// The tags of a manifest other than its version.
    func tags(of digest: Digest) -> [String] {
        entries.filter { $0.digest == digest }.compactMap(\.tag)
            .filter { Tag.number($0) == nil }.sorted()
    }

    /// Adds a manifest, with a tag or as a referrer without one.
    mutating func add(_ manifest: Descriptor, tag: String? = nil) {
        var entry = manifest
        entry.annotations[Annotation.tag] = tag
        entries.append(entry)
        if let number = tag.flatMap(Tag.number), number >= highestVersion {
            annotations[Annotation.highestVersion] = String(number)
        }
    }

    /// Lets a tag stand on another manifest, or nowhere.
    mutating func move(_ tag: String, to manifest: Descriptor?) {
        entries.removeAll { $0.tag == tag }
        if let manifest { add(manifest, tag: tag) }
    }

    /// SHA-256 of the sorted list of tags and digests: it shows an edit that no record accounts for.
    var references: Digest {
        let lines = entries.compactMap { entry in entry.tag.map { "\($0) \(entry.digest)\n" } }
        return Digest(of: lines.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }.joined().utf8)
    }
}
