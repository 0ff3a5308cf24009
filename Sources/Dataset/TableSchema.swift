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
    package var foreignKeys: [ForeignKey] = []
    package var dataset: DatasetKey
    /// How the table's files are written, where that must be said.
    package var dialect: DialectDescription?
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
        _ = try reader.string("$schema")
        let elements = try reader.required("fields", reader.objects("fields"))
        guard !elements.isEmpty else { throw .missing(place: "fields[0]") }
        fields = []
        for element in elements {
            let field = try TableField(element)
            guard !fields.contains(where: { $0.name == field.name }) else {
                throw .duplicateField(field.name)
            }
            fields.append(field)
        }
        missingValues = try reader.missingValues() ?? [""]
        fieldsMatch = try Self.fieldsMatch(reader)
        primaryKey = try reader.names("primaryKey") ?? []
        uniqueKeys =
            try reader.optional("uniqueKeys", "a list of lists of names") { value in
                let keys = value.arrayValue?.compactMap { key in
                    key.stringValue.map { [$0] } ?? key.strings
                }
                let isWhole = keys?.count == value.arrayValue?.count
                return isWhole && keys?.contains([]) == false ? keys : nil
            } ?? []
        foreignKeys = try reader.foreignKeys()
        dataset = try reader.object("mlx:dataset").map(DatasetKey.init) ?? DatasetKey()
        dialect = try reader.object("mlx:dialect").map(DialectDescription.init)
        try checkNames()
        try checkTarget()
        setSplitRole()
        for field in fields { try check(field) }
    }

    /// A word; older drafts of v2 had a list of one.
    private static func fieldsMatch(_ reader: SchemaReader) throws(SchemaError) -> FieldsMatch {
        guard let list = reader.members["fieldsMatch"]?.arrayValue, let first = list.first else {
            return try reader.word("fieldsMatch") ?? .exact
        }
        let unpacked = try SchemaReader(.object(["fieldsMatch": first]), at: "")
        return try unpacked.word("fieldsMatch") ?? .exact
    }

    private func check(_ field: TableField) throws(SchemaError) {
        _ = try CellParser(checking: field, of: self)
        guard let categories = field.declaredCategories else { return }
        for value in field.constraints.enumeration ?? [] {
            guard let text = value.lexicalText, categories.contains(text) else {
                throw .notACategory(field: field.name, value: value.lexicalText ?? "null")
            }
        }
    }

    private func checkNames() throws(SchemaError) {
        var named = primaryKey.map { ("primaryKey", $0) } + dataset.namedFields
        named += uniqueKeys.flatMap { key in key.map { ("uniqueKeys", $0) } }
        for (index, key) in foreignKeys.enumerated() {
            named += key.fields.map { ("foreignKeys[\(index)].fields", $0) }
            if key.resource == nil {
                let place = "foreignKeys[\(index)].reference.fields"
                named += key.referencedFields.map { (place, $0) }
            }
        }
        for (place, name) in named where self[name] == nil {
            throw .unknownField(place: place, name: name)
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

    /// The fields that say which split or fold a row is in are no features, said or not.
    private mutating func setSplitRole() {
        let names = [dataset.splitKey?.field, dataset.foldKey]
        for index in fields.indices
        where fields[index].role == .feature && names.contains(fields[index].name) {
            fields[index].role = .split
        }
    }

    package subscript(name: String) -> TableField? { fields.first { $0.name == name } }

    package var target: TableField? { fields.first { $0.role == .target } }

    package var features: [TableField] { fields.filter { $0.role == .feature } }

    /// The texts that stand for no value in a field's cells.
    package func missingValues(of field: TableField) -> [String] {
        (field.missingValues ?? missingValues) + [dialect?.nullSequence].compactMap(\.self)
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
        let reader = try? SchemaReader(.object(source), at: "")
        let oldKeys = try? reader?.foreignKeys()
        if oldKeys != foreignKeys {
            members["foreignKeys"] =
                foreignKeys.isEmpty ? nil : .array(foreignKeys.map(\.json))
        }
        let oldDialect = try? reader?.object("mlx:dialect").map(DialectDescription.init)
        if dialect?.json != oldDialect?.json { members["mlx:dialect"] = dialect?.json }
        if dataset != DatasetKey() { members["mlx:dataset"] = .object(dataset.json) }
        return .object(members)
    }
}
