package import ArgumentParser
package import CommandLineTool
import FileStorage
import ProjectRegistries
import Registry
import RunDocument
import SystemPackage
import Triggering

/// `mlx-trigger`: says which pipeline a change calls for, and begins the run.
package struct TriggerCommand: StageCommand, RootCommand {
    package static let stage = "trigger"
    /// It makes the plan.
    package static let isPlanned = false

    package static let examples = [
        Example(
            "What the commits since the last build call for",
            "mlx-trigger --since origin/main"
        ),
        Example(
            "From a list of files",
            "git diff --name-only HEAD~1 | mlx-trigger --changed-files -"
        ),
        Example("Whether there is new data", "mlx-trigger && echo something to do"),
    ]

    package static let configuration = CommandConfiguration(
        commandName: "mlx-trigger",
        abstract: "Say which pipeline a change calls for.",
        discussion: """
            New code calls for "train", from scratch. New data calls for "retrain", of the model \
            in production or else of the newest in testing; for "train" if there is none. New \
            tests call for "retest" of the registered model. The globs in the project's \
            "trigger" section say which file is what, by the rules of .gitignore. Without a \
            range and a list, the data is compared with that of the model in production. The \
            exit status is 1 if there is nothing to do.

            \(examples.discussion)
            """,
        version: ToolVersion.current
    )

    @Option(
        help: ArgumentHelp(
            "Look at what changed since this branch left the commit, uncommitted changes too.",
            valueName: "ref"
        )
    )
    package var since: String?

    @Option(
        help: ArgumentHelp(
            "Look at these files: a path a line, or NUL after each; \"-\" is standard input.",
            valueName: "file"
        )
    )
    package var changedFiles: String?

    @Option(help: ArgumentHelp("The testing registry.", valueName: "registry"))
    package var testing: String?

    @Option(help: ArgumentHelp("The production registry.", valueName: "registry"))
    package var production: String?

    @OptionGroup package var stageOptions: StageOptions

    package init() {}

    /// A run begins here, so standard input holds no document; it may hold a list of files.
    package var options: StageOptions {
        var options = stageOptions
        if options.input == nil { options.noInput = true }
        return options
    }

    package func validate() throws {
        if since != nil && changedFiles != nil {
            throw ValidationError("--since and --changed-files contradict each other")
        }
    }

    package func perform(_ context: inout StageContext) async throws -> StageOutcome {
        guard let model = context.modelName else { throw TriggerError.noModelName }
        let registries = ProjectRegistries(context.project, environment: context.environment)
        let name = try ModelName(model)
        let models = try RegisteredModels(
            production: registries.production(production).store(name),
            testing: registries.testing(testing).store(name)
        )
        let decision = TriggerDecision(try await changes(context.project, models), models)
        context.run.metadata.model = model
        context.run.spec = decision.spec
        if let kind = decision.kind { context.run.metadata.ci["trigger"] = .string(kind.rawValue) }
        context.diagnostics.note(Self.sentence(decision))
        return StageOutcome(verdict: decision.pipeline == .none ? .nothingToDo : .passed)
    }

    private func changes(_ project: Project, _ models: RegisteredModels) async throws -> Changes {
        guard since != nil || changedFiles != nil else {
            guard !project.data.train.isEmpty else { throw TriggerError.nothingToCompare }
            return try DataComparison.changes(in: project.data.train, since: models)
        }
        let trigger = project.trigger
        let rules = ChangeRules(code: trigger.code, data: trigger.data, tests: trigger.tests)
        guard !rules.isEmpty else { throw TriggerError.noRules }
        return rules.changes(in: try await changedPaths(project))
    }

    private func changedPaths(_ project: Project) async throws -> [[UInt8]] {
        let directory = FilePath(project.file ?? "").removingLastComponent()
        if let since { return try await ChangedFiles.since(since, in: directory) }
        let limit = 64 << 20
        let name = changedFiles ?? "-"
        let bytes =
            name == "-"
            ? try Files.readAll(.standardInput, path: "standard input", limit: limit)
            : try Files.read(FilePath(name), limit: limit)
        return ChangedFiles.parse(bytes, project: directory)
    }

    private static func sentence(_ decision: TriggerDecision) -> String {
        let base =
            decision.pipeline == .retrain || decision.pipeline == .retest
            ? decision.base.map { " \($0.uri)" } ?? "" : ""
        let word = decision.pipeline == .none ? "nothing to do" : decision.pipeline.rawValue
        return "\(word)\(base): \(decision.reasons.joined(separator: "; "))"
    }
}
