import ChildProcess
import FileStorage
import Glibc
import SystemPackage

/// A program that was started here and may outlive this process.
///
/// It gets a session of its own, nothing of ours but its log, and none of our descriptors: a lock
/// or the pipe to the next stage in its hands would never be let go.
final class DetachedProcess {
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
    ) throws -> DetachedProcess {
        // Without a slash it would be looked for in `$PATH`.
        let path = program.string.contains("/") ? program.string : "./\(program.string)"
        var launch = Launch([path] + arguments, environment: environment)
        launch.streams = [input.map(Launch.Stream.descriptor) ?? .nothing, .log(log), .log(log)]
        launch.group = .ownSession
        launch.defaultSignals = .all
        keepOpenFilesHere()
        do {
            return DetachedProcess(id: try launch.start())
        } catch {
            throw PromotionError.cannotStart(program: program.string, error)
        }
    }

    /// The exit status, 128+n after signal n; nil while it runs.
    func ended() -> Int32? {
        if let status { return status }
        var word: Int32 = 0
        guard waitpid(id, &word, WNOHANG) == id else { return nil }
        status =
            switch ProcessEnding(waitStatus: word) {
            case .exited(let code): Int32(code)
            case .signaled(let signal): 128 + Int32(signal)
            }
        return status
    }

    /// Ends it and what it started.
    func killSession() {
        guard ended() == nil else { return }
        kill(-id, SIGKILL)
        waitpid(id, nil, 0)
        status = 128 + SIGKILL
    }

    /// Marks what is open close-on-exec, also what this process got from its own parent: the lock
    /// of a build system or the end of a pipe.
    private static func keepOpenFilesHere() {
        for name in (try? Files.names(in: "/proc/self/fd")) ?? [] {
            guard let number = Int32(name), number > STDERR_FILENO else { continue }
            _ = fcntl(number, F_SETFD, FD_CLOEXEC)
        }
    }
}
