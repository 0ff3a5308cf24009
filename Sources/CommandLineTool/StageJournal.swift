import FoundationEssentials
import Glibc
import RunDocument
import SystemPackage

/// The journal of `$MLX_RUN_DIR` as one stage writes and reads it; without the variable, nothing.
struct StageJournal: Sendable {
    private let journal: Journal?
    private let entry: JournalEntry
    private let environment: [String: String]

    init(stage: String, tool: String, environment: [String: String]) {
        self.environment = environment
        journal = environment["MLX_RUN_DIR"].flatMap { directory in
            directory.isEmpty ? nil : Journal(directory: FilePath(directory))
        }
        entry = JournalEntry(
            event: .started,
            stage: stage,
            tool: tool,
            processID: Int(getpid()),
            time: Clock.now(environment).timestamp,
            input: Journal.identity(of: .standardInput),
            output: Journal.identity(of: .standardOutput)
        )
    }

    func started() { append(entry) }

    /// Says which run the stage belongs to.
    func working(_ run: Run) {
        var entry = entry
        entry.event = .working
        entry.runID = run.metadata.id
        append(entry)
    }

    /// The stages of a run that began, did not finish, and are gone.
    func deadStages(of run: Run) -> [JournalEntry] {
        (journal?.unfinished(runID: run.metadata.id) ?? []).filter { entry in
            entry.processID != Int(getpid()) && kill(pid_t(entry.processID), 0) != 0
                && errno == ESRCH
        }
    }

    func finished(_ run: Run, status: ExitStatus) {
        var entry = entry
        entry.event = .finished
        entry.time = Clock.now(environment).timestamp
        entry.runID = run.metadata.id
        entry.model = run.metadata.model
        entry.status = run.stages.last?.status.rawValue
        entry.exitCode = Int(status.code)
        append(entry)
    }

    /// The stage before this one, which should have written the document.
    func deadWriter() -> JournalEntry? { journal?.writer(of: entry.input) }

    func lastFinished(before dead: JournalEntry) -> JournalEntry? {
        journal?.lastFinished(before: dead)
    }

    private func append(_ entry: JournalEntry) {
        guard let journal else { return }
        do {
            try journal.append(entry)
        } catch {
            // The journal helps to explain a failure; it must not become one.
            Diagnostics(tool: entry.tool).warning("cannot write the journal: \(error)")
        }
    }
}
