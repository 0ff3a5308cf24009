import ArgumentParser
import CommandLineTool
import FileStorage
import FoundationEssentials
import ProjectRegistries
import Promotion
import Registry
import RunDocument
import SystemPackage

/// What `mlx-promote deploy` does: the stage of the pipe.
struct DeployCommand: StageCommand {
    static let stage = "promote"

    static let configuration = CommandConfiguration(
        commandName: "deploy",
        abstract: "Bring a version into production, or go back to an earlier one."
    )

    @Argument(
        help: ArgumentHelp(
            "The version, as penguins@3; by default the one that the document names. With it, standard input is left alone.",
            valueName: "model@version"
        )
    )
    var version: String?

    @Flag(help: "Go back to the version that was live before.")
    var rollback = false

    @Option(help: ArgumentHelp("With --rollback: go back to this version.", valueName: "version"))
    var to: Int?

    @Flag(help: "Finish for the version in production what a crash left undone.")
    var reconcile = false

    @Flag(
        name: .customLong("override"),
        help: "Promote against the policy, or after an inconclusive canary; needs --reason."
    )
    var overrides = false

    @Option(help: ArgumentHelp("Why; it is written into the audit log.", valueName: "text"))
    var reason: String?

    @Option(help: ArgumentHelp("Refuse a model with another digest.", valueName: "digest"))
    var expect: String?

    @Flag(help: "Look whether it would work, say each step, and change nothing.")
    var dryRun = false

    @OptionGroup var approval: ApprovalOptions
    @OptionGroup var places: RegistryOptions
    @OptionGroup var lock: LockOptions
    @OptionGroup var service: ServiceOptions
    @OptionGroup var stageOptions: StageOptions

    /// Who names a version has no need of a document, and standard input may be anything.
    var options: StageOptions {
        var options = stageOptions
        if version != nil && options.input == nil { options.noInput = true }
        return options
    }

    func validate() throws {
        if overrides && (reason ?? "").isEmpty {
            throw ValidationError("--override needs --reason")
        }
        if to != nil && !rollback { throw ValidationError("--to needs --rollback") }
        if approval.approve && (overrides || rollback || dryRun) {
            throw ValidationError(
                "--approve goes with neither --override, --rollback nor --dry-run")
        }
        if overrides && rollback {
            throw ValidationError("--override and --rollback contradict each other")
        }
        if reconcile && (rollback || overrides) {
            throw ValidationError("--reconcile stands alone, without --rollback and --override")
        }
        if let expect, Digest(expect) == nil {
            throw ValidationError(
                "--expect is not 'sha256:' and 64 hexadecimal digits: '\(expect)'"
            )
        }
    }

    func perform(_ context: inout StageContext) async throws -> StageOutcome {
        let target = try target(context)
        let commit = CommitOptions(
            context: AuditContext(
                tool: "mlx-promote",
                time: context.now.timestamp,
                environment: context.environment
            ),
            lockTimeout: lock.timeout
        )
        let registries = ProjectRegistries(context.project, environment: context.environment)
        let testing = try registries.testing(places.testing).store(target.model)
        if approval.approve {
            return try approval.approve(
                target.version, in: testing, reason: reason, expecting: target.digest, context,
                commit)
        }
        let request = try request(target, context)
        let diagnostics = context.diagnostics
        let production = try registries.production(places.production).store(target.model)
        let promoter = Promoter(
            testing: testing,
            production: production,
            options: commit,
            progress: { diagnostics.detail($0) }
        )
        let result: PromotionResult
        do {
            result = try promoter.run(request)
        } catch let error as PromotionError {
            return try verdict(error, diagnostics)
        } catch RegistryError.unapproved(let name, _)
            where version == nil && !approval.requireApproved
        {
            return .awaitingApproval(of: name)
        }
        let report = PromotionReport(
            result,
            production: result.isRehearsal ? nil : production,
            model: target.model,
            action: reconcile ? .reconcile : rollback ? .rollback : .promote
        )
        try report.describe(in: &context.run, evaluated: promoter.evaluation(of: result.version))
        for line in report.plannedLines { diagnostics.note(line) }
        diagnostics.note(report.sentence)
        return report.outcome
    }

    /// What is no trouble but an answer: the version does not pass, a person must decide, or there
    /// is none to go to.
    private func verdict(_ error: PromotionError, _ diagnostics: Diagnostics) throws
        -> StageOutcome
    {
        switch error {
        case .nothingToRollBack, .nothingLive:
            diagnostics.note(error.description)
            return StageOutcome(verdict: .nothingToDo)
        case .inconclusive:
            diagnostics.note(error.description)
            if let hint = error.hint { diagnostics.note(hint) }
            return StageOutcome(verdict: .awaitingApproval, checks: error.checks)
        case .takenBack(let version, let before, let reason, _, let checks):
            if let hint = error.hint { diagnostics.warning(hint) }
            return .checked(
                checks + [Self.failed(error)],
                details: [
                    "action": "promote", "changed": false,
                    "takenBack": [
                        "version": .integer(Int64(version)), "to": .integer(Int64(before)),
                        "reason": .string(reason),
                    ],
                ])
        case _ where error.exitStatus == .negative:
            if let hint = error.hint { diagnostics.note(hint) }
            return .checked(error.checks.isEmpty ? [Self.failed(error)] : error.checks)
        default: throw error
        }
    }

    private static func failed(_ error: PromotionError) -> Check {
        let id =
            switch error {
            case .smokeFailed: "smoke-prediction"
            case .hookFailed, .infrastructureChanges: "hook"
            default: "production"
            }
        return Check(id: id, status: .failed, message: error.description)
    }

    /// Which version of which model, and the digest that it must have.
    private struct Target {
        let model: ModelName
        let version: String
        let digest: String?
    }

    private func target(_ context: StageContext) throws -> Target {
        if let version {
            let reference = try VersionReference(version)
            return Target(model: reference.model, version: reference.version, digest: expect)
        }
        guard let name = context.modelName else { throw PromoteError.noModel }
        let model = try ModelName(name)
        if rollback || reconcile {
            return Target(model: model, version: Tag.production, digest: expect)
        }
        guard let registered = context.run.model, let number = registered.version else {
            throw PromoteError.notRegistered
        }
        return Target(model: model, version: String(number), digest: expect ?? registered.digest)
    }

    private func request(_ target: Target, _ context: StageContext) throws -> PromotionRequest {
        var request = PromotionRequest(
            reconcile ? .reconcile : rollback ? .rollBack(to: to) : .promote(target.version))
        request.expectedDigest = target.digest
        request.overrideReason = overrides ? reason : nil
        request.isRehearsal = dryRun
        // Going back, and what is decided against the policy, must work when its keys are gone.
        if !rollback && !reconcile && !overrides {
            request.policy = try Policy(
                context.project.registry.policy, environment: context.environment)
        }
        try PromoteSettings(context.project, context.environment, service).apply(to: &request)
        return request
    }
}
