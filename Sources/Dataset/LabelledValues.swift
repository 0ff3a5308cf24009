import RunDocument

/// Lists of values, or of objects with a `value` and maybe a `label` (Table Schema v2).
extension SchemaReader {
    /// Texts that stand for no value.
    ///
    /// Values in objects are unique, as are their labels; plain texts may come twice, as in v1.
    func missingValues() throws(SchemaError) -> [String]? {
        let key = "missingValues"
        let expected = "a list of strings, or of objects with a 'value'"
        guard let elements = try optional(key, expected, { $0.arrayValue }) else { return nil }
        let values = try optional(key, expected) { value -> [String]? in
            let texts = Self.values(value)?.compactMap(\.stringValue)
            return texts?.count == elements.count ? texts : nil
        }
        if elements.first?.objectValue != nil { try checkUnique(key, elements) }
        return values
    }

    /// The values of a categorical field as they stand in cells, all unique.
    func categories() throws(SchemaError) -> [String]? {
        let expected = "a list of values, or of objects with a 'value', that is not empty"
        let values = try optional("categories", expected) { value -> [JSONValue]? in
            Self.values(value).flatMap { $0.isEmpty ? nil : $0 }
        }
        guard let values else { return nil }
        try checkUnique("categories", members["categories"]?.arrayValue ?? [])
        return values.compactMap(\.lexicalText)
    }

    /// The bare values; nil if the list mixes both forms, or an object lacks its value.
    static func values(_ list: JSONValue) -> [JSONValue]? {
        guard let elements = list.arrayValue else { return nil }
        let labelled = elements.filter { $0.objectValue != nil }
        if labelled.isEmpty {
            return elements.allSatisfy { $0.lexicalText != nil && $0.arrayValue == nil }
                ? elements : nil
        }
        let values = labelled.compactMap { element -> JSONValue? in
            let hasLabel = element["label"].map { $0.stringValue != nil } ?? true
            return hasLabel ? element["value"] : nil
        }
        return values.count == elements.count && values.allSatisfy { $0.lexicalText != nil }
            ? values : nil
    }

    private func checkUnique(_ key: String, _ elements: [JSONValue]) throws(SchemaError) {
        let values = elements.map { $0["value"] ?? $0 }
        let labels = elements.compactMap { $0["label"] }
        for list in [values, labels] {
            var seen: Set<JSONValue> = []
            for value in list where !seen.insert(value).inserted {
                throw .repeated(place: place(of: key), value: value.lexicalText ?? "")
            }
        }
    }
}

extension JSONObject {
    /// Writes values, and leaves those that were read with labels as they were.
    mutating func setLabelled(_ key: String, _ values: [String]?) {
        guard let values else { return self[key] = nil }
        let old = self[key].flatMap(SchemaReader.values)
        if let old, old.compactMap(\.lexicalText) == values { return }
        self[key] = .array(values.map(JSONValue.string))
    }
}
