import ArgumentParser
import CommandLineTool
import FileStorage
import Registry
import RunDocument
import SystemPackage

/// What `mlx-register audit` does.
struct AuditCommand: ToolCommand {
    static let examples = [
        Example("See who did what, and that nobody changed it", "mlx-register audit penguins"),
        Example(
            "Keep elsewhere how the log stands",
            "mlx-register audit penguins --checkpoint > penguins.checkpoint"
        ),
        Example(
            "Show that it was only appended to since then",
            "mlx-register audit penguins --since penguins.checkpoint"
        ),
    ]

    static let configuration = CommandConfiguration(
        commandName: "audit",
        abstract: "Show the audit log of a model, and check it.",
        discussion: """
            Each line names the SHA-256 of the one before it, and the index holds the last one. \
            The exit status is 1 if they do not fit. A log that does not begin with what the \
            checkpoint of "--since" tells is an error.

            \(examples.discussion)
            """
    )

    @Argument(help: ArgumentHelp("The model.", valueName: "model"))
    var model: String

    @OptionGroup var registry: RegistryOption

    @Flag(help: "Write the records and the checkpoint as JSON lines.")
    var json = false

    @Flag(help: "Write only the checkpoint: the size and the digest of the log.")
    var checkpoint = false

    @Option(help: ArgumentHelp("A checkpoint with which the log must begin.", valueName: "file"))
    var since: String?

    @OptionGroup var lock: LockOptions
    @OptionGroup var options: CommonOptions

    func validate() throws {
        if json, checkpoint { throw ValidationError("--json writes the checkpoint too") }
    }

    func perform(_ context: CommandContext) async throws -> ExitStatus {
        let store = try registry.store(ModelName(model), context)
        let earlier = try since.map { file in
            let bytes = try Files.read(FilePath(file), limit: 1 << 16)
            return try AuditCheckpoint(parsing: bytes, in: file)
        }
        let report = try store.audit(since: earlier, lockTimeout: lock.timeout)
        for fault in report.faults {
            let place = fault.line.map { "line \($0): " } ?? ""
            let text = "audit log of '\(store.model)': \(place)\(fault.message)"
            if fault.isPending {
                context.diagnostics.warning(text)
            } else {
                context.diagnostics.error(text)
            }
        }
        if json {
            for record in report.records {
                try context.output.write(record.json.canonicalText() + "\n")
            }
        } else if !checkpoint {
            try context.output.write(Self.table(report).text)
        }
        // What is not intact must not be signed for.
        if !report.isIntact { return .negative }
        if json || checkpoint { try context.output.write(report.checkpoint.signedBytes) }
        return .success
    }

    private static func table(_ report: AuditReport) -> TextTable {
        TextTable(
            header: ["TIME", "ACTION", "OUTCOME", "VERSION", "TAG", "BY", "REASON"],
            rows: report.records.map { record in
                [
                    record.time ?? "", record.json["action"]?.stringValue ?? "unknown",
                    record.outcome?.rawValue ?? "", record.version.map(String.init) ?? "",
                    record.tag ?? "", record.actor ?? "unknown", record.reason ?? "",
                ].map { Diagnostics.printable($0) }
            }
        )
    }
}
