import CommandLineTool
import FileStorage
import Promotion
import Registry
import RunDocument
import SystemPackage

/// What the stage says of a promotion.
struct PromotionReport {
    private let result: PromotionResult
    private let production: ModelStore?
    private let model: ModelName
    private let action: AuditEvent.Action
    private let actor: String
    private let reason: String?

    /// - Parameters:
    ///   - production: nil if nothing was done.
    ///   - actor: who asked for it, as the audit log names them.
    ///   - reason: what they said for it.
    init(
        _ result: PromotionResult, production: ModelStore?, model: ModelName,
        action: AuditEvent.Action, actor: String, reason: String?
    ) {
        self.result = result
        self.production = production
        self.model = model
        self.action = action
        self.actor = actor
        self.reason = reason
    }

    private var version: RegisteredVersion { result.version }

    var sentence: String {
        let name = "\(model)@\(version.number)"
        if result.isRehearsal { return "\(name) could go live now; nothing was changed" }
        let url = result.deployment?.url.map { ", served at \($0)" } ?? ""
        if result.isUnchanged { return "\(name) is in production already\(url)" }
        let before = result.before.map { ", version \($0) was before" } ?? ""
        return "\(name) is in production\(before)\(url)"
    }

    var outcome: StageOutcome {
        .checked(
            [verified, smoke] + result.checks + [live], metrics: result.metrics,
            artifacts: artifacts, details: details)
    }

    /// What a rehearsal says, a step a line.
    var plannedLines: [String] {
        (result.plan ?? []).enumerated().map { "would \($0 + 1). \($1.text)" }
    }

    private var verified: Check {
        Check(
            id: "verified",
            status: .passed,
            observed: .string(version.manifestDigest.description),
            message: "every file has its digest"
        )
    }

    private var smoke: Check {
        var check = Check(id: "smoke-prediction", status: .skipped)
        switch result.smoke {
        case .passed: check.status = .passed
        case .noExample: check.message = "the model has no input_example.json"
        case .notAsked: check.message = "no service was asked"
        }
        return check
    }

    private var live: Check {
        Check(
            id: "production",
            status: result.isRehearsal ? .skipped : .passed,
            observed: .integer(Int64(version.number)),
            message: sentence
        )
    }

    private var artifacts: [Artifact] {
        guard let production else { return [] }
        return [
            Artifact(
                name: "model",
                uri: "oci:\(production.path):\(version.number)",
                mediaType: "application/vnd.oci.image.manifest.v1+json",
                digest: version.manifestDigest.description
            )
        ]
    }

    private var details: JSONObject {
        var details: JSONObject = [
            "action": .string(action.rawValue),
            "model": .string(model.description),
            "version": .integer(Int64(version.number)),
            "manifest": .string(version.manifestDigest.description),
            "changed": .boolean(!result.isUnchanged && !result.isRehearsal),
        ]
        details["before"] = result.before.map { .integer(Int64($0)) }
        details["actor"] = .string(actor)
        details["reason"] = reason.map(JSONValue.string)
        details["registry"] = production.map { .string($0.registry) }
        details["service"] = result.deployment?.json
        if let plan = result.plan {
            details["rehearsal"] = true
            details["plan"] = .array(plan.map(\.json))
        }
        return details
    }

    /// Lets the document speak of the version, also when it began with nothing.
    func describe(in run: inout Run, evaluated: Run?) {
        run.metadata.model = model.description
        if run.stages.isEmpty, let evaluated { run.inputs = evaluated.inputs }
        run.model = ModelReference(
            uri: VersionReference(model: model, version: version.number).uri,
            digest: version.modelDigest,
            format: run.model?.format ?? evaluated?.model?.format ?? "unknown",
            version: version.number
        )
    }
}
