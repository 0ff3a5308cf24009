import ChildProcess
import Glibc
import RunDocument
import RunReporting
import SystemPackage

/// Buildkite's own program, through which a job speaks to its build.
///
/// Its trouble is no failure of the stage.
struct BuildkiteAgent {
    private static let name = "buildkite-agent"
    /// A server that does not answer must not hold up the pipeline for longer.
    private static let patience = Duration.seconds(30)

    private let diagnostics: Diagnostics

    init(_ diagnostics: Diagnostics) { self.diagnostics = diagnostics }

    /// Shows a stage on top of the build's page, in the place of what it showed before.
    func annotate(_ stage: Stage, _ markdown: String) {
        let style =
            switch stage.status {
            case .failed, .error: "error"
            case .passed where stage.checks.contains { $0.status != .passed }: "warning"
            case .passed, .skipped: "success"
            }
        run(["annotate", "--context", stage.tool, "--style", style], input: markdown)
    }

    /// Keeps what later steps ask for with `meta-data get`; an empty value is refused there.
    func set(_ outputs: RunOutputs) {
        for (name, value) in outputs.values where value.contains(where: { !$0.isWhitespace }) {
            guard run(["meta-data", "set", "mlx.\(name)"], input: value) else { return }
        }
    }

    /// - Returns: whether it is worth while to run it once more.
    @discardableResult
    private func run(_ arguments: [String], input: String) -> Bool {
        do {
            let ending = try start(arguments, input)
            guard !ending.isSuccess else { return true }
            diagnostics.warning("'\(Self.name) \(arguments[0])' \(ending.description)")
        } catch .noSuchFileOrDirectory {
            // Not on the PATH of a container that a job runs in.
            diagnostics.detail("there is no \(Self.name)")
        } catch {
            diagnostics.warning("cannot run '\(Self.name) \(arguments[0])': \(error)")
        }
        return false
    }

    private func start(_ arguments: [String], _ input: String) throws(Errno) -> ProcessEnding {
        // A file and not a pipe: nobody must wait for a program that does not read.
        guard let stream = tmpfile() else { throw Errno(rawValue: errno) }
        defer { fclose(stream) }
        let file = FileDescriptor(rawValue: fileno(stream))
        do {
            try file.writeAll(Array(input.utf8))
            try file.seek(offset: 0, from: .start)
        } catch {
            throw error as? Errno ?? .ioError
        }
        let launch = Launch(
            [Self.name] + arguments,
            streams: [.descriptor(file), .descriptor(.standardError), .descriptor(.standardError)])
        let group = CommandGroup(leader: try launch.start())
        defer { group.end() }
        let deadline = ContinuousClock.now + Self.patience
        while !group.hasEnded, ContinuousClock.now < deadline { usleep(2_000) }
        return group.ending ?? .signaled(Int(SIGKILL))
    }
}
