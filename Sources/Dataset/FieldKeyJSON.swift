import RunDocument

extension FieldKey {
    /// What was read, with the members that say something else by now; nil if there are none.
    func json(keeping source: JSONValue?) -> JSONValue? {
        var members = source?.objectValue ?? [:]
        let old = (try? FieldKey(SchemaReader(.object(members), at: "")))?.typedMembers ?? [:]
        let new = typedMembers
        for (key, value) in new where old[key] != value { members[key] = value }
        for key in old.keys where new[key] == nil { members[key] = nil }
        return members.isEmpty && source == nil ? nil : .object(members)
    }

    private var typedMembers: JSONObject {
        var members: JSONObject = [:]
        if role != .feature { members["role"] = .string(role.rawValue) }
        members["semantic"] = semantic.map { .string($0.rawValue) }
        members["personal"] = personal.map(JSONValue.boolean)
        members["presence"] = presence?.json
        members["minDomainMass"] = minDomainMass.map(JSONValue.number)
        members["uniqueCount"] = uniqueCount?.json
        if disallowNaN { members["disallowNaN"] = true }
        if disallowInf { members["disallowInf"] = true }
        members["drift"] = drift?.json
        members["skew"] = skew?.json
        addStatistics(to: &members)
        return members
    }

    private func addStatistics(to members: inout JSONObject) {
        members["mean"] = mean?.json
        members["median"] = median?.json
        members["sum"] = sum?.json
        members["stdev"] = stdev?.json
        if !quantiles.isEmpty {
            let ranges = quantiles.map { ("\($0.probability)", $0.range.json) }
            members["quantiles"] = .object(JSONObject(ranges) { _, last in last })
        }
        members["increasing"] = increasing?.json
        members["decreasing"] = decreasing?.json
        members["freshness"] = maximumAge.map { ["maxAge": .string($0.text)] }
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

extension DriftRule {
    fileprivate var json: JSONValue {
        var members: JSONObject = ["method": .string(method)]
        members["threshold"] = threshold.map(JSONValue.number)
        return .object(members)
    }
}

extension Monotonicity {
    fileprivate var json: JSONValue { self == .strict ? "strictly" : true }
}
