import CommandLineTool
import FileStorage
import Registry
import RunDocument

/// What became of a verification, for people and for programs.
struct VerificationReport {
    let name: String
    let version: RegisteredVersion
    let result: Examination

    var status: ExitStatus {
        if !result.damages.isEmpty { return .dataFormat }
        return result.complaints.isEmpty ? .success : .negative
    }

    var json: JSONValue {
        [
            "version": .string(name),
            "manifest": .string(version.manifestDigest.description),
            "digest": .string(version.modelDigest),
            "verified": .boolean(status == .success),
            "blobs": .integer(Int64(result.blobs)),
            "damages": .array(result.damages.map(JSONValue.string)),
            "complaints": .array(result.complaints.map(JSONValue.string)),
            "attestations": .array(result.attestations.map(\.json)),
        ]
    }

    var text: String {
        var lines = LabelledLines()
        lines.add("version", name)
        lines.add("manifest", version.manifestDigest.description)
        let intact = result.blobs - result.damages.count
        lines.add("blobs", "\(intact) of \(result.blobs) are intact")
        for attestation in result.attestations {
            lines.add(attestation.kind.rawValue, attestation.words)
        }
        for damage in result.damages { lines.add("damaged", damage) }
        for complaint in result.complaints { lines.add("missing", complaint) }
        return lines.text
    }
}

extension Attestation {
    var json: JSONValue {
        var members: JSONObject = [
            "kind": .string(kind.rawValue), "referrer": .string(referrer.description),
            "bundle": .string(bundle.description),
        ]
        members["hint"] = hint.map(JSONValue.string)
        switch outcome {
        case .valid(let key):
            members["outcome"] = "valid"
            members["key"] = .string(key)
        case .unknownKey: members["outcome"] = "unknown-key"
        case .invalid(let reason):
            members["outcome"] = "invalid"
            members["reason"] = .string(reason)
        }
        if let approval {
            var said: JSONObject = [
                "approver": .string(approval.approver), "time": .string(approval.time),
            ]
            said["reason"] = approval.reason.map(JSONValue.string)
            members["approval"] = .object(said)
        }
        return .object(members)
    }

    var words: String {
        guard let approval else { return outcome.words }
        let reason = approval.reason.map { " (\($0))" } ?? ""
        return "\(approval.time) \(approval.approver)\(reason), \(outcome.words)"
    }
}
