package import ArgumentParser
package import FoundationEssentials
package import RunDocument

/// A tool in a pipe: it reads a run document, does its work and appends its stage.
package protocol StageCommand: AsyncParsableCommand, Sendable {
    /// The stage's name in the document, as `eval`.
    static var stage: String { get }
    /// Whether the stage does its work although an earlier one failed.
    static var runsAfterFailure: Bool { get }
    /// Whether the stage does its work although a person must yet approve of the run.
    static var runsBeforeApproval: Bool { get }
    /// Whether the stage does its work only where the run's `spec.stages`, if any, name it.
    static var isPlanned: Bool { get }
    /// Whether a run begins with the tool, so that standard input holds no document unless `--in`
    /// says so.
    static var beginsRun: Bool { get }
    /// Whether the command itself says what is to be done: a person's word, for which a run that
    /// awaits an approval has waited.
    var isDecision: Bool { get }
    var options: StageOptions { get }
    /// Does the work. Nothing is done before standard input has ended and held a valid document.
    ///
    /// - Throws: a `Failure`; it becomes the stage's problem and the exit status.
    func perform(_ context: inout StageContext) async throws -> StageOutcome
    /// Writes, besides the document, that the work ended in an error.
    ///
    /// - Parameter stage: with the problem; the run does not have it yet.
    func report(_ stage: Stage, of run: Run) throws
    /// What the tool does as no stage, without a document; nil if it is one.
    var alone: StandaloneWork? { get }
}

/// What a tool does outside a pipe.
package typealias StandaloneWork = @Sendable (CommandContext) async throws -> ExitStatus

extension StageCommand {
    package static var runsAfterFailure: Bool { false }
    package static var runsBeforeApproval: Bool { false }
    package static var isPlanned: Bool { true }
    package static var beginsRun: Bool { false }

    package var isDecision: Bool { false }

    package func report(_ stage: Stage, of run: Run) {}

    package var alone: StandaloneWork? { nil }
}

/// What a stage works on and with.
package struct StageContext: Sendable {
    /// The document as it came; a stage may set `inputs`, `model` and `spec`.
    package var run: Run
    package let project: Project
    package let environment: [String: String]
    package let diagnostics: Diagnostics
    /// The time, or what `SOURCE_DATE_EPOCH` says it is.
    package let now: Date

    /// The model's name: the document's, else the project's.
    package var modelName: String? { run.metadata.model ?? project.model }
}

/// What a stage found.
package struct StageOutcome: Sendable {
    package enum Verdict: Sendable {
        case passed, failed
        /// Nothing to do: the run ends here with a negative exit status, and nobody failed.
        case nothingToDo
        /// Done as far as it can be without a person's approval.
        case awaitingApproval
    }

    package var verdict: Verdict
    package var metrics: [String: Double?]
    package var checks: [Check]
    package var artifacts: [Artifact]
    package var details: JSONObject
    /// What a job's page says of the stage, in Markdown, where that is more than its checks.
    package var summary: (@Sendable (Stage) -> String)?
    /// Whether a failure is a gate's, which `--fail-on error` lets pass, and not of the work itself.
    package var isGate = true
    /// Whether the stage exists to check something, so that no check at all is an error.
    package var requiresChecks = false

    package init(
        verdict: Verdict = .passed,
        metrics: [String: Double?] = [:],
        checks: [Check] = [],
        artifacts: [Artifact] = [],
        details: JSONObject = [:]
    ) {
        self.verdict = verdict
        self.metrics = metrics
        self.checks = checks
        self.artifacts = artifacts
        self.details = details
    }

    /// A stage that checks something: it fails if one check failed, and is an error if none ran.
    package static func checked(
        _ checks: [Check],
        metrics: [String: Double?] = [:],
        artifacts: [Artifact] = [],
        details: JSONObject = [:]
    ) -> StageOutcome {
        let failed = checks.contains { $0.status == .failed }
        var outcome = StageOutcome(
            verdict: failed ? .failed : .passed,
            metrics: metrics,
            checks: checks,
            artifacts: artifacts,
            details: details
        )
        outcome.requiresChecks = true
        return outcome
    }
}

/// A tool, or a part of one, that is not a stage: it lists, shows, predicts or serves.
package protocol ToolCommand: AsyncParsableCommand, Sendable {
    var options: CommonOptions { get }
    func perform(_ context: CommandContext) async throws -> ExitStatus
}

/// What a command works with.
package struct CommandContext: Sendable {
    package let project: Project
    package let environment: [String: String]
    package let diagnostics: Diagnostics
    package let output: CheckedOutput
    package let now: Date
}

/// The root of a tool: what its manual says beyond its options.
package protocol RootCommand: ParsableCommand {
    static var examples: [Example] { get }
    /// Pages of the manual beside the tool's own.
    static var topics: [ManualTopic] { get }
    /// Whether one thread at a time does the work, so that all of it can share a heap.
    static var isSingleThreaded: Bool { get }
}

extension RootCommand {
    package static var topics: [ManualTopic] { [] }
    package static var isSingleThreaded: Bool { false }
}

/// A page of the manual that is about no tool.
package struct ManualTopic: Sendable {
    package let name: String
    package let section: Int
    package let render: @Sendable () -> RoffPage

    package init(_ name: String, section: Int, _ render: @escaping @Sendable () -> RoffPage) {
        self.name = name
        self.section = section
        self.render = render
    }
}

/// A task and the command that does it.
package struct Example: Sendable {
    package let task: String
    package let command: String

    package init(_ task: String, _ command: String) {
        self.task = task
        self.command = command
    }
}

extension [Example] {
    /// The text for the end of `--help`.
    package var discussion: String {
        (["EXAMPLES:"] + map { "  # \($0.task)\n  \($0.command)" }).joined(separator: "\n")
    }
}
