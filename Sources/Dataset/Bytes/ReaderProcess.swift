import FoundationEssentials
import Glibc
import RunDocument
import SystemPackage

/// What a program writes to its standard output.
///
/// Its pipe bounds how far it is ahead. It is killed when nobody reads any more.
final class ReaderProcess {
    private let program: String
    private let file: String
    private var process: pid_t = 0
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
        let pipes: [(readEnd: FileDescriptor, writeEnd: FileDescriptor)]
        do { pipes = [try FileDescriptor.pipe(), try FileDescriptor.pipe()] } catch {
            throw .unusable(program: arguments[0], error as? Errno ?? .ioError)
        }
        for pipe in pipes {
            for end in [pipe.readEnd, pipe.writeEnd] {
                _ = fcntl(end.rawValue, F_SETFD, FD_CLOEXEC)
            }
        }
        (output, errors) = (pipes[0].readEnd, pipes[1].readEnd)
        let result = Self.spawn(
            arguments, output: pipes[0].writeEnd, errors: pipes[1].writeEnd, &process)
        for pipe in pipes { try? pipe.writeEnd.close() }
        guard result == 0 else {
            isOver = true
            if result == ENOENT { throw .missing(program: arguments[0], file: file) }
            throw .unusable(program: arguments[0], Errno(rawValue: result))
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

    private static func spawn(
        _ arguments: [String], output: FileDescriptor, errors: FileDescriptor,
        _ process: inout pid_t
    ) -> Int32 {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
        posix_spawn_file_actions_adddup2(&actions, output.rawValue, 1)
        posix_spawn_file_actions_adddup2(&actions, errors.rawValue, 2)
        // Threads of a pool block signals, and the program must not inherit that.
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        var none = sigset_t()
        sigemptyset(&none)
        posix_spawnattr_setsigmask(&attributes, &none)
        posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK))
        let variables = ProcessInfo.processInfo.environment.map { "\($0)=\($1)" }.sorted()
        let (words, environment) = (copied(arguments), copied(variables))
        defer { for word in words + environment { free(word) } }
        return posix_spawnp(&process, arguments[0], &actions, &attributes, words, environment)
    }

    /// Copies for C, with a nil behind them.
    private static func copied(_ texts: [String]) -> [UnsafeMutablePointer<CChar>?] {
        texts.map { strdup($0) } + [nil]
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
        let status = ended ?? RunningReaders.wait(for: process)
        isOver = true
        while readErrors(patience: 0) {}
        guard status != 0 else { return }
        throw .failed(
            program: program, file: file, ending: Self.ending(status), message: message.text)
    }

    /// How a program ended; what is not known did not end well.
    private static func ending(_ status: Int32?) -> String {
        guard let status else { return "ended, and its exit status is not known" }
        let signal = status & 0x7F
        return signal == 0
            ? "ended with exit status \(status >> 8 & 0xFF)" : "was killed by signal \(signal)"
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
