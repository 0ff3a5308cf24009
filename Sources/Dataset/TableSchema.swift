import FileStorage
package import RunDocument
package import SystemPackage

/// How a table's columns must meet a schema's fields.
package enum FieldsMatch: String, CaseIterable, Sendable {
    /// The same fields in the same order.
    case exact
    /// The same fields.
    case equal
    /// The table has all fields, and may have more.
    case subset
    /// The table has no other fields, and may have fewer.
    case superset
    /// The table has at least one of the fields.
    case partial
}

/// A Frictionless Table Schema v2, with this project's `mlx:` keys.
package struct TableSchema: Hashable, Sendable {
    package static let profile = "https://datapackage.org/profiles/2.0/tableschema.json"

    package var fields: [TableField]
    package var missingValues: [String]
    package var fieldsMatch: FieldsMatch
    package var primaryKey: [String]
    package var uniqueKeys: [[String]]
    package var dataset: DatasetKey
    private var source: JSONObject = [:]

    package init(fields: [TableField], missingValues: [String] = [""]) {
        self.fields = fields
        self.missingValues = missingValues
        fieldsMatch = .exact
        primaryKey = []
        uniqueKeys = []
        dataset = DatasetKey()
        dataset.target = fields.first { $0.role == .target }?.name
    }

    /// Reads a schema file.
    ///
    /// - Throws: `StorageError` or `SchemaError`, which name the file.
    package static func read(_ path: FilePath) throws -> TableSchema {
        try parse(try Files.read(path, limit: 1 << 26), name: path.string)
    }

    package static func parse(_ bytes: [UInt8], name: String) throws(SchemaError) -> TableSchema {
        let value: JSONValue
        do { value = try JSONValue(parsing: bytes) } catch { throw .inFile(name, .syntax(error)) }
        do { return try TableSchema(json: value) } catch { throw .inFile(name, error) }
    }

    package init(json: JSONValue) throws(SchemaError) {
        let reader = try SchemaReader(json, at: "")
        source = reader.members
        guard let elements = try reader.optional("fields", "a list", { $0.arrayValue }) else {
            throw .missing(place: "fields")
        }
        guard !elements.isEmpty else { throw .missing(place: "fields[0]") }
        fields = []
        for (index, element) in elements.enumerated() {
            let field = try TableField(SchemaReader(element, at: "fields[\(index)]"))
            guard !fields.contains(where: { $0.name == field.name }) else {
                throw .duplicateField(field.name)
            }
            fields.append(field)
        }
        missingValues = try reader.labelledStrings("missingValues") ?? [""]
        fieldsMatch = try Self.fieldsMatch(reader)
        primaryKey = try reader.optional("primaryKey", "a name or a list", Self.names) ?? []
        uniqueKeys =
            try reader.optional("uniqueKeys", "a list of lists of names") { value in
                let keys = value.arrayValue?.compactMap(Self.names)
                return keys?.count == value.arrayValue?.count ? keys : nil
            } ?? []
        dataset = try reader.object("mlx:dataset").map(DatasetKey.init) ?? DatasetKey()
        try checkNames()
        try checkTarget()
        for field in fields { _ = try CellParser(checking: field, of: self) }
    }

    private static func names(_ value: JSONValue) -> [String]? {
        value.stringValue.map { [$0] } ?? value.strings
    }

    /// A word; older drafts of v2 had a list of one.
    private static func fieldsMatch(_ reader: SchemaReader) throws(SchemaError) -> FieldsMatch {
        guard let list = reader.members["fieldsMatch"]?.arrayValue, let first = list.first else {
            return try reader.word("fieldsMatch") ?? .exact
        }
        let unpacked = try SchemaReader(.object(["fieldsMatch": first]), at: "")
        return try unpacked.word("fieldsMatch") ?? .exact
    }

    private func checkNames() throws(SchemaError) {
        let keys = [("primaryKey", primaryKey)] + uniqueKeys.map { ("uniqueKeys", $0) }
        for (place, names) in keys {
            for name in names where self[name] == nil {
                throw .unknownField(place: place, name: name)
            }
        }
    }

    /// Brings `mlx:dataset.target` and the fields' roles together.
    private mutating func checkTarget() throws(SchemaError) {
        let targets = fields.filter { $0.role == .target }.map(\.name)
        if targets.count > 1 { throw .twoTargets(targets[0], targets[1]) }
        guard let name = dataset.target else { return dataset.target = targets.first }
        guard let index = fields.firstIndex(where: { $0.name == name }) else {
            throw .unknownField(place: "mlx:dataset.target", name: name)
        }
        if let other = targets.first, other != name { throw .twoTargets(name, other) }
        fields[index].role = .target
    }

    package subscript(name: String) -> TableField? { fields.first { $0.name == name } }

    package var target: TableField? { fields.first { $0.role == .target } }

    package var features: [TableField] { fields.filter { $0.role == .feature } }

    /// The texts that stand for no value in a field's cells.
    package func missingValues(of field: TableField) -> [String] {
        field.missingValues ?? missingValues
    }

    package var json: JSONValue {
        var members = source
        members["$schema"] = source["$schema"] ?? .string(Self.profile)
        members["fields"] = .array(fields.map(\.json))
        members.setLabelled("missingValues", missingValues)
        if source["fieldsMatch"] != nil || fieldsMatch != .exact {
            members["fieldsMatch"] = .string(fieldsMatch.rawValue)
        }
        members["primaryKey"] = primaryKey.isEmpty ? nil : .array(primaryKey.map { .string($0) })
        members["uniqueKeys"] =
            uniqueKeys.isEmpty
            ? nil : .array(uniqueKeys.map { .array($0.map(JSONValue.string)) })
        if dataset != DatasetKey() { members["mlx:dataset"] = .object(dataset.json) }
        return .object(members)
    }
}
