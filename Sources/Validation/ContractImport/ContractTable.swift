import Dataset
import RunDocument

/// One table of a contract as it becomes a schema.
struct ContractTable {
    /// Members of a table that the schema takes over, or that only name it.
    private static let known = [
        "id", "name", "physicalName", "physicalType", "logicalType", "description", "businessName",
        "properties", "quality", "relationships",
    ]

    let name: String
    private(set) var warnings: [ContractWarning] = []
    private var fields: [TableField] = []
    private var primaryKey: [(position: Int, name: String)] = []
    private var uniqueKeys: [[String]] = []
    private var foreignKeys: [ForeignKey] = []
    private var dataset = DatasetKey()
    /// The field of each property's name and id.
    private var fieldNames: [String: String] = [:]
    private var relationships: [(column: String, JSONObject)] = []
    private var leftOut: Set<String> = []

    init(name: String) { self.name = name }

    mutating func warn(_ column: String, _ reason: String) {
        let place = column.isEmpty ? "" : column == name ? name : "\(name).\(column)"
        warnings.append(ContractWarning(place: place, reason: reason))
    }

    /// - Returns: false if there is such a column already.
    mutating func add(_ column: String, _ members: JSONObject) -> Bool {
        let property = ContractProperty(column, members)
        let field = property.field
        guard !fields.contains(where: { $0.name == field.name }) else { return false }
        for reason in property.warnings { warn(column, reason) }
        leftOut.formUnion(property.leftOut)
        fieldNames[column] = field.name
        if let id = members["id"]?.lexicalText { fieldNames[id] = field.name }
        if members["primaryKey"] == true {
            let position = members["primaryKeyPosition"]?.integerValue ?? -1
            primaryKey.append((position > 0 ? position : .max, field.name))
        }
        for element in members["relationships"]?.arrayValue ?? [] {
            relationships.append((column, element.objectValue ?? [:]))
        }
        fields.append(field)
        for element in members["quality"]?.arrayValue ?? [] {
            apply(ContractQuality(element.objectValue ?? [:]), to: fields.count - 1, column)
        }
        return true
    }

    private mutating func apply(_ quality: ContractQuality, to index: Int, _ column: String) {
        if let problem = quality.apply(to: &fields[index]) {
            warn(column, problem)
        } else if let kind = quality.checkKind {
            setSeverity(quality, "\(kind)/\(fields[index].name)", column)
        }
    }

    private mutating func setSeverity(_ quality: ContractQuality, _ check: String, _ column: String)
    {
        switch quality.severity?.lowercased() {
        case nil, "error", "critical", "blocker", "major", "high", "fail": break
        case "warning", "warn", "minor", "medium": dataset.severity[check] = .warn
        case "info", "low": dataset.severity[check] = .info
        case let word?: warn(column, "the severity '\(word)' is not known: the check fails")
        }
    }

    /// Takes what concerns the table as a whole, once all columns are known.
    mutating func finish(_ members: JSONObject) {
        for element in members["quality"]?.arrayValue ?? [] {
            apply(ContractQuality(element.objectValue ?? [:]))
        }
        for (column, relationship) in relationships {
            add(relationship, from: [column], column)
        }
        for element in members["relationships"]?.arrayValue ?? [] {
            let relationship = element.objectValue ?? [:]
            add(relationship, from: Self.texts(relationship["from"]), name)
        }
        leftOut.formUnion(members.keys.filter { !Self.known.contains($0) })
        if !leftOut.isEmpty {
            let names = leftOut.sorted().joined(separator: ", ")
            warn(name, "left out, as no check follows from it: \(names)")
        }
    }

    private mutating func apply(_ quality: ContractQuality) {
        switch quality.metric {
        case "rowCount":
            guard let range = quality.countRange, quality.unit == .rows else {
                return warn(name, quality.inexpressible)
            }
            dataset.rowCount = range
            setSeverity(quality, "row-count", name)
        case "duplicateValues":
            let names = quality.properties.compactMap { fieldNames[$0] }
            guard quality.allowsNone, !names.isEmpty, names.count == quality.properties.count
            else { return warn(name, quality.inexpressible) }
            uniqueKeys.append(names)
            setSeverity(quality, "unique-key/\(names.joined(separator: ","))", name)
        default: warn(name, quality.inexpressible)
        }
    }

    private static func texts(_ value: JSONValue?) -> [String] {
        (value?.arrayValue ?? [value].compactMap(\.self)).compactMap(\.lexicalText)
    }

    private mutating func add(_ relationship: JSONObject, from: [String], _ column: String) {
        let to = Self.texts(relationship["to"])
        let targets = to.map(ContractReference.init)
        let sources = from.compactMap { fieldNames[ContractReference($0).property] }
        let own = targets.compactMap { target in
            target.isWithin(name) ? fieldNames[target.property] : nil
        }
        guard !to.isEmpty, sources.count == to.count, own.count == to.count else {
            let target = to.joined(separator: ", ")
            return warn(
                column,
                "the foreign key to '\(target)' is left out: add it to 'foreignKeys' with the "
                    + "path of the other table's file as its 'resource'"
            )
        }
        foreignKeys.append(ForeignKey(fields: sources, referencedFields: own))
    }

    var schema: TableSchema {
        var schema = TableSchema(fields: fields)
        schema.fieldsMatch = .equal
        schema.primaryKey = primaryKey.sorted { $0.position < $1.position }.map(\.name)
        schema.uniqueKeys = uniqueKeys
        schema.foreignKeys = foreignKeys
        schema.dataset = dataset
        return schema
    }
}

/// A property that a relationship names: `table.column`, or `schema/table/properties/column` by
/// their ids.
struct ContractReference {
    /// Empty for a name alone.
    let table: String
    let property: String

    init(_ text: String) {
        let isPath = text.contains("/")
        let parts = text.split(separator: isPath ? "/" : ".").map(String.init)
            .filter { !isPath || $0 != "schema" && $0 != "properties" }
        table = parts.count > 1 ? parts[0] : ""
        property = parts.dropFirst(parts.count > 1 ? 1 : 0).joined(separator: ".")
    }

    func isWithin(_ name: String) -> Bool { table.isEmpty || table == name }
}
