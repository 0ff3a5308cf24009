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
    /// The field that says which split a row is in.
    package var splitKey: SplitKey?
    /// The field that says which fold of a cross-validation a row is in.
    package var foldKey: String?
    /// Fields of which no value may be in two splits.
    package var groupKeys: [String] = []
    /// The field that orders rows in time.
    package var timeKey: TimeKey?
    package var rowCount: CountRange?
    /// Rows for each row of the reference.
    package var rowCountRatio: ValueRange?
    /// The share of columns, from 0 to 1, that must drift for the table to have drifted.
    package var driftShare: Double?
    /// What must hold of the table's statistics, in the row rules' language.
    package var invariants: [DeclaredRule] = []
    /// What must hold of each row.
    package var rules: [DeclaredRule] = []
    /// Pairs of fields: each value of the first has one value of the second, in every split.
    package var functional: [FunctionalPair] = []
    /// Thresholds of the quality checks by their names.
    package var quality: [String: Double] = [:]
    /// How the table is held against earlier runs.
    package var history: HistoryRule?
    /// What a check's failure means, by the check's id or kind.
    package var severity: [String: SeverityWord] = [:]
    private var source: JSONObject = [:]

    package static let keys = [
        "version", "target", "task", "splitKey", "foldKey", "groupKeys", "timeKey", "rowCount",
        "rowCountRatio", "driftShare", "invariants", "rules", "functional", "quality", "history",
        "severity",
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
        splitKey = try reader.object("splitKey").map(SplitKey.init)
        foldKey = try reader.string("foldKey")
        groupKeys = try reader.strings("groupKeys") ?? []
        timeKey = try reader.object("timeKey").map(TimeKey.init)
        rowCount = try reader.countRange("rowCount")
        rowCountRatio = try reader.valueRange("rowCountRatio")
        driftShare = try reader.fraction("driftShare")
        invariants = try reader.rules("invariants")
        rules = try reader.rules("rules")
        functional = try reader.pairs("functional")
        history = try reader.object("history").map(HistoryRule.init)
        if let limits = try reader.object("quality") {
            for key in limits.members.keys.sorted() { quality[key] = try limits.number(key) }
        }
        guard let words = try reader.object("severity") else { return }
        for key in words.members.keys.sorted() { severity[key] = try words.word(key) }
    }

    /// The fields that it names, each with the place where it does.
    var namedFields: [(place: String, name: String)] {
        var names: [(place: String, name: String)] = []
        if let splitKey { names.append(("mlx:dataset.splitKey.field", splitKey.field)) }
        if let foldKey { names.append(("mlx:dataset.foldKey", foldKey)) }
        names += groupKeys.map { ("mlx:dataset.groupKeys", $0) }
        if let timeKey { names.append(("mlx:dataset.timeKey.field", timeKey.field)) }
        names += functional.flatMap { [$0.first, $0.second] }
            .map { ("mlx:dataset.functional", $0) }
        return names
    }

    package var minimumRows: Int? { rowCount?.minimum }

    package var maximumRows: Int? { rowCount?.maximum }

    /// What was read, with the members that say something else by now.
    var json: JSONObject {
        let old = (try? DatasetKey(SchemaReader(.object(source), at: "")))?.typedMembers ?? [:]
        var members = source
        for (key, value) in typedMembers where old[key] != value { members[key] = value }
        for key in old.keys where typedMembers[key] == nil { members[key] = nil }
        members["version"] = members["version"] ?? 1
        return members
    }

    private var typedMembers: JSONObject {
        var members: JSONObject = ["version": .integer(Int64(version))]
        members["target"] = target.map(JSONValue.string)
        members["task"] = task.map { .string($0.rawValue) }
        members["splitKey"] = splitKey?.json
        members["foldKey"] = foldKey.map(JSONValue.string)
        members["groupKeys"] = groupKeys.isEmpty ? nil : .array(groupKeys.map(JSONValue.string))
        members["timeKey"] = timeKey?.json
        members["rowCount"] = rowCount?.json
        members["rowCountRatio"] = rowCountRatio?.json
        members["driftShare"] = driftShare.map(JSONValue.number)
        members["invariants"] = invariants.isEmpty ? nil : .array(invariants.map(\.json))
        members["rules"] = rules.isEmpty ? nil : .array(rules.map(\.json))
        members["functional"] = functional.isEmpty ? nil : .array(functional.map(\.json))
        members["quality"] = quality.isEmpty ? nil : .object(quality.mapValues(JSONValue.number))
        members["history"] = history?.json
        members["severity"] =
            severity.isEmpty ? nil : .object(severity.mapValues { .string($0.rawValue) })
        return members
    }
}
