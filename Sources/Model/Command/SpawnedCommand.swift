import FoundationEssentials
import Glibc
import SystemPackage

/// A program in a process group of its own, and our ends of its three pipes.
struct SpawnedCommand {
    let process: pid_t
    let input: FileDescriptor
    let output: FileDescriptor
    let errors: FileDescriptor

    /// - Throws: `CommandError.missing`, `CommandError.unusable`.
    init(_ arguments: [String], variables: [String: String]) throws(CommandError) {
        let name = arguments.first ?? ""
        var pipes: [(readEnd: FileDescriptor, writeEnd: FileDescriptor)] = []
        do {
            for _ in 0..<3 { pipes.append(try FileDescriptor.pipe()) }
        } catch {
            for pipe in pipes { try? pipe.readEnd.close(); try? pipe.writeEnd.close() }
            throw .unusable(name: name, error as? Errno ?? .ioError)
        }
        for end in pipes.flatMap({ [$0.readEnd, $0.writeEnd] }) {
            _ = fcntl(end.rawValue, F_SETFD, FD_CLOEXEC)
        }
        let theirs = [pipes[0].readEnd, pipes[1].writeEnd, pipes[2].writeEnd]
        let ours = [pipes[0].writeEnd, pipes[1].readEnd, pipes[2].readEnd]
        var process: pid_t = 0
        let code = Self.spawn(arguments, theirs, variables, &process)
        for end in theirs { try? end.close() }
        guard code == 0 else {
            for end in ours { try? end.close() }
            throw code == ENOENT
                ? .missing(name: name) : .unusable(name: name, Errno(rawValue: code))
        }
        self.process = process
        (input, output, errors) = (ours[0], ours[1], ours[2])
    }

    private static func spawn(
        _ arguments: [String], _ ends: [FileDescriptor], _ variables: [String: String],
        _ process: inout pid_t
    ) -> Int32 {
        guard let name = arguments.first, !name.isEmpty else { return ENOENT }
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        for (number, end) in ends.enumerated() {
            posix_spawn_file_actions_adddup2(&actions, end.rawValue, Int32(number))
        }
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        // Neither blocked nor ignored signals are handed down.
        var (none, usual) = (sigset_t(), sigset_t())
        sigemptyset(&none)
        sigemptyset(&usual)
        for signal in [SIGPIPE, SIGINT, SIGTERM, SIGCHLD] { sigaddset(&usual, signal) }
        posix_spawnattr_setsigmask(&attributes, &none)
        posix_spawnattr_setsigdefault(&attributes, &usual)
        posix_spawnattr_setpgroup(&attributes, 0)
        posix_spawnattr_setflags(
            &attributes,
            Int16(POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETPGROUP))
        let environment = ProcessInfo.processInfo.environment.merging(variables) { $1 }
            .map { "\($0)=\($1)" }.sorted()
        let (words, settings) = (copied(arguments), copied(environment))
        defer { for word in words + settings { free(word) } }
        return posix_spawnp(&process, name, &actions, &attributes, words, settings)
    }

    /// Copies for C, with a nil behind them.
    private static func copied(_ texts: [String]) -> [UnsafeMutablePointer<CChar>?] {
        texts.map { strdup($0) } + [nil]
    }
}
