import RunDocument

/// Fields whose values must stand in a row of this table or of another one.
package struct ForeignKey: Hashable, Sendable {
    package var fields: [String]
    /// The name of the table that is referred to, whose place whoever checks knows; nil for this
    /// very table.
    package var resource: String?
    /// As many as `fields`.
    package var referencedFields: [String]

    package init(fields: [String], resource: String? = nil, referencedFields: [String]) {
        self.fields = fields
        self.resource = resource
        self.referencedFields = referencedFields
    }

    init(_ reader: SchemaReader) throws(SchemaError) {
        fields = try reader.required("fields", reader.names("fields"))
        let reference = try reader.required("reference", reader.object("reference"))
        referencedFields = try reference.required("fields", reference.names("fields"))
        // An empty name is this table in version 1.
        resource = try reference.string("resource").flatMap { $0.isEmpty ? nil : $0 }
        guard fields.count == referencedFields.count, !fields.isEmpty else {
            throw .unequalKeys(
                place: reader.place,
                fields: fields.count,
                referenced: referencedFields.count
            )
        }
    }

    var json: JSONValue {
        var reference: JSONObject = ["fields": .array(referencedFields.map(JSONValue.string))]
        reference["resource"] = resource.map(JSONValue.string)
        return ["fields": .array(fields.map(JSONValue.string)), "reference": .object(reference)]
    }
}

extension SchemaReader {
    func foreignKeys() throws(SchemaError) -> [ForeignKey] {
        var keys: [ForeignKey] = []
        for key in try objects("foreignKeys") ?? [] { keys.append(try ForeignKey(key)) }
        return keys
    }
}
