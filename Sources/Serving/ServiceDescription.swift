import Model
import Registry
import RunDocument

/// Who answers: what stands in `GET /v2`.
package struct ServiceIdentity: Sendable {
    let name: String
    let version: String

    package init(name: String, version: String) {
        self.name = name
        self.version = version
    }
}

/// What the service says of itself and of its model.
enum ServiceDescription {
    static func server(_ identity: ServiceIdentity) -> JSONValue {
        ["name": .string(identity.name), "version": .string(identity.version), "extensions": []]
    }

    /// Ready as long as a model answers; a newer version that could not be loaded is named.
    static func readiness(_ model: ServedModel, _ live: LiveModel) -> JSONValue {
        var members: JSONObject = [
            "ready": true, "name": .string(model.name), "version": .string(model.version),
        ]
        if let refusal = live.refusal {
            members["refused"] = [
                "version": .string(refusal.version), "reason": .string(refusal.reason),
            ]
        }
        if let candidate = live.lineup.candidate {
            members["candidate"] = [
                "version": .string(candidate.model.version),
                "mode": .string(candidate.offer.mode.rawValue),
                "share": .number(candidate.offer.share),
            ]
        } else if let refusal = live.candidateRefusal {
            members["candidate"] = [
                "version": .string(refusal.version), "refused": .string(refusal.reason),
            ]
        }
        return .object(members)
    }

    /// - Parameter candidate: a second version that may be asked for.
    static func model(_ model: ServedModel, _ candidate: ServedModel?) -> JSONValue {
        [
            "name": .string(model.name),
            "versions": .array(
                [model.version, candidate?.version].compactMap { $0 }
                    .map(JSONValue.string)),
            "platform": .string(model.metadata.format),
            "inputs": .array(model.signature.inputs.map(input)),
            "outputs": .array(outputs(model.signature)),
        ]
    }

    private static func input(_ input: Signature.Input) -> JSONValue {
        var parameters: JSONObject = ["required": .boolean(input.isRequired)]
        if !input.categories.isEmpty {
            parameters["categories"] = .array(input.categories.map(JSONValue.string))
        }
        var tensor = tensor(input.name, input.datatype, [-1])
        tensor["parameters"] = .object(parameters)
        return .object(tensor)
    }

    private static func outputs(_ signature: Signature) -> [JSONValue] {
        if signature.isRegression { return [.object(tensor(signature.target, .fp64, [-1]))] }
        let width = signature.labels.count
        var probabilities = tensor(Signature.probabilities, .fp64, [-1, Int64(width)])
        probabilities["parameters"] = [
            "labels": .array(signature.labels.map(JSONValue.string))
        ]
        return [.object(tensor(signature.target, .bytes, [-1])), .object(probabilities)]
    }

    private static func tensor(
        _ name: String,
        _ datatype: TensorDatatype,
        _ shape: [Int64]
    ) -> JSONObject {
        [
            "name": .string(name), "datatype": .string(datatype.rawValue),
            "shape": .array(shape.map(JSONValue.integer)),
        ]
    }
}
