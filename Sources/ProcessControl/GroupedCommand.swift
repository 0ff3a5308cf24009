import Dispatch
import FileStorage
import Glibc
import Subprocess
package import SystemPackage

/// A program of the user's, run in a process group of its own, of which nothing is left.
package struct GroupedCommand: Sendable {
    package let command: [String]
    /// Set beside those that this process has.
    package let environment: [String: String]
    /// Where it runs; nil for where this process does.
    package let directory: FilePath?
    /// Nil for none.
    package let timeout: Duration?

    package init(
        _ command: [String],
        environment: [String: String] = [:],
        directory: FilePath? = nil,
        timeout: Duration? = nil
    ) throws(ProcessError) {
        guard !command.isEmpty else { throw .noCommand }
        self.command = command
        self.environment = environment
        self.directory = directory
        self.timeout = timeout
    }

    /// Runs the command to its end.
    ///
    /// - Parameters:
    ///   - log: the file that keeps what it writes, up to a limit.
    ///   - onOutput: called with each piece of the command's stdout and stderr.
    /// - Throws: `ProcessError`, `StorageError`, `CancellationError`.
    package func run(
        log path: FilePath,
        onOutput: @escaping @Sendable ([UInt8]) -> Void
    ) async throws -> Ending {
        let log = try BoundedLog(path)
        defer { log.close() }
        // A pipe of our own: what the command starts in the background may hold it open, so it is
        // read to its end only after the whole group is gone.
        let pipe = try FileDescriptor.pipe()
        for end in [pipe.readEnd, pipe.writeEnd] { _ = fcntl(end.rawValue, F_SETFD, FD_CLOEXEC) }
        let isOver = Flag()
        async let reader: Void = Self.read(pipe.readEnd, until: isOver, into: log, onOutput)
        let group = ProcessGroup()
        let ending: Ending
        do {
            ending = try await end(of: group, pipe.writeEnd)
        } catch {
            group.kill()
            isOver.set()
            try? pipe.writeEnd.close()
            await reader
            throw error
        }
        group.kill()
        isOver.set()
        try pipe.writeEnd.close()
        await reader
        try Task.checkCancellation()
        return ending
    }

    /// Passes on what the command writes, to the end, or until the command is over and nothing
    /// comes any more: a daemon that it started may hold the pipe for ever.
    ///
    /// It waits on a thread of its own, for those of Swift's tasks are few.
    private static func read(
        _ pipe: FileDescriptor, until isOver: Flag, into log: BoundedLog,
        _ onOutput: @escaping @Sendable ([UInt8]) -> Void
    ) async {
        await withCheckedContinuation { continuation in
            DispatchQueue(label: "command output").async {
                var buffer = [UInt8](repeating: 0, count: 1 << 16)
                while let count = next(pipe, into: &buffer, until: isOver) {
                    log.write(Array(buffer[..<count]))
                    onOutput(Array(buffer[..<count]))
                }
                try? pipe.close()
                continuation.resume()
            }
        }
    }

    /// How many bytes came; nil at the end.
    private static func next(
        _ pipe: FileDescriptor, into buffer: inout [UInt8], until isOver: Flag
    ) -> Int? {
        var descriptor = pollfd(fd: pipe.rawValue, events: Int16(POLLIN), revents: 0)
        while poll(&descriptor, 1, 100) == 0 {
            if isOver.isSet { return nil }
        }
        let count = try? buffer.withUnsafeMutableBytes { try pipe.read(into: $0) }
        return count.flatMap { $0 > 0 ? $0 : nil }
    }

    /// Runs the command until it ends or its time is over.
    private func end(of group: ProcessGroup, _ output: FileDescriptor) async throws -> Ending {
        try await withThrowingTaskGroup(of: Ending?.self) { tasks in
            tasks.addTask { try await spawn(in: group, output) }
            if let timeout {
                tasks.addTask {
                    // Its time runs from its start, which a busy machine may put off.
                    while group.leader == nil { try await Task.sleep(for: .milliseconds(5)) }
                    try await Task.sleep(for: timeout)
                    return nil
                }
            }
            defer { tasks.cancelAll() }
            let first = try await tasks.next() ?? nil
            return first ?? .timedOut(timeout ?? .zero)
        }
    }

    private func spawn(
        in group: ProcessGroup, _ output: FileDescriptor
    ) async throws -> Ending {
        var options = PlatformOptions()
        options.processGroupID = 0
        options.teardownSequence = [
            .send(signal: .terminate, toProcessGroup: true, allowedDurationToNextStep: .seconds(5))
        ]
        do {
            let result = try await Subprocess.run(
                executable,
                arguments: Arguments(Array(command.dropFirst())),
                environment: variables,
                workingDirectory: directory,
                platformOptions: options,
                input: .none,
                output: .fileDescriptor(output, closeAfterSpawningProcess: false),
                error: .fileDescriptor(output, closeAfterSpawningProcess: false)
            ) { execution in
                group.leader = execution.processIdentifier.value
            }
            return Ending(result.terminationStatus)
        } catch let error as SubprocessError
            where error.code == .spawnFailed || error.code == .executableNotFound
        {
            throw command[0].contains("/") && Files.exists(FilePath(command[0]))
                ? ProcessError.commandUnusable(name: command[0])
                : ProcessError.commandMissing(name: command[0])
        }
    }

    private var executable: Executable {
        command[0].contains("/") ? .path(FilePath(command[0])) : .name(command[0])
    }

    private var variables: Environment {
        let keys = environment.map { (Environment.Key(stringLiteral: $0), String?.some($1)) }
        return .inherit.updating(Dictionary(keys) { _, last in last })
    }
}

extension Ending {
    fileprivate init(_ status: TerminationStatus) {
        switch status {
        case .exited(let code): self = .exited(Int(code))
        case .signaled(let signal): self = .signaled(Int(signal))
        }
    }
}
