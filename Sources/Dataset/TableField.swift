import RunDocument

/// How much of a column must have a value.
package struct Presence: Hashable, Sendable {
    /// From 0 to 1.
    package var minFraction: Double?
    package var minCount: Int?

    package init(minFraction: Double? = nil, minCount: Int? = nil) {
        self.minFraction = minFraction
        self.minCount = minCount
    }
}

/// One column as a schema describes it.
package struct TableField: Hashable, Sendable {
    package var name: String
    package var type: FieldType
    package var format: String?
    package var role: Role
    package var constraints = Constraints()
    package var presence: Presence?
    /// Instead of the schema's.
    package var missingValues: [String]?
    package var trueValues = ["true", "True", "TRUE", "1"]
    package var falseValues = ["false", "False", "FALSE", "0"]
    package var decimalChar: UInt8 = UInt8(ascii: ".")
    package var groupChar: UInt8?
    /// False if a number may have other text around it, as a currency.
    package var bareNumber = true
    var declaredCategories: [String]?
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
        self.role = role
        declaredCategories = categories
    }

    /// The values of a categorical column: its `categories`, or its `enum` if it holds texts.
    package var categories: [String]? {
        if let declaredCategories { return declaredCategories }
        return type.isNumeric ? nil : constraints.enumeration?.compactMap(\.lexicalText)
    }

    /// Whether numbers are written as a program writes them: a point, no groups, nothing around.
    package var isPlainNumber: Bool {
        bareNumber && groupChar == nil && decimalChar == UInt8(ascii: ".")
    }

    /// Members of `mlx:field` that this version keeps and does not check.
    package var unchecked: [String] {
        let keys = source["mlx:field"]?.objectValue?.keys.sorted() ?? []
        return keys.filter { !["role", "presence", "semantic"].contains($0) }
    }

    static let keys = [
        "role", "semantic", "presence", "minDomainMass", "uniqueCount", "disallowNaN",
        "disallowInf", "drift", "skew",
    ]

    init(_ reader: SchemaReader) throws(SchemaError) {
        source = reader.members
        guard let name = try reader.string("name") else {
            throw .missing(place: reader.place(of: "name"))
        }
        self.name = name
        let typeName = try reader.string("type") ?? "any"
        guard let type = FieldType(rawValue: typeName) else {
            throw .unknownType(field: name, type: typeName)
        }
        self.type = type
        role = .feature
        format = try reader.string("format")
        missingValues = try reader.labelledStrings("missingValues")
        declaredCategories = try reader.labelledStrings("categories")
        trueValues = try reader.strings("trueValues") ?? trueValues
        falseValues = try reader.strings("falseValues") ?? falseValues
        decimalChar = try reader.character("decimalChar") ?? decimalChar
        groupChar = try reader.character("groupChar")
        bareNumber = try reader.boolean("bareNumber") ?? true
        if let rules = try reader.object("constraints") {
            constraints = try Constraints(rules, field: name, type: type)
        }
        if let own = try reader.object("mlx:field") { try read(own) }
    }

    private mutating func read(_ own: SchemaReader) throws(SchemaError) {
        try own.allowOnly(Self.keys)
        role = try own.word("role") ?? .feature
        guard let presence = try own.object("presence") else { return }
        try presence.allowOnly(["minFraction", "minCount"])
        self.presence = Presence(
            minFraction: try presence.optional("minFraction", "a number from 0 to 1") { value in
                value.doubleValue.flatMap { (0...1).contains($0) ? $0 : nil }
            },
            minCount: try presence.count("minCount")
        )
    }

    var json: JSONValue {
        var members = source
        members["name"] = .string(name)
        members["type"] = .string(type.rawValue)
        members["format"] = format.map(JSONValue.string)
        members.setLabelled("missingValues", missingValues)
        members.setLabelled("categories", declaredCategories)
        let rules = constraints.json
        members["constraints"] = rules.isEmpty ? nil : .object(rules)
        var own = source["mlx:field"]?.objectValue ?? [:]
        own["role"] = role == .feature ? own["role"].map { _ in "feature" } : .string(role.rawValue)
        own["presence"] = presence?.json
        members["mlx:field"] = own.isEmpty ? nil : .object(own)
        return .object(members)
    }
}

extension Presence {
    fileprivate var json: JSONValue {
        var members: JSONObject = [:]
        members["minFraction"] = minFraction.map(JSONValue.number)
        members["minCount"] = minCount.map { .integer(Int64($0)) }
        return .object(members)
    }
}

extension JSONObject {
    /// Writes values, and leaves those that were read with labels as they were.
    mutating func setLabelled(_ key: String, _ values: [String]?) {
        guard let values else { return self[key] = nil }
        if let old = self[key], SchemaReader.labelled(old) == values { return }
        self[key] = .array(values.map(JSONValue.string))
    }
}
