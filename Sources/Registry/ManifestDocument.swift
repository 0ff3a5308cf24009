import RunDocument

/// Any OCI manifest or index, whoever wrote it: what it refers to.
struct ManifestDocument: Sendable {
    let mediaType: String?
    /// What kind of artifact it is; by OCI the configuration's type where nothing else is said.
    let artifactType: String?
    let configuration: Descriptor?
    let layers: [Descriptor]
    /// Of an index, or of a list of images.
    let manifests: [Descriptor]
    /// The manifest that this one speaks of.
    let subject: Descriptor?

    /// - Throws: `RegistryError.damaged` for a descriptor that is none.
    init(_ value: JSONValue, in source: String) throws(RegistryError) {
        guard value.objectValue != nil else {
            throw .damaged(path: source, reason: "it is not a JSON object")
        }
        mediaType = value["mediaType"]?.stringValue
        configuration = try Self.descriptor(value["config"], source)
        subject = try Self.descriptor(value["subject"], source)
        layers =
            try Self.descriptors(value["layers"], source)
            + Self.descriptors(value["blobs"], source)
        manifests = try Self.descriptors(value["manifests"], source)
        artifactType = value["artifactType"]?.stringValue ?? configuration?.mediaType
    }

    /// The blobs that are not manifests themselves.
    var content: [Descriptor] { (configuration.map { [$0] } ?? []) + layers }

    private static func descriptor(_ value: JSONValue?, _ source: String) throws(RegistryError)
        -> Descriptor?
    {
        guard let value, value != .null else { return nil }
        return try Descriptor(value, in: source)
    }

    private static func descriptors(_ value: JSONValue?, _ source: String) throws(RegistryError)
        -> [Descriptor]
    {
        var read: [Descriptor] = []
        for element in value?.arrayValue ?? [] { read.append(try Descriptor(element, in: source)) }
        return read
    }
}
