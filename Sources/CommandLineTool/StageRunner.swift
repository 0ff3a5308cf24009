import ArgumentParser
import FileStorage
import FoundationEssentials
import Glibc
import RunDocument
import RunReporting
import SystemPackage

/// Keeps the rules of the pipe around one stage, so that no stage has to know them.
struct StageRunner: Sendable {
    private enum Work: Sendable {
        case command(any StageCommand)
        case rejection(UsageFailure)
    }

    private let work: Work
    private let stage: any StageCommand.Type
    private let tool: String
    private let options: StageOptions
    private let environment: [String: String]
    private let diagnostics: Diagnostics
    private let journal: StageJournal

    init(_ command: any StageCommand, tool: String, environment: [String: String]) {
        self.init(
            .command(command),
            stage: type(of: command),
            tool: tool,
            options: command.options,
            environment: environment
        )
    }

    init(
        rejecting usage: UsageFailure,
        stage: any StageCommand.Type,
        arguments: [String],
        environment: [String: String]
    ) {
        self.init(
            .rejection(usage),
            stage: stage,
            tool: usage.tool,
            options: .salvaged(from: arguments),
            environment: environment
        )
    }

    private init(
        _ work: Work,
        stage: any StageCommand.Type,
        tool: String,
        options: StageOptions,
        environment: [String: String]
    ) {
        self.work = work
        self.stage = stage
        self.tool = tool
        var options = options
        if stage.beginsRun && options.input == nil { options.noInput = true }
        self.options = options
        self.environment = environment
        diagnostics = options.common.diagnostics(tool: tool, environment: environment)
        journal = StageJournal(stage: stage.stage, tool: tool, environment: environment)
    }

    func run() async -> ExitStatus {
        journal.started()
        let document = readDocument()
        var run = document.run
        if stage.runsAfterFailure { addDeadStages(to: &run) }
        journal.working(run)
        var summary: CIOutput.Summary = { MarkdownReport.text($0) }
        let status = isSkipped(run) ? skip(&run) : await perform(&run, &summary)
        let written = write(run)
        let final = written ?? status
        CIOutput(options.common.ci, environment, diagnostics).tell(
            run, last: run.stages.count - document.count, summary, final)
        journal.finished(run, status: final)
        return final
    }

    // MARK: The document that comes in

    /// The incoming document, or a new one; trouble with it becomes a failed stage of a new one.
    ///
    /// - Returns: also how many stages came with it.
    private func readDocument() -> (run: Run, count: Int) {
        let source = DocumentSource(options: options, environment: environment)
        do {
            let run = try source.read() ?? source.newRun()
            return (run, run.stages.count)
        } catch {
            let failure = AnyFailure(error)
            let dead = source.readsStandardInput ? journal.deadWriter() : nil
            diagnostics.error(
                dead.map { "'\($0.tool)' ended without writing its document" }
                    ?? failure.description,
                hint: failure.hint
            )
            var run = source.newRun(continuing: dead.flatMap(journal.lastFinished(before:)))
            run.append(Self.stage(readingFailed: failure, dead: dead))
            return (run, 0)
        }
    }

    private static func stage(readingFailed failure: AnyFailure, dead: JournalEntry?) -> Stage {
        var stage = Stage(
            name: dead?.stage ?? "input",
            tool: dead?.tool ?? "unknown",
            version: ToolVersion.current,
            status: .error,
            exitCode: Int(failure.exitStatus.code)
        )
        stage.startedAt = dead?.time
        stage.problem = Problem(
            type: dead == nil ? "invalid-document" : "stage-died",
            title: dead.map { "'\($0.tool)' ended without writing its document" }
                ?? failure.description,
            detail: dead == nil ? nil : failure.description,
            hint: dead == nil
                ? failure.hint
                : "it was killed, or the machine was out of memory; its messages are in the log"
        )
        return stage
    }

