import FileStorage
import Glibc
import SystemPackage

/// A program that does one step of a promotion, and ends.
///
/// It is started with its words as they are: no shell reads them. It ends when the promotion is
/// killed; what it left running in the background stays.
struct StepProgram {
    let command: [String]
    /// All of its environment.
    let environment: [String: String]
    let timeout: Duration
    /// How long it may take to end when it is asked to; after that it is killed.
    var patience = Duration.seconds(10)
    /// What its output is appended to.
    let log: FilePath
    /// Whether it ends when the promotion is called off.
    var endsWithTask = true

    struct Result {
        /// The exit status, 128+n after signal n.
        let status: Int32
        /// What it wrote, the end of it.
        let output: String

        var lastLine: String {
            output.split(separator: "\n").last { $0.contains { !$0.isWhitespace } }
                .map { String($0.prefix(500)) } ?? ""
        }
    }

    /// Runs the program to its end.
    ///
    /// - Throws: `PromotionError.programMissing`, `.programTimedOut`, `CancellationError`.
    func run() throws -> Result {
        guard let name = command.first else { throw PromotionError.programMissing("") }
        let program = try ProgramSearch.find(name, environment)
        try Files.makeDirectory(log.removingLastComponent())
        let start = Files.size(of: log) ?? 0
        let process = try SupervisedProcess.start(
            program, Array(command.dropFirst()), environment: environment, log: log)
        let deadline = ContinuousClock.now + timeout
        var pause: UInt32 = 1_000
        while true {
            if let status = process.ended() {
                process.stop()
                return Result(status: status, output: LogTail.text(of: log, from: start))
            }
            if endsWithTask, Task.isCancelled {
                _ = process.end(within: patience)
                throw CancellationError()
            }
            guard ContinuousClock.now < deadline else {
                let wasKilled = process.end(within: patience)
                throw PromotionError.programTimedOut(
                    name, seconds: Int(timeout.components.seconds), wasKilled: wasKilled,
                    log: log.string)
            }
            usleep(pause)
            pause = min(pause * 2, 20_000)
        }
    }

    /// Runs the program, which must succeed.
    ///
    /// - Throws: also `PromotionError.programFailed`.
    @discardableResult
    func succeed() throws -> Result {
        let result = try run()
        guard result.status == 0 else {
            throw PromotionError.programFailed(
                ShellWords.joined(command), status: result.status, output: result.lastLine,
                log: log.string)
        }
        return result
    }
}
