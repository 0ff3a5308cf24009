import ChildProcess
import Glibc
import SystemPackage

/// A program that gets rows on its standard input and answers on its standard output.
///
/// One thread serves its three pipes at once, so that it may answer early or late. It has a
/// process group of its own, of which nothing is left in the end.
final class CommandProcess {
    private let name: String
    private let timeout: Duration?
    private let group: CommandGroup
    private let pipes: CommandPipes

    /// Starts a program.
    ///
    /// - Parameter variables: added to the environment.
    /// - Throws: `CommandError.missing`, `CommandError.unusable`.
    init(
        _ arguments: [String], variables: [String: String], timeout: Duration?
    ) throws(CommandError) {
        name = arguments.first ?? ""
        self.timeout = timeout
        var launch = Launch(arguments, environment: Launch.environment.merging(variables) { $1 })
        launch.group = .own
        launch.defaultSignals = .these([SIGPIPE, SIGINT, SIGTERM, SIGCHLD])
        do throws(Errno) {
            let program = try PipedProgram(launch, isFed: true)
            (group, pipes) = (CommandGroup(leader: program.process), CommandPipes(of: program))
        } catch .noSuchFileOrDirectory {
            throw .missing(name: name)
        } catch {
            throw .unusable(name: name, error)
        }
    }

    deinit { group.end() }

    /// Writes all of some bytes, unless the program closes its input.
    ///
    /// - Parameter receive: gets what the program answers meanwhile.
    /// - Throws: `CommandError.stalled`, what `receive` throws, `CancellationError`.
    func write(
        _ bytes: [UInt8], _ receive: (UnsafeRawBufferPointer) throws -> Void
    ) throws {
        var written = 0
        while written < bytes.count, pipes.takesInput {
            try wait(writing: true, receive)
            written += bytes.withUnsafeBytes { bytes in
                pipes.write(UnsafeRawBufferPointer(rebasing: bytes[written...]))
            }
        }
    }

    /// Closes the program's input and reads its answers to the end.
    ///
    /// - Throws: `CommandError.failed`, `CommandError.stalled`, what `receive` throws.
    func finish(_ receive: (UnsafeRawBufferPointer) throws -> Void) throws {
        pipes.closeInput()
        while pipes.hasOutput { try wait(writing: false, receive) }
        try waitForEnd()
        while pipes.passErrors() {}
        group.end()
        guard let ending = group.ending, !ending.isSuccess else { return }
        throw CommandError.failed(
            name: name, ending: ending.description, message: pipes.message)
    }

    /// Reads what there is until the input takes bytes or, if nothing is to be written, until
    /// something was read.
    private func wait(
        writing: Bool, _ receive: (UnsafeRawBufferPointer) throws -> Void
    ) throws {
        let start = ContinuousClock.now
        while true {
            // In short turns, to see whether the program is gone and its pipes held by another, or
            // the work is called off.
            let ready = pipes.wait(input: writing, output: true, milliseconds: 100)
            try Task.checkCancellation()
            if ready.hasAnswers { try pipes.readAnswers(receive) }
            if ready.hasErrors { _ = pipes.passErrors() }
            if writing, ready.takesInput || !pipes.hasOutput { return closeIfAnswered() }
            if ready.hasAnswers, !writing { return }
            if ready.isLate, group.hasEnded {
                pipes.closeInput()
                return pipes.closeOutput()
            }
            if ready.hasAnswers || ready.hasErrors { continue }
            try checkTime(since: start)
        }
    }

    /// A program that has closed its output takes no more rows.
    private func closeIfAnswered() { if !pipes.hasOutput { pipes.closeInput() } }

    private func waitForEnd() throws {
        let start = ContinuousClock.now
        while !group.hasEnded {
            if pipes.wait(input: false, output: false, milliseconds: 20).hasErrors {
                _ = pipes.passErrors()
            }
            try Task.checkCancellation()
            try checkTime(since: start)
        }
    }

    private func checkTime(since start: ContinuousClock.Instant) throws(CommandError) {
        guard let timeout, ContinuousClock.now - start > timeout else { return }
        throw .stalled(name: name, after: timeout, message: pipes.message)
    }
}
