package import FileStorage
package import RunDocument

/// One side of a comparison and the other; nil where a side has none.
package struct Pair<Value: Hashable & Sendable>: Hashable, Sendable {
    package let name: String
    package let old: Value?
    package let new: Value?

    package var isSame: Bool { old == new }
}

/// How one version differs from another.
package struct VersionDifference: Sendable {
    package let old: RegisteredVersion
    package let new: RegisteredVersion
    /// Of the newest evaluation of each.
    package let metrics: [Pair<Double>]
    /// Parameters and seed of the training.
    package let parameters: [Pair<JSONValue>]
    /// The digests of data, code and schema, or where they are if those are not known.
    package let inputs: [Pair<String>]
    /// By path, with their digests.
    package let files: [Pair<Digest>]

    package init(
        _ old: RegisteredVersion, in oldStore: ModelStore,
        _ new: RegisteredVersion, in newStore: ModelStore
    ) throws {
        let (oldRuns, newRuns) = (try oldStore.runs(of: old), try newStore.runs(of: new))
        self.old = old
        self.new = new
        metrics = Self.pairs(Self.metrics(oldRuns), Self.metrics(newRuns))
        parameters = Self.pairs(Self.parameters(oldRuns), Self.parameters(newRuns))
        inputs = Self.pairs(Self.inputs(oldRuns), Self.inputs(newRuns))
        files = Self.pairs(Self.files(old), Self.files(new))
    }

    /// Whether the files are the same, whatever is said of them.
    package var isSameModel: Bool { old.modelDigest == new.modelDigest }

    private static func pairs<Value: Hashable & Sendable>(
        _ old: [String: Value],
        _ new: [String: Value]
    ) -> [Pair<Value>] {
        Set(old.keys).union(new.keys).sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
            .map { Pair(name: $0, old: old[$0], new: new[$0]) }
    }

    private static func metrics(_ runs: [Run]) -> [String: Double] {
        let stage = runs.reversed().lazy.compactMap { $0.stage(named: "eval") }.first
        return (stage?.metrics ?? [:]).compactMapValues(\.self)
    }

    /// What a version was made with is in the run that registered it.
    private static func parameters(_ runs: [Run]) -> [String: JSONValue] {
        let details = runs.first?.stage(named: "train")?.details ?? [:]
        var parameters = details["parameters"]?.objectValue ?? [:]
        parameters["seed"] = parameters["seed"] ?? details["seed"]
        return parameters
    }

    private static func inputs(_ runs: [Run]) -> [String: String] {
        guard let inputs = runs.first?.inputs else { return [:] }
        var references: [String: InputReference] = [:]
        references["code"] = inputs.code
        references["schema"] = inputs.schema
        for (split, data) in inputs.data { references["data.\(split)"] = data }
        return references.mapValues { $0.digest ?? $0.uri }
    }

    private static func files(_ version: RegisteredVersion) -> [String: Digest] {
        Dictionary(version.files.map { ($0.path, $0.digest) }) { first, _ in first }
    }
}

extension VersionDifference {
    package var json: JSONValue {
        [
            "old": Self.json(old),
            "new": Self.json(new),
            "sameModel": .boolean(isSameModel),
            "metrics": Self.json(metrics) {
                .number($0)
            } extra: { pair in
                guard let old = pair.old, let new = pair.new else { return [:] }
                return ["delta": .number(new - old)]
            },
            "parameters": Self.json(parameters) { $0 },
            "inputs": Self.json(inputs) { .string($0) },
            "files": Self.json(files) { .string($0.description) },
        ]
    }

    private static func json(_ version: RegisteredVersion) -> JSONValue {
        [
            "version": .integer(Int64(version.number)),
            "manifest": .string(version.manifestDigest.description),
            "digest": .string(version.modelDigest),
        ]
    }

    private static func json<Value>(
        _ pairs: [Pair<Value>],
        _ value: (Value) -> JSONValue,
        extra: (Pair<Value>) -> JSONObject = { _ in [:] }
    ) -> JSONValue {
        var members: JSONObject = [:]
        for pair in pairs {
            var sides = extra(pair)
            sides["old"] = pair.old.map(value) ?? .null
            sides["new"] = pair.new.map(value) ?? .null
            sides["same"] = .boolean(pair.isSame)
            members[pair.name] = .object(sides)
        }
        return .object(members)
    }
}
