import FileStorage
import FoundationEssentials
import RunDocument
import RunReporting
import SystemPackage

/// Tells the CI system that a tool runs in what the tool found, in that system's own way.
///
/// Standard output holds the document, so commands go to standard error, of which the systems read
/// commands too. No text of another origin can be a command: in commands it is escaped, and
/// `Diagnostics` writes no line that could be taken for one. So commands are never switched off.
struct CIOutput {
    /// What stands on the job's page, of the stage as it ended.
    typealias Summary = @Sendable (Stage) -> String

    let provider: CIProvider?
    let environment: [String: String]
    let diagnostics: Diagnostics

    init(_ choice: CIChoice, _ environment: [String: String], _ diagnostics: Diagnostics) {
        provider = choice.provider(in: environment)
        self.environment = environment
        self.diagnostics = diagnostics
    }

    /// Tells of the stages that this tool has added to a run.
    ///
    /// - Parameters:
    ///   - count: how many they are.
    ///   - status: the tool's own.
    func tell(_ run: Run, last count: Int, _ summary: Summary, _ status: ExitStatus) {
        guard let provider else { return }
        let stages = run.stages.suffix(count).filter { $0.status != .skipped }
        for annotation in stages.flatMap(CIAnnotation.all) {
            write(annotation, provider, failsBuild: status != .success)
        }
        switch provider {
        case .gitea, .github:
            let texts = stages.map { "\(summary($0))\n" }
            append(texts.joined(), to: "GITHUB_STEP_SUMMARY")
        case .buildkite:
            for stage in stages { agent.annotate(stage, summary(stage)) }
        case .azure, .teamcity, .gitlab, .jenkins: break
        }
        set(RunOutputs(run), provider)
    }

    /// Leaves values for later steps.
    private func set(_ outputs: RunOutputs, _ provider: CIProvider) {
        switch provider {
        case .gitea, .github:
            let texts = outputs.values.map { GitHubCommands.output($0.name, $0.value) }
            append(texts.joined(), to: "GITHUB_OUTPUT")
        case .azure:
            for (name, value) in outputs.values { write(AzureCommands.output(name, value)) }
        case .teamcity:
            for (name, value) in outputs.values { write(TeamCityMessages.output(name, value)) }
        case .buildkite: agent.set(outputs)
        // They read files that a job names: --junit, --dotenv and --openmetrics write them.
        case .gitlab, .jenkins: return
        }
        for name in outputs.omitted {
            diagnostics.warning("'\(name)' of the run is too long for a step's output")
        }
    }

    /// Tells of an error of a tool that is no stage.
    func tell(_ failure: some Failure) {
        guard let provider else { return }
        let annotation = CIAnnotation(
            .error, title: diagnostics.tool,
            lines: [failure.description, failure.hint.map { "hint: \($0)" }])
        write(annotation, provider, failsBuild: true)
    }

    private var agent: BuildkiteAgent { BuildkiteAgent(diagnostics) }

    private func write(_ annotation: CIAnnotation, _ provider: CIProvider, failsBuild: Bool) {
        switch provider {
        case .gitea, .github: write(GitHubCommands.text(annotation))
        case .azure: write(AzureCommands.text(annotation))
        case .teamcity: write(TeamCityMessages.text(annotation, failsBuild: failsBuild))
        case .buildkite, .gitlab, .jenkins: break
        }
    }

    private func write(_ command: String) { diagnostics.raw(Array("\(command)\n".utf8)) }

    /// Appends to the file that a variable names, with one write, so that tools of one pipe do not
    /// write into each other.
    private func append(_ text: String, to variable: String) {
        guard let path = environment[variable], !path.isEmpty, !text.isEmpty else { return }
        let size = Files.size(of: FilePath(path)) ?? 0
        guard size + text.utf8.count <= GitHubCommands.fileLimit else {
            return diagnostics.warning("$\(variable) is full: \(size) bytes are in it")
        }
        do {
            let file = try FileDescriptor.open(
                FilePath(path), .writeOnly, options: [.append, .create, .closeOnExec],
                permissions: .file)
            try file.closeAfter { _ = try file.writeAll(Array(text.utf8)) }
        } catch {
            // The run went as it went, whether or not somebody reads of it there.
            diagnostics.warning("cannot write $\(variable), '\(path)': \(error)")
        }
    }
}
