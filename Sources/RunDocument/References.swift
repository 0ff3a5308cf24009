/// Where an input is and which bytes it had.
package struct InputReference: Hashable, Sendable {
    package var uri: String
    package var digest: String?
    package var rows: Int?
    /// Whether a code tree had uncommitted changes.
    package var isDirty: Bool?
    var unknown: JSONObject = [:]

    package init(uri: String, digest: String? = nil, rows: Int? = nil, isDirty: Bool? = nil) {
        self.uri = uri
        self.digest = digest
        self.rows = rows
        self.isDirty = isDirty
    }

    init(_ value: JSONValue, at path: String) throws(DocumentError) {
        var reader = try ObjectReader(value, at: path)
        uri = try reader.requiredString("uri")
        digest = try reader.string("digest")
        rows = try reader.integer("rows")
        isDirty = try reader.optional("dirty", "a boolean") { $0.booleanValue }
        unknown = reader.rest
    }

    var json: JSONValue {
        var members = unknown
        members.set("uri", uri)
        members.set("digest", digest)
        members.set("rows", rows)
        members.set("dirty", isDirty.map(JSONValue.boolean))
        return .object(members)
    }
}

/// The digests of everything that a model is made of.
package struct Inputs: Hashable, Sendable {
    package var code: InputReference?
    /// By split: `train`, `test`.
    package var data: [String: InputReference] = [:]
    package var schema: InputReference?
    var unknown: JSONObject = [:]

    package init() {}

    init(_ value: JSONValue, at path: String) throws(DocumentError) {
        var reader = try ObjectReader(value, at: path)
        if let code = try reader.object("code") {
            self.code = try InputReference(.object(code), at: reader.path(of: "code"))
        }
        for (split, reference) in try reader.object("data") ?? [:] {
            data[split] = try InputReference(reference, at: reader.path(of: "data.\(split)"))
        }
        if let schema = try reader.object("schema") {
            self.schema = try InputReference(.object(schema), at: reader.path(of: "schema"))
        }
        unknown = reader.rest
    }

    var json: JSONValue {
        var members = unknown
        members.set("code", code?.json)
        if !data.isEmpty { members["data"] = .object(data.mapValues(\.json)) }
        members.set("schema", schema?.json)
        return .object(members)
    }
}

/// The model that a run made, or works on.
package struct ModelReference: Hashable, Sendable {
    /// A directory, or `registry:NAME@VERSION`.
    package var uri: String
    /// SHA-256 over the model's files; see `TreeDigest`.
    package var digest: String
    package var format: String
    package var version: Int?
    var unknown: JSONObject = [:]

    package init(uri: String, digest: String, format: String, version: Int? = nil) {
        self.uri = uri
        self.digest = digest
        self.format = format
        self.version = version
    }

    init(_ value: JSONValue, at path: String) throws(DocumentError) {
        var reader = try ObjectReader(value, at: path)
        uri = try reader.requiredString("uri")
        digest = try reader.requiredString("digest")
        format = try reader.requiredString("format")
        version = try reader.integer("version")
        unknown = reader.rest
    }

    package var json: JSONValue {
        var members = unknown
        members.set("uri", uri)
        members.set("digest", digest)
        members.set("format", format)
        members.set("version", version)
        return .object(members)
    }
}
