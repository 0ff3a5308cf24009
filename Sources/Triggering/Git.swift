import RunDocument
import Subprocess
import SystemPackage

/// The program `git`, in one directory.
struct Git: Sendable {
    let directory: FilePath

    private static let limit = 1 << 28

    /// Runs a command and returns what it prints.
    ///
    /// - Throws: `TriggerError.gitFailed` with its own words.
    func run(_ arguments: [String]) async throws(TriggerError) -> [UInt8] {
        let result: ExecutionResult<Void, BytesOutput, StringOutput<UTF8>>
        do {
            result = try await Subprocess.run(
                .name("git"),
                arguments: Arguments(["-C", directory.string] + arguments),
                input: .none,
                output: .bytes(limit: Self.limit),
                error: .string(limit: 1 << 20)
            )
        } catch {
            throw .gitMissing
        }
        guard result.terminationStatus.isSuccess else {
            throw .gitFailed(
                command: "git \(arguments[0])", reason: Self.firstLine(result.standardError))
        }
        return result.standardOutput
    }

    /// What a command prints in one line.
    func line(_ arguments: [String]) async throws(TriggerError) -> String {
        String(decoding: try await run(arguments).filter { $0 != 0x0A }, as: UTF8.self)
    }

    /// What a command prints with a NUL after each.
    func names(_ arguments: [String]) async throws(TriggerError) -> [[UInt8]] {
        try await run(arguments).split(separator: 0).map { Array($0) }
    }

    private static func firstLine(_ text: String) -> String {
        let line = text.split(whereSeparator: \.isNewline).first ?? ""
        return String(line.hasPrefix("fatal: ") ? line.dropFirst(7) : line)
    }
}
