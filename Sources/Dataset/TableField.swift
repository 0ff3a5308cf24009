package import RunDocument

/// One column as a schema describes it.
///
/// What `mlx:field` says can be asked of the field itself, as `field.role`.
@dynamicMemberLookup
package struct TableField: Hashable, Sendable {
    package var name: String
    package var type: FieldType
    package var format: String?
    package var title: String?
    package var description: String?
    /// A value that the column may have.
    package var example: JSONValue?
    package var constraints = Constraints()
    /// Instead of the schema's.
    package var missingValues: [String]?
    package var trueValues = ["true", "True", "TRUE", "1"]
    package var falseValues = ["false", "False", "FALSE", "0"]
    package var decimalChar = "."
    package var groupChar: String?
    /// False if a number may have other text around it, as a currency.
    package var bareNumber = true
    /// What separates the items of a list.
    package var delimiter = ","
    package var itemType: FieldType = .string
    package var declaredCategories: [String]?
    /// Whether the categories stand in their order; nil if nothing is said.
    package var categoriesOrdered: Bool?
    package var key = FieldKey()
    /// The object as it was read, so that what is not known here is written back.
    private var source: JSONObject = [:]

    package init(
        name: String,
        type: FieldType,
        role: Role = .feature,
        categories: [String]? = nil
    ) {
        self.name = name
        self.type = type
        declaredCategories = categories
        key.role = role
    }

    package subscript<Value>(dynamicMember path: WritableKeyPath<FieldKey, Value>) -> Value {
        get { key[keyPath: path] }
        set { key[keyPath: path] = newValue }
    }

    /// The values of a categorical column: its `categories`, or its `enum` if it holds texts.
    package var categories: [String]? {
        if let declaredCategories { return declaredCategories }
        return type.isNumeric ? nil : constraints.enumeration?.compactMap(\.lexicalText)
    }

    init(_ reader: SchemaReader) throws(SchemaError) {
        source = reader.members
        name = try reader.required("name", reader.string("name"))
        let typeName = try reader.string("type") ?? "any"
        guard let type = FieldType(rawValue: typeName) else {
            throw .unknownType(field: name, type: typeName)
        }
        self.type = type
        format = try reader.string("format")
        title = try reader.string("title")
        description = try reader.string("description")
        if let value = reader.members["example"], value != .null { example = value }
        missingValues = try reader.missingValues()
        trueValues = try reader.strings("trueValues") ?? trueValues
        falseValues = try reader.strings("falseValues") ?? falseValues
        decimalChar = try reader.text("decimalChar") ?? decimalChar
        groupChar = try reader.text("groupChar")
        bareNumber = try reader.boolean("bareNumber") ?? true
        try readCategories(reader)
        try readList(reader)
        for key in Constraints.keys where reader.members[key] != nil {
            throw .strayConstraint(field: name, key: key)
        }
        if let rules = try reader.object("constraints") {
            constraints = try Constraints(rules, field: name, type: type)
        }
        key = try reader.object("mlx:field").map(FieldKey.init) ?? key
    }

    private mutating func readCategories(_ reader: SchemaReader) throws(SchemaError) {
        declaredCategories = try reader.categories()
        categoriesOrdered = try reader.boolean("categoriesOrdered")
        guard declaredCategories == nil || type == .string || type == .integer else {
            throw .misplacedProperty(field: name, key: "categories", type: type)
        }
    }

    private mutating func readList(_ reader: SchemaReader) throws(SchemaError) {
        guard type == .list else { return }
        delimiter = try reader.text("delimiter") ?? delimiter
        itemType = try reader.word("itemType") ?? .string
        guard FieldType.itemTypes.contains(itemType) else {
            throw .unknownValue(
                place: reader.place(of: "itemType"),
                value: itemType.rawValue,
                known: FieldType.itemTypes.map(\.rawValue)
            )
        }
    }

    var json: JSONValue {
        var members = source
        members["name"] = .string(name)
        members["type"] = .string(type.rawValue)
        members["format"] = format.map(JSONValue.string)
        members["title"] = title.map(JSONValue.string)
        members["description"] = description.map(JSONValue.string)
        members["example"] = example ?? source["example"]
        members.setLabelled("missingValues", missingValues)
        members.setLabelled("categories", declaredCategories)
        members["categoriesOrdered"] = categoriesOrdered.map(JSONValue.boolean)
        members.set("trueValues", trueValues, unless: ["true", "True", "TRUE", "1"])
        members.set("falseValues", falseValues, unless: ["false", "False", "FALSE", "0"])
        members["groupChar"] = groupChar.map(JSONValue.string)
        if decimalChar != "." { members["decimalChar"] = .string(decimalChar) }
        if !bareNumber { members["bareNumber"] = false }
        if delimiter != "," { members["delimiter"] = .string(delimiter) }
        if itemType != .string { members["itemType"] = .string(itemType.rawValue) }
        let rules = constraints.json
        members["constraints"] = rules.isEmpty ? nil : .object(rules)
        members["mlx:field"] = key.json(keeping: source["mlx:field"])
        return .object(members)
    }
}

extension JSONObject {
    fileprivate mutating func set(_ key: String, _ words: [String], unless usual: [String]) {
        if words != usual { self[key] = .array(words.map(JSONValue.string)) }
    }
}
