import RunDocument

/// One input of a model.
package struct Feature: Hashable, Sendable {
    package enum Kind: Hashable, Sendable {
        case numeric(isInteger: Bool)
        case boolean
        /// The position of a category is its code.
        case categorical([String])
    }

    package let name: String
    package var kind: Kind
    /// Whether a value must be given; a feature that is not required may be missing.
    package let isRequired: Bool

    package init(name: String, kind: Kind, isRequired: Bool) {
        self.name = name
        self.kind = kind
        self.isRequired = isRequired
    }
}

// MARK: As a member of an MLmodel file

extension Feature {
    var json: JSONValue {
        var members: JSONObject = ["name": .string(name), "required": .boolean(isRequired)]
        switch kind {
        case .numeric(let isInteger): members["type"] = isInteger ? "integer" : "number"
        case .boolean: members["type"] = "boolean"
        case .categorical(let categories):
            members["type"] = "categorical"
            members["categories"] = .array(categories.map(JSONValue.string))
        }
        return .object(members)
    }

    init?(_ json: JSONValue) {
        guard let name = json["name"]?.stringValue, let type = json["type"]?.stringValue else {
            return nil
        }
        self.name = name
        isRequired = json["required"]?.booleanValue ?? true
        switch type {
        case "number": kind = .numeric(isInteger: false)
        case "integer": kind = .numeric(isInteger: true)
        case "boolean": kind = .boolean
        case "categorical":
            guard let categories = json["categories"]?.arrayValue else { return nil }
            kind = .categorical(categories.compactMap(\.stringValue))
        default: return nil
        }
    }

    /// The column as MLflow's signature describes it.
    ///
    /// An integer that may be missing is a double there, as in pandas.
    var column: JSONValue {
        let type =
            switch kind {
            case .numeric(isInteger: true) where isRequired: "long"
            case .numeric: "double"
            case .boolean: "boolean"
            case .categorical: "string"
            }
        return ["name": .string(name), "type": .string(type), "required": .boolean(isRequired)]
    }
}
