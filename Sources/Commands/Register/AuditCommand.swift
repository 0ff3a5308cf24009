import ArgumentParser
import CommandLineTool
import FileStorage
import Registry
import RunDocument
import Signing
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
        Example(
            "Keep elsewhere how the log stands, signed",
            "mlx-register audit penguins --sign-checkpoint penguins.note --sign-key ci.pem"
        ),
        Example(
            "Show that it only grew, and that nobody else wrote the checkpoint",
            "mlx-register audit penguins --since-signed penguins.note --key ci.pub"
        ),
    ]

    static let configuration = CommandConfiguration(
        commandName: "audit",
        abstract: "Show the audit log of a model, and check it.",
        discussion: """
            Each line names the SHA-256 of the one before it, and the index holds the last one. \
            The exit status is 1 if they do not fit, or if the log does not begin with what the \
            checkpoint of "--since" or "--since-signed" tells. A checkpoint that no key of the \
            project's "registry.policy.trust" has signed is refused.

            A signed checkpoint is C2SP's tlog-checkpoint, a signed note with an ECDSA signature \
            in DER. Without this tool: "sed '/^$/,$d' NOTE > text; sed -n 's/^— [^ ]* //p' NOTE | \
            base64 -d | tail -c +5 > sig; openssl dgst -sha256 -verify ci.pub -signature sig text" \
            checks the signature (with -sha384 for P-384, -sha512 for P-521), and "head -c BYTES \
            audit.jsonl | openssl dgst -sha256" gives the digest in its fifth line.

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

    @OptionGroup var checkpoints: CheckpointOptions
    @OptionGroup var lock: LockOptions
    @OptionGroup var options: CommonOptions

    func validate() throws {
        if json, checkpoint { throw ValidationError("--json writes the checkpoint too") }
        if since != nil, checkpoints.sinceSigned != nil {
            throw ValidationError("--since and --since-signed contradict each other")
        }
    }

    func perform(_ context: CommandContext) async throws -> ExitStatus {
        let store = try registry.store(ModelName(model), context)
        // A key that cannot be read is found out before anything is written.
        let signer = try checkpoints.signer(context.project, context.environment)
        let report = try store.audit(since: earlier(context), lockTimeout: lock.timeout)
        for fault in report.faults {
            let text = fault.words(of: store.model)
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
        guard json || checkpoint || signer != nil else { return .success }
        let state = report.checkpoint()
        if json || checkpoint { try context.output.write(state.line) }
        if let signer { try checkpoints.write(state, signedBy: signer) }
        return .success
    }

    /// The checkpoint with which the log must begin.
    private func earlier(_ context: CommandContext) throws -> AuditCheckpoint? {
        guard let since else {
            return try checkpoints.earlier(context.project, context.environment)
        }
        let bytes = try Files.read(FilePath(since), limit: SignedNote.maximumSize)
        return try AuditCheckpoint(parsing: bytes, in: since)
    }

    private static func table(_ report: AuditReport) -> TextTable {
        TextTable(
            header: ["TIME", "ACTION", "OUTCOME", "VERSION", "TAG", "BY", "REASON"],
            rows: report.records.map { record in
                [
                    record.time ?? "", record.json["action"]?.stringValue ?? "unknown",
                    record.outcome?.rawValue ?? "", record.version.map(String.init) ?? "",
                    record.tag ?? "", record.actor ?? "unknown", record.reason ?? "",
                ]
            }
        )
    }
}

extension AuditFault {
    func words(of model: ModelName) -> String {
        "audit log of '\(model)': \(line.map { "line \($0): " } ?? "")\(message)"
    }
}
