package import ArgumentParser
package import CommandLineTool
import ProjectRegistries
import Registry
import RunDocument
import Transfer
import Triggering

/// `mlx-trigger`: says which pipeline a change calls for, and begins the run.
package struct TriggerCommand: StageCommand, RootCommand {
    package static let stage = "trigger"
    /// It makes the plan.
    package static let isPlanned = false
    /// Standard input may hold a list of files.
    package static let beginsRun = true

    package static let examples = [
        Example(
            "What the commits since the last build call for",
            "mlx-trigger --since origin/main"
        ),
        Example(
            "From a list of files",
            "git diff --name-only --no-renames -z HEAD~1 | mlx-trigger --changed-files -"
        ),
        Example(
            "What a push to the data's repository, cloned into data, calls for",
            "mlx-trigger --since data=HEAD~1"
        ),
        Example("In a workflow of GitHub", "mlx-trigger --event \"$GITHUB_EVENT_PATH\""),
        Example(
            "When live data has drifted, or the model is older than a month",
            "mlx-trigger --report report.json --max-age 30d"
        ),
        Example(
            "Begin the pipeline elsewhere",
            "mlx-trigger --start jenkins --start-url https://ci/job/m --start-token env:TOKEN"
        ),
    ]

    package static let configuration = CommandConfiguration(
        commandName: "mlx-trigger",
        abstract: "Say which pipeline a change calls for.",
        discussion: """
            New code calls for "train", from scratch. New data calls for "retrain", of the model \
            in production or else of the newest in testing; for "train" if there is none. So do \
            drift, metrics that are too bad, and age. New tests call for "retest" of the \
            registered model. If several things changed, code goes before data and data before \
            tests, and all are among the reasons.

            The globs in the project's "trigger" section say which file is what, by the rules of \
            .gitignore; mlx.yaml is code if they say so. A file that no glob names changes \
            nothing; one that globs of two kinds name counts for both; one that was moved or \
            removed counts where it was. Without a range, a list, an event and a report, the \
            data is compared with that of the model in production, and the model's age with \
            "trigger.max_age". The exit status is 1 if there is nothing to do.

            A report calls for a new training if a check of drift failed, or with \
            "trigger.drift: warning" if it warns; if a gate failed in mlx-eval; or if a metric \
            breaks a gate in "trigger.gates".

            With --start it asks a CI system to begin the pipeline, and tells it in \
            MLX_STARTED_BY, MLX_CHANGED, MLX_PIPELINE and MLX_REASON what was found; where these \
            are set, mlx-trigger takes that as found.

            \(examples.discussion)
            """,
        version: ToolVersion.current
    )

    @OptionGroup var changes: ChangeOptions

    @Option(help: ArgumentHelp("The testing registry.", valueName: "registry"))
    package var testing: String?

    @Option(help: ArgumentHelp("The production registry.", valueName: "registry"))
    package var production: String?

    @OptionGroup var start: StartOptions

    @OptionGroup package var options: StageOptions

    package init() {}

    package func perform(_ context: inout StageContext) async throws -> StageOutcome {
        guard let model = context.modelName else { throw TriggerError.noModelName }
        let registries = ProjectRegistries(context.project, environment: context.environment)
        let name = try ModelName(model)
        let models = try RegisteredModels(
            production: registries.production(production).store(name),
            testing: registries.testing(testing).store(name)
        )
        // What is wrong with the secret or the address is said before the data is read.
        let begin = try start.request(context.environment)
        let found = try await ChangeSources(changes, context, models).changes()
        let decision = TriggerDecision(found, models)
        context.run.metadata.model = model
        context.run.spec = decision.spec
        if let kind = decision.kind { context.run.metadata.ci["trigger"] = .string(kind.rawValue) }
        context.diagnostics.note(Self.sentence(decision))
        guard decision.pipeline != .none else { return StageOutcome(verdict: .nothingToDo) }
        guard let begin, let message = StartMessage(decision, run: context.run.metadata.id) else {
            return StageOutcome()
        }
        let place = try begin.begin(message, over: HTTPSession(environment: context.environment))
        context.diagnostics.note("the pipeline begins\(place.map { ": \($0)" } ?? "")")
        return StageOutcome(details: ["started": place.map(JSONValue.string) ?? true])
    }

    private static func sentence(_ decision: TriggerDecision) -> String {
        let base =
            decision.pipeline == .retrain || decision.pipeline == .retest
            ? decision.base.map { " \($0.uri)" } ?? "" : ""
        let word = decision.pipeline == .none ? "nothing to do" : decision.pipeline.rawValue
        return "\(word)\(base): \(decision.reasons.joined(separator: "; "))"
    }
}
