import ArgumentParser
import CommandLineTool
import FoundationEssentials
import ProjectRegistries
import Promotion
import Registry
import RunDocument

/// What `mlx-promote deploy` does: the stage of the pipe.
struct DeployCommand: StageCommand {
    static let stage = "promote"
    /// A person asks for it, no change does.
    static let isPlanned = false

    private static let examples = [
        Example("Promote a version", "mlx-promote deploy penguins@3"),
        Example(
            "Promote a version only if it is the model that was looked at",
            "mlx-promote deploy penguins@3 --expect sha256:DIGEST"
        ),
    ]

    static let configuration = CommandConfiguration(
        commandName: "deploy",
        abstract: "Bring a version into production, or go back to an earlier one.",
        discussion: """
            It is what mlx-promote does when no subcommand is named.

            \(examples.discussion)
            """
    )

    @Argument(
        help: ArgumentHelp(
            "The version, as penguins@3; by default the one that the document names. With it, standard input is left alone.",
            valueName: "model@version"
        )
    )
    var version: String?

    @Flag(
        help: "Go back to the version that was live before; the argument is the model's name alone."
    )
    var rollback = false

    @Option(
        help: ArgumentHelp(
            "With --rollback: go back to this version, which must have been live.",
            valueName: "version"))
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

    /// Whoever names a version and its registry entry has decided.
    var isDecision: Bool { version != nil }

    func validate() throws { try checkWords() }

    func perform(_ context: inout StageContext) async throws -> StageOutcome {
        let target = try PromotionTarget(self, context)
        let diagnostics = context.diagnostics
        let commit = CommitOptions(
            tool: "mlx-promote", at: context.now, lock, environment: context.environment,
            diagnostics)
        let registries = ProjectRegistries(context.project, environment: context.environment)
        let testing = try registries.testing(places.testing).store(target.model)
        if approval.approve {
            return try approval.approve(
                target.version, in: testing, reason: reason, expecting: target.digest,
                promotingWith: words(forProduction: true), context, commit)
        }
        let request = try request(target, context)
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
            return try PromotionVerdict.outcome(of: error, diagnostics)
        } catch RegistryError.unapproved(let name, _)
            where version == nil && !approval.requireApproved
        {
            return .awaitingApproval(of: name, with: words(forProduction: false))
        }
        let report = PromotionReport(
            result,
            production: result.isRehearsal ? nil : production,
            model: target.model,
            action: reconcile ? .reconcile : rollback ? .rollback : .promote,
            actor: commit.context.actor,
            reason: reason
        )
        try report.describe(in: &context.run, evaluated: promoter.evaluation(of: result.version))
        for line in report.plannedLines { diagnostics.note(line) }
        diagnostics.note(report.sentence)
        return report.outcome
    }

    private func request(_ target: PromotionTarget, _ context: StageContext) throws
        -> PromotionRequest
    {
        var request = PromotionRequest(
            reconcile ? .reconcile : rollback ? .rollBack(to: to) : .promote(target.version))
        request.expectedDigest = target.digest
        request.overrideReason = overrides ? reason : nil
        request.reason = overrides ? nil : reason
        request.isRehearsal = dryRun
        // Going back, and what is decided against the policy, must work when its keys are gone.
        if !rollback && !reconcile && !overrides {
            request.policy = try Policy(
                context.project.registry.policy, environment: context.environment)
        }
        try PromoteSettings(context.project, context.environment, service).apply(to: &request)
        return request
    }

    /// What another call for the same project needs too.
    private func words(forProduction: Bool) -> [String] {
        let options = [
            ("--testing", places.testing),
            ("--production", forProduction ? places.production : nil),
            ("--config", stageOptions.common.config),
        ]
        return options.flatMap { name, value in value.map { [name, $0] } ?? [] }
    }
}
