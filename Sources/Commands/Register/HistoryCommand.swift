import ArgumentParser
import CommandLineTool
import FileStorage
import ProjectRegistries
import Registry
import RunDocument
import SystemPackage

/// What `mlx-register history` does.
struct HistoryCommand: ToolCommand {
    static let examples = [
        Example("See which versions were live, and since when", "mlx-register history penguins"),
        Example(
            "Find the version that was live at a moment",
            "mlx-register history penguins --at 2026-11-20T12:00:00Z"
        ),
    ]

    static let configuration = CommandConfiguration(
        commandName: "history",
        abstract: "Show which version was in production when.",
        discussion: """
            With "--at" the exit status is 1 if nothing was in production then. A date alone is \
            the end of that day in UTC.

            \(examples.discussion)
            """
    )

    @Argument(help: ArgumentHelp("The model.", valueName: "model"))
    var model: String

    @Option(help: ArgumentHelp("Only what was live then.", valueName: "time"))
    var at: String?

    @Option(
        help: ArgumentHelp(
            "The registry: \(RegistryOption.words).",
            valueName: "registry"
        )
    )
    var registry = "production"

    @Flag(help: "Write JSON.")
    var json = false

    @OptionGroup var options: CommonOptions

    func perform(_ context: CommandContext) async throws -> ExitStatus {
        let instant = try at.map { try Instant($0) }
        let store = try context.registries.named(registry).store(ModelName(model))
        let log = try readLog(of: store, context)
        guard let instant, let at else {
            let periods = log.livePeriods
            try context.output.write(
                json
                    ? JSONValue.array(periods.map(\.json)).canonicalText() + "\n"
                    : periods.isEmpty ? "" : Self.table(periods).text
            )
            return .success
        }
        let period = log.live(at: instant)
        if json {
            try context.output.write((period?.json ?? .null).canonicalText() + "\n")
        } else if let period {
            let reference = "\(store.model)@\(period.version)"
            try context.output.write(
                "\(reference)  \(period.manifestDigest)  since \(period.words)\n")
        } else {
            context.diagnostics.note("nothing was in production at '\(at)'")
        }
        return period == nil ? .negative : .success
    }

    /// A log that is not intact may lack what is asked for: it is shown with a warning, and answers
    /// no question.
    private func readLog(of store: ModelStore, _ context: CommandContext) throws -> AuditReport {
        let report = try store.audit(lockTimeout: CommitOptions.defaultLockTimeout)
        for fault in report.faults where !fault.isPending {
            context.diagnostics.warning(fault.words(of: store.model))
        }
        guard report.isIntact || at == nil else {
            throw RegistryError.damaged(
                path: "\(store.path)/.mlx/audit.jsonl",
                reason: "it cannot be said what was live; see 'mlx-register audit \(store.model)'")
        }
        return report
    }

    private static func table(_ periods: [LivePeriod]) -> TextTable {
        TextTable(
            header: ["SINCE", "VERSION", "BEFORE", "ACTION", "BY", "DIGEST", "REASON"],
            rows: periods.map { period in
                [
                    period.since, String(period.version), period.from.map(String.init) ?? "",
                    period.isRollback ? "rollback" : "promote", period.actor ?? "unknown",
                    String(period.manifestDigest.description.prefix(19)), period.reason ?? "",
                ]
            }
        )
    }
}

extension LivePeriod {
    fileprivate var words: String {
        Diagnostics.printable("\(since) by \(actor ?? "unknown")\(reason.map { " (\($0))" } ?? "")")
    }

    fileprivate var json: JSONValue {
        var members: JSONObject = [
            "version": .integer(Int64(version)),
            "manifest": .string(manifestDigest.description),
            "since": .string(since),
            "action": .string(isRollback ? "rollback" : "promote"),
        ]
        members["actor"] = actor.map(JSONValue.string)
        members["from"] = from.map { .integer(Int64($0)) }
        members["reason"] = reason.map(JSONValue.string)
        return .object(members)
    }
}
