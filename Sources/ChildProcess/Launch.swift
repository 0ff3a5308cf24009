import FoundationEssentials
package import Glibc
package import SystemPackage

/// What a program is started with, after posix_spawn(3).
///
/// Signals that are blocked here are not blocked there: threads of a pool block them, and no
/// program must inherit that.
package struct Launch {
    package enum Stream {
        /// `/dev/null`, to read from.
        case nothing
        case descriptor(FileDescriptor)
        /// A file that is appended to.
        case log(FilePath)
    }

    /// The process group that the program is in.
    package enum Group { case ours, own, ownSession }

    /// Signals that do what they do by default, even if they are ignored here.
    package enum DefaultSignals {
        case none
        case these([Int32])
        case all
    }

    /// The program, looked for in `$PATH` if it has no slash, and what it is told.
    package var arguments: [String]
    package var environment: [String: String]
    /// The standard input, output and error.
    package var streams: [Stream]
    package var group = Group.ours
    package var defaultSignals = DefaultSignals.none

    package init(
        _ arguments: [String], environment: [String: String] = Self.environment,
        streams: [Stream] = []
    ) {
        self.arguments = arguments
        self.environment = environment
        self.streams = streams
    }

    /// That of this process.
    package static var environment: [String: String] { ProcessInfo.processInfo.environment }

    /// Starts the program; whoever does it waits for its end.
    ///
    /// - Throws: `Errno.noSuchFileOrDirectory` if there is no such program.
    package func start() throws(Errno) -> pid_t {
        guard let program = arguments.first, !program.isEmpty else {
            throw .noSuchFileOrDirectory
        }
        var (actions, attributes) = (posix_spawn_file_actions_t(), posix_spawnattr_t())
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        addStreams(to: &actions)
        set(&attributes)
        let variables = environment.map { "\($0)=\($1)" }.sorted()
        let (words, settings) = (Self.copied(arguments), Self.copied(variables))
        defer { for word in words + settings { free(word) } }
        var process: pid_t = 0
        let code = posix_spawnp(&process, program, &actions, &attributes, words, settings)
        guard code == 0 else { throw Errno(rawValue: code) }
        return process
    }

    private func addStreams(to actions: inout posix_spawn_file_actions_t) {
        for (number, stream) in zip(Int32(0)..., streams) {
            switch stream {
            case .nothing:
                posix_spawn_file_actions_addopen(&actions, number, "/dev/null", O_RDONLY, 0)
            case .descriptor(let descriptor):
                posix_spawn_file_actions_adddup2(&actions, descriptor.rawValue, number)
            case .log(let path):
                let flags = O_WRONLY | O_CREAT | O_APPEND
                posix_spawn_file_actions_addopen(&actions, number, path.string, flags, 0o644)
            }
        }
    }

    /// `POSIX_SPAWN_SETSID` of spawn.h, which Swift does not see.
    private static let setSession: Int32 = 0x80

    private func set(_ attributes: inout posix_spawnattr_t) {
        var (blocked, usual) = (sigset_t(), sigset_t())
        sigemptyset(&blocked)
        sigemptyset(&usual)
        switch defaultSignals {
        case .none: break
        case .these(let signals): for signal in signals { sigaddset(&usual, signal) }
        case .all: sigfillset(&usual)
        }
        posix_spawnattr_setsigmask(&attributes, &blocked)
        posix_spawnattr_setsigdefault(&attributes, &usual)
        posix_spawnattr_setpgroup(&attributes, 0)
        let flags: Int32 =
            switch group {
            case .ours: 0
            case .own: POSIX_SPAWN_SETPGROUP
            case .ownSession: Self.setSession
            }
        posix_spawnattr_setflags(
            &attributes, Int16(flags | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF))
    }

    /// Copies for C, with a nil behind them.
    private static func copied(_ texts: [String]) -> [UnsafeMutablePointer<CChar>?] {
        texts.map { strdup($0) } + [nil]
    }
}