    /// A stage that was given its document as a file, and killed, leaves the file as it was: only
    /// the journal knows.
    private func addDeadStages(to run: inout Run) {
        guard !run.isEnded else { return }
        for dead in journal.deadStages(of: run) {
            let failure = AnyFailure(DocumentError.empty)
            let stage = Self.stage(readingFailed: failure, dead: dead)
            diagnostics.error(stage.problem?.title ?? "")
            run.append(stage)
        }
    }

    // MARK: The stage

    private func isSkipped(_ run: Run) -> Bool {
        if stage.isPlanned, let planned = run.plannedStages, !planned.contains(stage.stage) {
            return true
        }
        guard !stage.runsAfterFailure else { return false }
        let isHeld = run.awaitsApproval && !stage.runsBeforeApproval && !isDecision
        return run.isEnded || isHeld
    }

    private var isDecision: Bool {
        guard case .command(let command) = work else { return false }
        return command.isDecision
    }

    private func skip(_ run: inout Run) -> ExitStatus {
        let code = run.status.exitCode
        let stage = conclude(makeStage(.skipped, exitCode: code), &run)
        return exitStatus(code != 0 ? code : stage.exitCode)
    }

    private func perform(
        _ run: inout Run, _ summary: inout CIOutput.Summary
    ) async -> ExitStatus {
        let wasEnded = run.isEnded
        let start = ContinuousClock.now
        let startedAt = Clock.now(environment).timestamp
        var stage: Stage
        do {
            let outcome = try await outcome(&run)
            // Work that took no notice of a signal must not end as if there had been none.
            if Signals.ending != nil { throw CancellationError() }
            stage = try makeStage(outcome)
            summary = outcome.summary ?? summary
            switch outcome.verdict {
            case .awaitingApproval: run.status.phase = .awaitingApproval
            case .passed where run.awaitsApproval && isDecision: run.status.phase = .succeeded
            case .passed, .failed, .nothingToDo: break
            }
            report(stage)
        } catch {
            // What a signal has brought down fails in many ways.
            let failure = AnyFailure(Signals.ending == nil ? error : CancellationError())
            stage = makeStage(failure: failure)
            tell(stage, of: run, failure)
        }
        stage.startedAt = startedAt
        stage.durationMs = (ContinuousClock.now - start).milliseconds
        stage = conclude(stage, &run)
        let decisive = wasEnded && run.status.exitCode != 0
        return exitStatus(decisive ? run.status.exitCode : stage.exitCode)
    }

    /// Appends the stage, and writes the reports that were asked for, which have it as well.
    private func conclude(_ stage: Stage, _ run: inout Run) -> Stage {
        var stage = stage
        var (artifacts, failure) = options.reports.write(run.appending(stage), diagnostics)
        if let failure {
            diagnostics.error(failure)
            if stage.status != .error {
                // The others must not say that all is well.
                stage.end(in: failure)
                artifacts = options.reports.write(run.appending(stage), diagnostics).artifacts
            }
        }
        stage.artifacts += artifacts
        run.append(stage)
        return stage
    }

    private func outcome(_ run: inout Run) async throws -> StageOutcome {
        switch work {
        case .rejection(let usage): throw usage
        case .command(let command):
            if let id = environment["MLX_RUN_ID"], !id.isEmpty, !RunIdentifier.isValid(id) {
                throw UsageFailure(message: "$MLX_RUN_ID cannot name a run: '\(id)'", tool: tool)
            }
            let project = try loadProject()
            if run.metadata.model == nil { run.metadata.model = project.model }
            var context = StageContext(
                run: run,
                project: project,
                environment: environment,
                diagnostics: diagnostics,
                now: Clock.now(environment)
            )
            let outcome = try await command.perform(&context)
            run = context.run
            return outcome
        }
    }

    /// The project; what tells of a failure must not fail for the same broken file.
    private func loadProject() throws -> Project {
        let file = options.common.config
        do {
            return try Project.load(file, environment: environment)
        } catch let error as ProjectError where stage.runsAfterFailure {
            diagnostics.warning(error.description)
            return try Project.salvaged(file, environment: environment)
        }
    }

