import CommandLineTool
import FileStorage
import Notification
import RunDocument
import SystemPackage

/// `mlx-notify --preview`: checks templates and writes the mails they make.
struct PreviewWork {
    private let directory: FilePath
    private let samples: [(name: String, run: Run)]
    private let chosen: [(name: String, run: Run)]
    private let context: CommandContext

    init(_ command: NotifyCommand, _ context: CommandContext) throws {
        self.context = context
        let standard = try MailTemplates.directory(environment: context.environment)
        directory =
            (command.templates ?? context.project.notify.templates).map { FilePath($0) } ?? standard
        samples = try MailPreview.samples(standard)
        if let input = command.options.input {
            let bytes = try Files.read(
                FilePath(input == "-" ? "/dev/stdin" : input), limit: 1 << 26)
            chosen = [("run", try Run(parsing: bytes))]
        } else {
            chosen = samples
        }
    }

    func write(to target: FilePath) throws -> ExitStatus {
        let templates = try MailTemplates(directory: directory)
        let preview = MailPreview(templates)
        for (name, run) in chosen {
            var surroundings = RunSurroundings()
            surroundings.approvalURL = context.environment["MLX_APPROVAL_URL"]
            try preview.write(RunReport(run, surroundings), as: name, to: target)
            context.diagnostics.note("wrote '\(target.appending(name)).html' and .txt")
        }
        return try check(templates) ? .success : .negative
    }

    /// - Returns: whether the templates ask for nothing that there is not.
    private func check(_ templates: MailTemplates) throws -> Bool {
        let check = TemplateCheck(samples.map { RunReport($0.run) })
        var isGood = true
        for source in templates.sources {
            for unknown in check.unknownNames(in: source.text) {
                isGood = false
                context.diagnostics.error(
                    "\(source.path):\(unknown.line): '\(unknown.name)' is nothing that a report has",
                    hint: unknown.hint)
            }
        }
        return isGood
    }
}
