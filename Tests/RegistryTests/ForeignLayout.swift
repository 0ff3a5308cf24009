import FileStorage
import RunDocument
import SystemPackage

/// An OCI image layout that something else writes, with anything in it.
struct ForeignLayout {
    let path: FilePath
    let manifestType = "application/vnd.oci.image.manifest.v1+json"
    let indexType = "application/vnd.oci.image.index.v1+json"
    let configurationType = "application/vnd.cncf.model.config.v1+json"
    let modelType = "application/vnd.cncf.model.manifest.v1+json"
    let weightType = "application/vnd.cncf.model.weight.v1.raw"

    /// One that is there.
    init(at path: FilePath) { self.path = path }

    /// A new one with one tagged manifest.
    init(at path: FilePath, manifest: JSONValue, tag: String = "1") throws {
        self.init(at: path)
        try create()
        try add(try store(manifest), tag: tag)
    }

    func create() throws {
        try Files.makeDirectory(path.appending("blobs/sha256"))
        try Files.write(path.appending("oci-layout"), #"{"imageLayoutVersion":"1.0.0"}"#.utf8)
        try Files.replace(
            path.appending("index.json"), with: #"{"schemaVersion":2,"manifests":[]}"#.utf8)
    }

    static func descriptor(_ mediaType: String, _ bytes: [UInt8]) -> JSONValue {
        [
            "mediaType": .string(mediaType), "digest": .string(Digest(of: bytes).description),
            "size": .integer(Int64(bytes.count)),
        ]
    }

    func blob(_ descriptor: JSONValue?) -> FilePath {
        let digest = descriptor?["digest"]?.stringValue ?? ""
        return path.appending("blobs/sha256").appending(String(digest.dropFirst(7)))
    }

    /// Stores bytes and returns their descriptor.
    func store(_ bytes: [UInt8], _ mediaType: String) throws -> JSONValue {
        let descriptor = Self.descriptor(mediaType, bytes)
        let path = blob(descriptor)
        if !Files.exists(path) { try Files.write(path, bytes) }
        return descriptor
    }

    func store(_ document: JSONValue, _ mediaType: String? = nil) throws -> JSONValue {
        try store(document.canonicalBytes(), mediaType ?? manifestType)
    }

    /// The manifest of a model, whose files are stored.
    func manifest(files: [(String, [UInt8])], name: String? = "birds") throws -> JSONValue {
        try Files.makeDirectory(path.appending("blobs/sha256"))
        var descriptor: JSONObject = ["createdAt": "2026-11-20T12:00:00Z"]
        descriptor["name"] = name.map(JSONValue.string)
        let layers = try files.map { path, bytes in
            var layer = try store(bytes, weightType).objectValue ?? [:]
            layer["annotations"] = ["org.cncf.model.filepath": .string(path)]
            return JSONValue.object(layer)
        }
        return [
            "schemaVersion": 2, "mediaType": .string(manifestType),
            "artifactType": .string(modelType),
            "config": try store(["descriptor": .object(descriptor)], configurationType),
            "layers": .array(layers),
        ]
    }

    func index(of manifests: [JSONValue]) -> JSONValue {
        ["schemaVersion": 2, "mediaType": .string(indexType), "manifests": .array(manifests)]
    }

    /// Adds a manifest to the index.
    func add(_ descriptor: JSONValue, tag: String? = nil) throws {
        let index = path.appending("index.json")
        var members = try JSONValue.read(index).objectValue ?? [:]
        var entry = descriptor.objectValue ?? [:]
        if let tag { entry["annotations"] = ["org.opencontainers.image.ref.name": .string(tag)] }
        members["manifests"] = .array((members["manifests"]?.arrayValue ?? []) + [.object(entry)])
        try Files.replace(index, with: JSONValue.object(members).canonicalBytes())
    }

    /// Stores a manifest that speaks of another one, and adds it.
    func addReferrer(to subject: JSONValue) throws -> JSONValue {
        let referrer: JSONValue = [
            "schemaVersion": 2, "mediaType": .string(manifestType),
            "artifactType": "application/vnd.example.note",
            "config": try store(Array("{}".utf8), "application/vnd.oci.empty.v1+json"),
            "layers": [try store(subject.canonicalBytes() + [0], "text/plain")],
            "subject": subject.descriptorOnly,
        ]
        var descriptor = try store(referrer).objectValue ?? [:]
        descriptor["artifactType"] = "application/vnd.example.note"
        try add(.object(descriptor))
        return .object(descriptor)
    }
}

extension JSONValue {
    /// A descriptor without what an index adds.
    var descriptorOnly: JSONValue {
        .object(
            (objectValue ?? [:]).filter { ["mediaType", "digest", "size"].contains($0.key) })
    }

    /// The same with a member set, at a path of keys and positions.
    func setting(_ path: [Step], _ value: JSONValue?) -> JSONValue {
        guard let step = path.first else { return value ?? .null }
        let rest = Array(path.dropFirst())
        switch (step, self) {
        case (.key(let key), .object(var members)):
            members[key] =
                rest.isEmpty ? value : (members[key] ?? .object([:])).setting(rest, value)
            return .object(members)
        case (.position(let position), .array(var elements)):
            elements[position] = elements[position].setting(rest, value)
            return .array(elements)
        default: return self
        }
    }

    enum Step: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral {
        case key(String)
        case position(Int)
        init(stringLiteral value: String) { self = .key(value) }
        init(integerLiteral value: Int) { self = .position(value) }
    }
}
