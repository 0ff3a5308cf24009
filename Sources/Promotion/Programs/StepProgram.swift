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
    /// What its output is appended to.
    let log: FilePath

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
            if Task.isCancelled {
                process.end()
                throw CancellationError()
            }
            guard ContinuousClock.now < deadline else {
                process.end()
                throw PromotionError.programTimedOut(
                    name, seconds: Int(timeout.components.seconds), log: log.string)
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
                Self.words(command), status: result.status, output: result.lastLine,
                log: log.string)
        }
        return result
    }

    /// The command as a person would type it.
    static func words(_ command: [String]) -> String {
        command.map { word in
            let isPlain =
                !word.isEmpty
                && word.utf8.allSatisfy { byte in
                    switch byte {
                    case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: true
                    default: "%+,-./:=@_".utf8.contains(byte)
                    }
                }
            return isPlain ? word : "'\(word.replacing("'", with: #"'\''"#))'"
        }.joined(separator: " ")
    }
}

/// Where programs are.
enum ProgramSearch {
    /// - Throws: `PromotionError.programMissing`.
    static func find(_ name: String, _ environment: [String: String]) throws(PromotionError)
        -> FilePath
    {
        if name.contains("/") {
            guard isExecutable(FilePath(name)) else { throw .programMissing(name) }
            return FilePath(name)
        }
        let places = directories(environment).map { $0.appending(name) }
        guard !name.isEmpty, let found = places.first(where: isExecutable) else {
            throw .programMissing(name)
        }
        return found
    }

    static func directories(_ environment: [String: String]) -> [FilePath] {
        (environment["PATH"] ?? "/usr/bin:/bin").split(separator: ":").map { FilePath(String($0)) }
    }

    static func isExecutable(_ path: FilePath) -> Bool {
        path.withPlatformString { access($0, X_OK) } == 0 && !Files.isDirectory(path)
    }
}
