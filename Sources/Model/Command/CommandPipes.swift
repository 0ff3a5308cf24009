import ChildProcess
import Glibc
import SystemPackage

/// Our ends of the three pipes of a command, none of which is waited for but in `wait`.
final class CommandPipes {
    /// Which of the pipes can be used, or are gone.
    struct Ready {
        var takesInput = false
        var hasAnswers = false
        var hasErrors = false
        /// None, for as long as was waited.
        var isLate = false
    }

    private var input: FileDescriptor?
    private var output: FileDescriptor?
    private var errors: FileDescriptor?
    private var lastError = LastLine()
    private let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 16, alignment: 16)
    /// What the command writes to standard error is passed on up to this many bytes.
    private var errorRoom = 1 << 20

    init(of program: PipedProgram) {
        (input, output, errors) = (program.input, program.output, program.errors)
        for pipe in [input, output, errors].compactMap(\.self) {
            _ = fcntl(pipe.rawValue, F_SETFL, O_NONBLOCK)
        }
    }

    deinit {
        for pipe in [input, output, errors].compactMap(\.self) { try? pipe.close() }
        buffer.deallocate()
    }

    var takesInput: Bool { input != nil }

    var hasOutput: Bool { output != nil }

    /// The last line on standard error.
    var message: String { lastError.text }

    func closeInput() {
        try? input?.close()
        input = nil
    }

    func closeOutput() {
        try? output?.close()
        output = nil
    }

    private func closeErrors() {
        try? errors?.close()
        errors = nil
    }

    /// Waits until a pipe can be used, or for so long.
    ///
    /// - Parameter input, output: whether to wait for these, too.
    func wait(input: Bool, output: Bool, milliseconds: Int32) -> Ready {
        func descriptor(_ file: FileDescriptor?, _ events: Int32) -> pollfd {
            pollfd(fd: file?.rawValue ?? -1, events: Int16(events), revents: 0)
        }
        var pipes = [
            descriptor(input ? self.input : nil, POLLOUT),
            descriptor(output ? self.output : nil, POLLIN), descriptor(errors, POLLIN),
        ]
        let count = poll(&pipes, nfds_t(pipes.count), milliseconds)
        return Ready(
            takesInput: pipes[0].revents != 0, hasAnswers: pipes[1].revents != 0,
            hasErrors: pipes[2].revents != 0, isLate: count == 0)
    }

    // MARK: What is ready now

    /// Writes some of the bytes; closes the input if the command has.
    ///
    /// - Returns: how many were written.
    func write(_ bytes: UnsafeRawBufferPointer) -> Int {
        guard let input else { return 0 }
        let count = BrokenPipe.ignored {
            Glibc.write(input.rawValue, bytes.baseAddress, bytes.count)
        }
        // What this means is seen by how the program ends.
        if count < 0, !Self.isPassing(errno) { closeInput() }
        return max(0, count)
    }

    /// Reads some of what the command answers.
    func readAnswers(_ receive: (UnsafeRawBufferPointer) throws -> Void) rethrows {
        guard let output else { return }
        let count = Glibc.read(output.rawValue, buffer.baseAddress, buffer.count)
        if count > 0 {
            try receive(UnsafeRawBufferPointer(rebasing: buffer[..<count]))
        } else if count == 0 || !Self.isPassing(errno) {
            closeOutput()
        }
    }

    /// Passes on what there is on standard error.
    ///
    /// - Returns: whether there was anything.
    func passErrors() -> Bool {
        guard let errors else { return false }
        let count = Glibc.read(errors.rawValue, buffer.baseAddress, buffer.count)
        guard count > 0 else {
            if count == 0 || !Self.isPassing(errno) { closeErrors() }
            return false
        }
        let bytes = UnsafeRawBufferPointer(rebasing: buffer[..<count])
        lastError.add(bytes)
        let passed = min(count, errorRoom)
        errorRoom -= passed
        _ = try? FileDescriptor.standardError.writeAll(bytes.prefix(passed))
        return true
    }

    private static func isPassing(_ error: Int32) -> Bool { error == EAGAIN || error == EINTR }
}
