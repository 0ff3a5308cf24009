import ArgumentParser
import CMalloc
import FoundationEssentials
import Glibc
import RunDocument
import SystemPackage

/// Runs a tool from its arguments to its exit status; no error leaves it unmapped.
package enum ToolRunner {
    package static func run<Root: RootCommand>(_ root: Root.Type) async -> Never {
        StandardStreams.fill()
        Signals.ignoreBrokenPipes()
        Signals.waitForChildren()
        // The heap of a thread that is not the first grows page by page.
        if root.isSingleThreaded { mallopt(M_ARENA_MAX, 1) }
        let environment = ProcessInfo.processInfo.environment
        let arguments = Array(CommandLine.arguments.dropFirst())
        let status = await run(root, arguments, environment)
        exit(status.code)
    }

    private static func run<Root: RootCommand>(
        _ root: Root.Type,
        _ arguments: [String],
        _ environment: [String: String]
    ) async -> ExitStatus {
        let tool = Root.configuration.commandName ?? "mlx"
        if arguments == ["--generate-manual"] {
            return write(tool) { try ManualPage.render(root) }
        }
        if arguments.count == 2, arguments[0] == "--generate-manual",
            let topic = root.topics.first(where: { $0.name == arguments[1] })
        {
            return write(tool) { topic.render().roff }
        }
        do {
            var command = try Root.parseAsRoot(arguments)
            // Help is a command of its own, which throws what is to be shown.
            if !(command is any StageCommand || command is any ToolCommand) { try command.run() }
            return await run(command, tool: tool, environment: environment)
        } catch {
            if Root.exitCode(for: error) == .success {
                return write(tool) { Root.fullMessage(for: error) + "\n" }
            }
            let message = Root.message(for: error).split(whereSeparator: \.isNewline)
            let usage = UsageFailure(message: message.joined(separator: " "), tool: tool)
            return await reject(usage, root, arguments, environment)
        }
    }

    private static func run(
        _ command: any ParsableCommand,
        tool: String,
        environment: [String: String]
    ) async -> ExitStatus {
        switch command {
        case let command as any StageCommand:
            if let work = command.alone {
                let options = command.options.common
                return await cancellable { await run(work, options, tool, environment) }
            }
            return await cancellable {
                await StageRunner(command, tool: tool, environment: environment).run()
            }
        case let command as any ToolCommand:
            return await cancellable {
                await run({ try await command.perform($0) }, command.options, tool, environment)
            }
        default:
            return write(tool) { type(of: command).helpMessage() + "\n" }
        }
    }

    private static func run(
        _ work: StandaloneWork,
        _ options: CommonOptions,
        _ tool: String,
        _ environment: [String: String]
    ) async -> ExitStatus {
        let diagnostics = options.diagnostics(tool: tool, environment: environment)
        do {
            let project = try Project.load(options.config, environment: environment)
            return try await work(
                CommandContext(
                    project: project,
                    environment: environment,
                    diagnostics: diagnostics,
                    output: .standard,
                    now: Clock.now(environment)
                )
            )
        } catch {
            let failure = AnyFailure(error)
            diagnostics.error(failure)
            CIOutput(options.ci, environment, diagnostics).tell(failure)
            return failure.exitStatus
        }
    }

    /// Flags that make no sense: said on stderr and, inside a pipe, in the document too, so that
    /// the stages after this one know what happened.
    private static func reject<Root: RootCommand>(
        _ usage: UsageFailure,
        _ root: Root.Type,
        _ arguments: [String],
        _ environment: [String: String]
    ) async -> ExitStatus {
        guard let stage = stageType(of: root, arguments), isatty(STDOUT_FILENO) == 0 else {
            let diagnostics = Diagnostics(tool: usage.tool)
            diagnostics.error(usage)
            CIOutput(.auto, environment, diagnostics).tell(usage)
            return usage.exitStatus
        }
        return await StageRunner(
            rejecting: usage, stage: stage, arguments: arguments, environment: environment
        ).run()
    }

    /// The stage that the arguments speak to, unless they name a subcommand that is none.
    private static func stageType(
        of root: any ParsableCommand.Type,
        _ arguments: [String]
    ) -> (any StageCommand.Type)? {
        let named = root.configuration.subcommands.first {
            $0.configuration.commandName == arguments.first
        }
        if let named { return named as? any StageCommand.Type }
        return (root.configuration.defaultSubcommand ?? root) as? any StageCommand.Type
    }

    private static func cancellable(
        _ work: @escaping @Sendable () async -> ExitStatus
    ) async -> ExitStatus {
        let task = Task { await work() }
        Signals.onEnding { task.cancel() }
        return await task.value
    }

    private static func write(_ tool: String, _ text: () throws -> String) -> ExitStatus {
        do {
            try CheckedOutput.standard.write(try text())
            return .success
        } catch {
            let failure = AnyFailure(error)
            Diagnostics(tool: tool).error(failure)
            return failure.exitStatus
        }
    }
}

/// The descriptors 0, 1 and 2, which a caller may have closed.
private enum StandardStreams {
    /// Opens `/dev/null` in the place of those that are closed: otherwise the next file or pipe that
    /// is opened would take their numbers, and be read as input or overwritten with output.
    ///
    /// It is opened for reading, so that what is written there is an error and not lost.
    static func fill() {
        for descriptor in STDIN_FILENO...STDERR_FILENO
        where fcntl(descriptor, F_GETFD) < 0 {
            _ = open("/dev/null", O_RDONLY)
        }
    }
}

/// Arguments that cannot be understood.
struct UsageFailure: Failure {
    let message: String
    let tool: String

    var exitStatus: ExitStatus { .usage }
    var description: String {
        message.prefix(1).lowercased() + message.dropFirst().trimmingSuffix(".")
    }
    var hint: String? { "see '\(tool) --help'" }
}

extension Substring {
    fileprivate func trimmingSuffix(_ suffix: String) -> Substring {
        hasSuffix(suffix) ? dropLast(suffix.count) : self
    }
}

/// Any error as a failure: one that no module foresaw is an internal error, never ArgumentParser's
/// exit status 1, which here means that the verdict is no.
struct AnyFailure: Failure {
    let description: String
    let exitStatus: ExitStatus
    let hint: String?

    init(_ error: any Error) {
        switch error {
        case let failure as any Failure:
            (description, exitStatus, hint) = (
                failure.description, failure.exitStatus, failure.hint
            )
        case is CancellationError:
            (description, exitStatus, hint) = ("interrupted", Signals.ending ?? .internalError, nil)
        case let error as ValidationError:
            (description, exitStatus, hint) = (error.message, .usage, nil)
        case let error as Errno:
            (description, exitStatus, hint) = (error.description, .inputOutput, nil)
        default:
            description = "unexpected: \(error)"
            exitStatus = .internalError
            hint = "this is a defect of the tool; please report it"
        }
    }
}

/// The time as a run sees it.
enum Clock {
    /// 9999-12-31T23:59:59Z, the last one that a timestamp can say.
    private static let lastSecond = 253_402_300_799

    static func now(_ environment: [String: String]) -> Date {
        if let epoch = environment["SOURCE_DATE_EPOCH"].flatMap(Int.init),
            (0...lastSecond).contains(epoch)
        {
            return Date(timeIntervalSince1970: Double(epoch))
        }
        return Date()
    }
}
