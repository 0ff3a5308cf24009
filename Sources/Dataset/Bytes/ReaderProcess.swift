import ChildProcess
import Glibc
import SystemPackage

/// What a program writes to its standard output.
///
/// Its pipe bounds how far it is ahead. It is killed when nobody reads any more.
final class ReaderProcess {
    private let program: String
    private let file: String
    private let process: pid_t
    private let output: FileDescriptor
    private let errors: FileDescriptor
    private var hasErrors = true
    private var isOver = false
    private var message = LastLine()

    /// Starts a program.
    ///
    /// - Parameter file: what it reads, for messages.
    /// - Throws: `ReaderError`.
    init(_ arguments: [String], file: String) throws(ReaderError) {
        program = arguments[0]
        self.file = file
        do throws(Errno) {
            let started = try PipedProgram(Launch(arguments), isFed: false)
            (process, output, errors) = (started.process, started.output, started.errors)
        } catch .noSuchFileOrDirectory {
            throw .missing(program: arguments[0], file: file)
        } catch {
            throw .unusable(program: arguments[0], error)
        }
        RunningReaders.add(process)
    }

    deinit {
        try? output.close()
        try? errors.close()
        guard !isOver else { return }
        kill(process, SIGKILL)
        _ = RunningReaders.wait(for: process)
    }

    /// Fills the front of `buffer`.
    ///
    /// - Returns: how many bytes there were; 0 once the program has ended well.
    /// - Throws: `ReaderError.failed`, `ReaderError.unusable`.
    func read(into buffer: UnsafeMutableRawBufferPointer) throws(ReaderError) -> Int {
        while !isOver {
            var ready = [pollfd(fd: output.rawValue, events: Int16(POLLIN), revents: 0)]
            if hasErrors {
                ready.append(pollfd(fd: errors.rawValue, events: Int16(POLLIN), revents: 0))
            }
            guard poll(&ready, nfds_t(ready.count), -1) >= 0 else {
                if errno == EINTR { continue }
                throw .unusable(program: program, Errno(rawValue: errno))
            }
            if ready.count > 1, ready[1].revents != 0 { readErrors() }
            guard ready[0].revents != 0 else { continue }
            let count: Int
            do { count = try output.read(into: buffer) } catch {
                throw .unusable(program: program, error as? Errno ?? .ioError)
            }
            if count > 0 { return count }
            try end()
        }
        return 0
    }

    private func readErrors() {
        let room = UnsafeMutableRawBufferPointer.allocate(byteCount: 4096, alignment: 16)
        defer { room.deallocate() }
        let count = (try? errors.read(into: room)) ?? 0
        message.add(UnsafeRawBufferPointer(rebasing: room[..<count]))
        hasErrors = count > 0
    }

    /// Reads what there is on the standard error, or comes soon.
    private func readErrors(patience milliseconds: Int32) -> Bool {
        var ready = pollfd(fd: errors.rawValue, events: Int16(POLLIN), revents: 0)
        guard hasErrors, poll(&ready, 1, milliseconds) > 0 else { return false }
        readErrors()
        return true
    }

    /// Waits for the program, and looks how it ended.
    ///
    /// What it started in the background may hold its standard error open for ever.
    private func end() throws(ReaderError) {
        var ended = RunningReaders.reap(process)
        while hasErrors, ended == nil {
            _ = readErrors(patience: 50)
            ended = RunningReaders.reap(process)
        }
        let ending = ended ?? RunningReaders.wait(for: process)
        isOver = true
        while readErrors(patience: 0) {}
        guard ending?.isSuccess != true else { return }
        // What is not known did not end well.
        throw .failed(
            program: program, file: file,
            ending: ending?.description ?? "ended, and its exit status is not known",
            message: message.text)
    }
}
