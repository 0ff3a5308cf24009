import Glibc
import SystemPackage

/// A program that gets rows on its standard input and answers on its standard output.
///
/// One thread serves its three pipes at once, so that it may answer early or late. It has a
/// process group of its own, of which nothing is left in the end.
final class CommandProcess {
    private let name: String
    private let timeout: Duration?
    private let process: pid_t
    private var input: FileDescriptor?
    private var output: FileDescriptor?
    private var errors: FileDescriptor?
    private var message = LastLine()
    private var status: Int32?
    private let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 16, alignment: 16)
    /// What it writes to standard error is passed on up to this many bytes.
    private var errorRoom = 1 << 20

    /// Starts a program.
    ///
    /// - Parameter variables: added to the environment.
    /// - Throws: `CommandError`.
    init(
        _ arguments: [String], variables: [String: String], timeout: Duration?
    ) throws(CommandError) {
        name = arguments.first ?? ""
        self.timeout = timeout
        let spawned = try SpawnedCommand(arguments, variables: variables)
        process = spawned.process
        (input, output, errors) = (spawned.input, spawned.output, spawned.errors)
        for pipe in [spawned.input, spawned.output, spawned.errors] {
            _ = fcntl(pipe.rawValue, F_SETFL, O_NONBLOCK)
        }
    }

    deinit {
        for pipe in [input, output, errors].compactMap(\.self) { try? pipe.close() }
        end()
        buffer.deallocate()
    }

    /// Ends all that the program started, and takes its exit status.
    private func end() {
        // The leader is a zombie until it is waited for, so the group's number is still its own.
        kill(-process, SIGKILL)
        if status == nil {
            var ending: Int32 = 0
            while waitpid(process, &ending, 0) < 0, errno == EINTR {}
            status = ending
        }
    }

    // MARK: Writing and reading

    /// Writes all of some bytes, unless the program closes its input.
    ///
    /// - Parameter receive: gets what the program answers meanwhile.
    /// - Throws: `CommandError.stalled`, what `receive` throws, `CancellationError`.
    func write(
        _ bytes: [UInt8], _ receive: (UnsafeRawBufferPointer) throws -> Void
    ) throws {
        var written = 0
        while written < bytes.count, let input {
            try wait(writing: true, receive)
            let result = bytes.withUnsafeBytes { bytes in
                BrokenPipe.ignored {
                    Glibc.write(
                        input.rawValue, bytes.baseAddress.map { $0 + written },
                        bytes.count - written)
                }
            }
            if result > 0 {
                written += result
            } else if result < 0, errno != EAGAIN, errno != EINTR {
                // What this means is seen by how the program ends.
                closeInput()
            }
        }
    }

    /// Closes the program's input and reads its answers to the end.
    ///
    /// - Throws: `CommandError.failed`, `CommandError.stalled`, what `receive` throws.
    func finish(_ receive: (UnsafeRawBufferPointer) throws -> Void) throws {
        closeInput()
        while output != nil { try wait(writing: false, receive) }
        while status == nil { try waitForEnd() }
        while readErrors() {}
        let ending = status ?? 0
        end()
        guard ending != 0 else { return }
        let signal = ending & 0x7F
        throw CommandError.failed(
            name: name,
            ending: signal == 0
                ? "ended with exit status \(ending >> 8 & 0xFF)" : "was killed by signal \(signal)",
            message: message.text)
    }

    private func closeInput() {
        try? input?.close()
        input = nil
    }

    /// Reads what there is until the input takes bytes or, if nothing is to be written, until
    /// something was read.
    private func wait(
        writing: Bool, _ receive: (UnsafeRawBufferPointer) throws -> Void
    ) throws {
        let start = ContinuousClock.now
        while true {
            var pipes = [descriptor(output, POLLIN), descriptor(errors, POLLIN)]
            if writing { pipes.append(descriptor(input, POLLOUT)) }
            // In short turns, to see whether the program is gone and its pipes held by another, or
            // the work is called off.
            let count = poll(&pipes, nfds_t(pipes.count), 100)
            try Task.checkCancellation()
            let isAnswered = pipes[0].revents != 0
            if isAnswered { try readAnswers(receive) }
            if pipes[1].revents != 0 { _ = readErrors() }
            if writing, pipes[2].revents != 0 || output == nil { return closeIfAnswered() }
            if isAnswered, !writing { return }
            if count == 0, hasEnded { return closeAll() }
            if isAnswered || pipes[1].revents != 0 { continue }
            try checkTime(since: start)
        }
    }

    /// A program that has closed its output takes no more rows.
    private func closeIfAnswered() { if output == nil { closeInput() } }

    private func closeAll() {
        closeInput()
        try? output?.close()
        output = nil
    }

    private func waitForEnd() throws {
        let start = ContinuousClock.now
        while !hasEnded {
            var pipe = descriptor(errors, POLLIN)
            if poll(&pipe, 1, 20) > 0 { _ = readErrors() }
            try Task.checkCancellation()
            try checkTime(since: start)
        }
    }

    private var hasEnded: Bool {
        if status != nil { return true }
        var information = siginfo_t()
        // Not reaped yet, so that the group can still be ended by its number.
        let result = waitid(P_PID, id_t(process), &information, WEXITED | WNOWAIT | WNOHANG)
        // Where the ends of children are ignored, nobody knows how it ended.
        if result < 0, errno == ECHILD { status = 0 }
        guard result == 0, information._sifields._sigchld.si_pid == process else {
            return status != nil
        }
        let code = information._sifields._sigchld.si_status
        status = information.si_code == CLD_EXITED ? code << 8 : code & 0x7F
        return true
    }

    private func checkTime(since start: ContinuousClock.Instant) throws(CommandError) {
        guard let timeout, ContinuousClock.now - start > timeout else { return }
        throw .stalled(name: name, after: timeout, message: message.text)
    }

    private func descriptor(_ file: FileDescriptor?, _ events: Int32) -> pollfd {
        pollfd(fd: file?.rawValue ?? -1, events: Int16(events), revents: 0)
    }

    private func readAnswers(_ receive: (UnsafeRawBufferPointer) throws -> Void) throws {
        guard let output else { return }
        let count = Glibc.read(output.rawValue, buffer.baseAddress, buffer.count)
        if count > 0 {
            try receive(UnsafeRawBufferPointer(rebasing: buffer[..<count]))
        } else if count == 0 || errno != EAGAIN && errno != EINTR {
            try? output.close()
            self.output = nil
        }
    }

    /// Passes on what there is on standard error.
    ///
    /// - Returns: whether there was anything.
    private func readErrors() -> Bool {
        guard let errors else { return false }
        let count = Glibc.read(errors.rawValue, buffer.baseAddress, buffer.count)
        guard count > 0 else {
            if count == 0 || errno != EAGAIN && errno != EINTR {
                try? errors.close()
                self.errors = nil
            }
            return false
        }
        let bytes = UnsafeRawBufferPointer(rebasing: buffer[..<count])
        message.add(bytes)
        let passed = min(count, errorRoom)
        errorRoom -= passed
        _ = try? FileDescriptor.standardError.writeAll(bytes.prefix(passed))
        return true
    }
}

