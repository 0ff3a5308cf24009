import RunDocument

/// What `mlx:dataset` says of a whole table.
package struct DatasetKey: Hashable, Sendable {
    /// What a model of the target is.
    package enum Task: String, CaseIterable, Sendable {
        case binary, multiclass, regression
    }

    package var version = 1
    /// The name of the field that a model predicts.
    package var target: String?
    package var task: Task?
    package var minimumRows: Int?
    package var maximumRows: Int?
    private var source: JSONObject = [:]

    static let keys = [
        "version", "target", "task", "splitKey", "groupKeys", "timeKey", "rowCount",
        "rowCountRatio", "driftShare", "invariants", "severity",
    ]

    package init() {}

    init(_ reader: SchemaReader) throws(SchemaError) {
        try reader.allowOnly(Self.keys)
        source = reader.members
        version = try reader.count("version") ?? 1
        guard version == 1 else {
            throw .unknownValue(
                place: reader.place(of: "version"),
                value: "\(version)",
                known: ["1"]
            )
        }
        target = try reader.string("target")
        task = try reader.word("task")
        guard let rows = try reader.object("rowCount") else { return }
        try rows.allowOnly(["min", "max"])
        minimumRows = try rows.count("min")
        maximumRows = try rows.count("max")
    }

    /// Members that this version keeps and does not check.
    package var unchecked: [String] {
        let checked = ["version", "target", "task", "rowCount"]
        return source.keys.sorted().filter { !checked.contains($0) }
    }

    var json: JSONObject {
        var members = source
        members["version"] = .integer(Int64(version))
        members["target"] = target.map(JSONValue.string)
        members["task"] = task.map { .string($0.rawValue) }
        var rows: JSONObject = [:]
        rows["min"] = minimumRows.map { .integer(Int64($0)) }
        rows["max"] = maximumRows.map { .integer(Int64($0)) }
        members["rowCount"] = rows.isEmpty ? nil : .object(rows)
        return members
    }
}