    private func makeStage(_ outcome: StageOutcome) throws -> Stage {
        let ran = outcome.checks.contains { $0.status != .skipped }
        if outcome.requiresChecks && !ran && !options.allowEmpty { throw NoCheckRan() }
        var stage: Stage
        switch outcome.verdict {
        case .passed, .awaitingApproval: stage = makeStage(.passed, exitCode: 0)
        case .nothingToDo: stage = makeStage(.skipped, exitCode: ExitStatus.negative.code)
        case .failed where options.failOn == .error && outcome.isGate:
            stage = makeStage(.passed, exitCode: 0)
        case .failed: stage = makeStage(.failed, exitCode: ExitStatus.negative.code)
        }
        stage.metrics = outcome.metrics
        stage.checks = outcome.checks
        stage.artifacts = outcome.artifacts
        stage.details = outcome.details
        return stage
    }

    private func makeStage(failure: AnyFailure) -> Stage {
        diagnostics.error(failure)
        var stage = makeStage(.error, exitCode: failure.exitStatus.code)
        stage.end(in: failure)
        return stage
    }

    private func makeStage(_ status: StageStatus, exitCode: some BinaryInteger) -> Stage {
        var stage = Stage(
            name: self.stage.stage,
            tool: tool,
            version: ToolVersion.current,
            status: status,
            exitCode: Int(exitCode)
        )
        stage.startedAt = Clock.now(environment).timestamp
        return stage
    }

    /// Has the command write that it failed, for those who do not read the document.
    private func tell(_ stage: Stage, of run: Run, _ failure: AnyFailure) {
        guard case .command(let command) = work else { return }
        do {
            try command.report(stage, of: run)
        } catch {
            let other = AnyFailure(error)
            // It may be the report that could not be written in the first place.
            if other.exitStatus != failure.exitStatus { diagnostics.error(other) }
        }
    }

    private func report(_ stage: Stage) {
        for check in stage.checks where check.status == .failed {
            diagnostics.note("failed: \(check.summary)")
        }
        for check in stage.checks where check.status == .inconclusive {
            diagnostics.note("inconclusive: \(check.message ?? check.id)")
        }
        for check in stage.checks where check.status == .warning {
            diagnostics.warning(check.message ?? check.id)
        }
    }

    private func exitStatus(_ code: Int) -> ExitStatus {
        let status = ExitStatus(code: Int32(clamping: code))
        return status == .negative && options.failOn == .never ? .success : status
    }

    // MARK: The document that goes out

    /// Writes the document; returns a status only if that failed.
    private func write(_ run: Run) -> ExitStatus? {
        do {
            if let output = options.output, output != "-" {
                try Files.replace(FilePath(output), with: (text(run, options.pretty) + "\n").utf8)
            } else {
                let pretty = options.pretty || CheckedOutput.standard.isTerminal
                try CheckedOutput.standard.write(text(run, pretty) + "\n")
            }
            return nil
        } catch {
            let failure = AnyFailure(error)
            diagnostics.error(failure)
            return failure.exitStatus
        }
    }

    private func text(_ run: Run, _ pretty: Bool) -> String {
        pretty ? run.json.prettyText() : run.json.canonicalText()
    }
}

extension Run {
    fileprivate func appending(_ stage: Stage) -> Run {
        var run = self
        run.append(stage)
        return run
    }
}

extension Stage {
    /// Makes it one that could not be done.
    fileprivate mutating func end(in failure: AnyFailure) {
        status = .error
        exitCode = Int(failure.exitStatus.code)
        problem = Problem(
            type: failure.exitStatus.problemType,
            title: failure.description,
            hint: failure.hint
        )
    }
}

extension Duration {
    /// With a tenth of a microsecond, which is finer than any stage needs.
    var milliseconds: Double {
        let (seconds, attoseconds) = components
        return (Double(seconds) * 1e7 + (Double(attoseconds) / 1e11).rounded()) / 1e4
    }
}