/// The last line that is not empty of a text that comes in pieces.
private struct LastLine {
    private static let limit = 1000

    private var last: [UInt8] = []
    private var isEnded = false

    mutating func add(_ bytes: UnsafeRawBufferPointer) {
        for byte in bytes {
            if byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r") {
                isEnded = true
                continue
            }
            if isEnded { last.removeAll(keepingCapacity: true) }
            isEnded = false
            if last.count < Self.limit { last.append(byte < 0x20 ? UInt8(ascii: " ") : byte) }
        }
    }

    var text: String { String(decoding: last, as: UTF8.self) }
}

/// Writing to a pipe whose reader may be gone.
private enum BrokenPipe {
    /// Calls `write` so that a closed pipe is an error and no signal, whatever else the process
    /// does with that signal.
    static func ignored(_ write: () -> Int) -> Int {
        var (broken, old) = (sigset_t(), sigset_t())
        sigemptyset(&broken)
        sigaddset(&broken, SIGPIPE)
        pthread_sigmask(SIG_BLOCK, &broken, &old)
        let result = write()
        let error = errno
        if result < 0, error == EPIPE, sigismember(&old, SIGPIPE) == 0 {
            var none = timespec()
            while sigtimedwait(&broken, nil, &none) < 0, errno == EINTR {}
        }
        pthread_sigmask(SIG_SETMASK, &old, nil)
        errno = error
        return result
    }
}
