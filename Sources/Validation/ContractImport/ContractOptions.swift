import Dataset
import RunDocument

/// The `logicalTypeOptions` of a column as they become constraints.
struct ContractOptions {
    private static let formats = [
        "email": "email", "uri": "uri", "url": "uri", "uuid": "uuid", "binary": "binary",
        "byte": "binary",
    ]

    private let options: JSONObject
    private(set) var warnings: [String] = []

    init(_ options: JSONObject) { self.options = options }

    mutating func apply(to field: inout TableField) {
        // The format first: bounds are read by it.
        if let format = options["format"]?.lexicalText { apply(format: format, to: &field) }
        for key in options.keys.sorted() where key != "format" {
            guard let value = options[key] else { continue }
            if !apply(key, value, to: &field) {
                warnings.append("'\(key): \(value.lexicalText ?? "null")' cannot be expressed")
            }
        }
    }

    private mutating func apply(format: String, to field: inout TableField) {
        switch field.type {
        case .date, .time, .datetime:
            guard let pattern = DateTimePattern(format) else {
                return warnings.append("the format '\(format)' cannot be expressed")
            }
            if field.type == .date, pattern.hasTime { field.type = .datetime }
            field.format = pattern.isUsual(for: field.type) ? nil : pattern.text
        case .string:
            guard let name = Self.formats[format.lowercased()] else {
                return warnings.append("the format '\(format)' is not checked")
            }
            field.format = name
        case .integer: setWidth(format, of: &field)
        case .number where ["f32", "f64"].contains(format): break
        default: warnings.append("the format '\(format)' is not checked")
        }
    }

    /// Rust's integer types, as bounds.
    private mutating func setWidth(_ format: String, of field: inout TableField) {
        guard let bits = Int(format.dropFirst()), [8, 16, 32, 64, 128].contains(bits),
            format.hasPrefix("i") || format.hasPrefix("u")
        else { return warnings.append("the format '\(format)' is not checked") }
        let isSigned = format.hasPrefix("i")
        if !isSigned { field.constraints.minimum = 0 }
        // Numbers are doubles here, which tell no integers apart beyond 53 bits.
        guard bits <= 32 else { return }
        let magnitude = Int64(1) << (isSigned ? bits - 1 : bits)
        if isSigned { field.constraints.minimum = .integer(-magnitude) }
        field.constraints.maximum = .integer(magnitude - 1)
    }

    /// - Returns: false for what a schema cannot say.
    private mutating func apply(_ key: String, _ value: JSONValue, to field: inout TableField)
        -> Bool
    {
        switch (key, field.type) {
        case ("minLength", .string), ("minItems", .array), ("minProperties", .object):
            field.constraints.minLength = value.integerValue
            return value.integerValue != nil
        case ("maxLength", .string), ("maxItems", .array), ("maxProperties", .object):
            field.constraints.maxLength = value.integerValue
            return value.integerValue != nil
        case ("pattern", .string):
            guard let pattern = value.stringValue else { return false }
            field.constraints.pattern = pattern
            if !pattern.hasPrefix("^") || !pattern.hasSuffix("$") {
                warnings.append("the pattern '\(pattern)' is held against whole values")
            }
            return true
        case ("uniqueItems", .array), ("required", .object): return true
        case ("timezone", .datetime), ("timezone", .time): return true
        case ("defaultTimezone", .datetime), ("defaultTimezone", .time):
            return ["UTC", "Etc/UTC", "GMT", "Z"].contains(value.lexicalText ?? "")
        default: return applyBound(key, value, to: &field)
        }
    }

    private func applyBound(_ key: String, _ value: JSONValue, to field: inout TableField) -> Bool {
        let schema = TableSchema(fields: [field])
        guard (try? CellParser(field, of: schema))?.constant(value) != nil else { return false }
        switch (key, field.type) {
        case (_, .string), (_, .array), (_, .object), (_, .boolean), (_, .any): return false
        case ("minimum", _): field.constraints.minimum = value
        case ("maximum", _): field.constraints.maximum = value
        case ("exclusiveMinimum", _): field.constraints.exclusiveMinimum = value
        case ("exclusiveMaximum", _): field.constraints.exclusiveMaximum = value
        default: return false
        }
        return true
    }
}
