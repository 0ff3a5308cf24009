import FileStorage
import Glibc
import SystemPackage

/// A program that was started here and may outlive this process.
///
/// It gets a session of its own, nothing of ours but its log, and none of our descriptors: a lock
/// or the pipe to the next stage in its hands would never be let go.
final class ChildProcess {
    let id: pid_t
    /// Once it is known, the number may belong to another process.
    private var status: Int32?

    private init(id: pid_t) { self.id = id }

    /// - Parameters:
    ///   - input: what it reads; `/dev/null` if nil.
    ///   - log: the file that its output and its messages are appended to.
    static func start(
        _ program: FilePath,
        _ arguments: [String],
        environment: [String: String],
        input: FileDescriptor? = nil,
        log: FilePath
    ) throws -> ChildProcess {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        if let input {
            posix_spawn_file_actions_adddup2(&actions, input.rawValue, STDIN_FILENO)
        } else {
            posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0)
        }
        let flags = O_WRONLY | O_CREAT | O_APPEND
        posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, log.string, flags, 0o644)
        posix_spawn_file_actions_adddup2(&actions, STDOUT_FILENO, STDERR_FILENO)

        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        var none = sigset_t()
        sigemptyset(&none)
        var all = sigset_t()
        sigfillset(&all)
        posix_spawnattr_setsigmask(&attributes, &none)
        posix_spawnattr_setsigdefault(&attributes, &all)
        let options = ownSession | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF
        posix_spawnattr_setflags(&attributes, Int16(options))

        keepOpenFilesHere()
        var id: pid_t = 0
        let variables = environment.map { "\($0.key)=\($0.value)" }
        let result = withCStrings([program.string] + arguments) { arguments in
            withCStrings(variables) { variables in
                posix_spawn(&id, program.string, &actions, &attributes, arguments, variables)
            }
        }
        guard result == 0 else {
            throw PromotionError.cannotStart(program: program.string, Errno(rawValue: result))
        }
        return ChildProcess(id: id)
    }

    /// The exit status, 128+n after signal n; nil while it runs.
    func ended() -> Int32? {
        if let status { return status }
        var word: Int32 = 0
        guard waitpid(id, &word, WNOHANG) == id else { return nil }
        let signal = word & 0x7F
        status = signal == 0 ? (word >> 8) & 0xFF : 128 + signal
        return status
    }

    /// Ends it and what it started.
    func killSession() {
        guard ended() == nil else { return }
        kill(-id, SIGKILL)
        waitpid(id, nil, 0)
        status = 128 + SIGKILL
    }

    /// `POSIX_SPAWN_SETSID` of spawn.h, which Swift does not see.
    private static let ownSession: Int32 = 0x80

    /// Marks what is open close-on-exec, also what this process got from its own parent: the lock
    /// of a build system or the end of a pipe.
    private static func keepOpenFilesHere() {
        for name in (try? Files.names(in: "/proc/self/fd")) ?? [] {
            guard let number = Int32(name), number > STDERR_FILENO else { continue }
            _ = fcntl(number, F_SETFD, FD_CLOEXEC)
        }
    }

    private static func withCStrings<Result>(
        _ strings: [String],
        _ body: ([UnsafeMutablePointer<CChar>?]) -> Result
    ) -> Result {
        let copies = strings.map { strdup($0) }
        defer { for copy in copies { free(copy) } }
        return body(copies + [nil])
    }
}
