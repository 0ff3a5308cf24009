/// What the manual says of a key of the schema file.
package struct KeyDescription: Sendable {
    package let key: String
    package let meaning: String
    /// What holds without it.
    package let fallback: String?
    /// A value, as JSON.
    package let example: String

    init(_ key: String, _ meaning: String, _ fallback: String?, _ example: String) {
        self.key = key
        self.meaning = meaning
        self.fallback = fallback
        self.example = example
    }

    /// Of the schema itself.
    package static let schema: [KeyDescription] = [
        .init(
            "$schema", "the standard's version; kept, and written by infer", nil,
            #""https://datapackage.org/profiles/2.0/tableschema.json""#),
        .init(
            "fields", "the columns; required", nil,
            #"[{"name": "n", "type": "integer"}]"#),
        .init(
            "fieldsMatch",
            "how columns meet fields: exact (the same in this order), equal (the same), "
                + "subset (all fields, and maybe other columns), superset (no other columns), partial "
                + "(at least one field)", "exact", #""equal""#),
        .init(
            "missingValues", "texts that stand for no value, or objects with value and label",
            #"[""]"#, #"["", "NA"]"#),
        .init(
            "primaryKey", "a field, or several, whose values are there and no two rows share", nil,
            #"["n"]"#),
        .init(
            "uniqueKeys", "lists of fields whose values no two rows share, unless one is missing",
            nil,
            #"[["n"]]"#),
        .init(
            "foreignKeys",
            "fields whose values another table has, which --resource names, or this one if "
                + "resource is empty; values compare as what the fields read them as, and a row "
                + "with no value in any of them passes",
            nil, #"[{"fields": "n", "reference": {"resource": "", "fields": "n"}}]"#),
    ]

    /// Of a field.
    package static let field: [KeyDescription] = [
        .init("name", "the column's name; required", nil, #""n""#),
        .init(
            "type",
            "string, number, integer, boolean, object, array, list, datetime, date, time, year, "
                + "yearmonth, duration, geopoint, geojson or any", "any", #""string""#),
        .init(
            "format",
            "of a string: email, uri, binary, uuid or wkt; of dates and times: any, or a pattern "
                + "as in strptime(3); of a geopoint: array or object; of geojson: topojson",
            "default", #""email""#),
        .init("title", "for people", nil, #""A column""#),
        .init("description", "for people", nil, #""What it holds""#),
        .init("example", "a value, which must be one of the field's", nil, #""a@example.org""#),
        .init("constraints", "see below", nil, #"{"required": true}"#),
        .init(
            "categories",
            "all values of a categorical string or integer, or objects with value and label",
            nil, #"["a", "b"]"#),
        .init("categoriesOrdered", "whether they are in order", "false", "true"),
        .init("missingValues", "instead of the schema's", "the schema's", #"["-"]"#),
        .init("trueValues", "texts that are true", #"["true", "True", "TRUE", "1"]"#, #"["yes"]"#),
        .init(
            "falseValues", "texts that are false", #"["false", "False", "FALSE", "0"]"#, #"["no"]"#),
        .init("decimalChar", "the decimal point of a number", #"".""#, #"",""#),
        .init("groupChar", "what may stand between digits of a number", "nothing", #"" ""#),
        .init(
            "bareNumber", "false: a number may have other text before and after it, as 95 %",
            "true", "false"),
        .init("delimiter", "between the items of a list", #"",""#, #"";""#),
        .init(
            "itemType",
            "of a list's items: string, integer, boolean, number, datetime, date or time",
            "string", #""integer""#),
    ]

    /// Of `constraints`.
    package static let constraints: [KeyDescription] = [
        .init("required", "each row has a value", "false", "true"),
        .init("unique", "no value comes twice", "false", "true"),
        .init("minLength", "in characters, items or members", nil, "2"),
        .init("maxLength", "in characters, items or members", nil, "8"),
        .init(
            "minimum", "for what has an order; dates and times as texts in their format", nil, "0"),
        .init("maximum", "as minimum", nil, "10"),
        .init("exclusiveMinimum", "as minimum, the bound itself not being allowed", nil, "0"),
        .init("exclusiveMaximum", "as exclusiveMinimum", nil, "10"),
        .init(
            "pattern", "a regular expression that a string must match as a whole; see PATTERNS",
            nil,
            #""[A-Z]{3}\\d+""#),
        .init("enum", "all values that are allowed", nil, #"["a", "b"]"#),
        .init(
            "jsonSchema", "a JSON Schema that an object or array conforms to", nil,
            #"{"minItems": 1}"#),
    ]
}
