import RunDocument
import Subprocess
package import SystemPackage

/// Which files changed, as paths relative to the project's directory.
package enum ChangedFiles {
    private static let limit = 64 << 20

    /// Reads a list: one path a line or, if there is a NUL in it, NUL after each path.
    package static func parse(_ bytes: [UInt8], project: FilePath) -> [[UInt8]] {
        let separator: UInt8 = bytes.contains(0) ? 0 : 0x0A
        let root = Array("\(project.isEmpty ? "" : project.string)/".utf8)
        return bytes.split(separator: separator).compactMap { line in
            var path = line
            if separator == 0x0A, path.last == 0x0D { path.removeLast() }
            if path.starts(with: root), root.count > 1 { path = path.dropFirst(root.count) }
            while path.starts(with: Array("./".utf8)) { path = path.dropFirst(2) }
            return path.isEmpty ? nil : Array(path)
        }
    }

    /// What differs between the working tree and the commit where this branch left `reference`.
    ///
    /// - Parameter reference: a commit; only zeros, as CI systems write for a new branch, means
    ///   that every file is new.
    /// - Throws: `TriggerError`.
    package static func since(_ reference: String, in project: FilePath) async throws -> [[UInt8]] {
        let directory = project.isEmpty ? FilePath(".") : project
        let isNew = !reference.isEmpty && reference.allSatisfy { $0 == "0" }
        if isNew { return try split(await git(["ls-files", "-z"], in: directory)) }
        let commit = try await commit(reference, in: directory)
        let base = try await git(["merge-base", commit, "HEAD"], in: directory)
        let arguments = ["diff", "--name-only", "--no-renames", "--relative", "-z", text(base)]
        return try split(await git(arguments, in: directory))
    }

    private static func commit(_ reference: String, in directory: FilePath) async throws -> String {
        let name = "\(reference)^{commit}"
        let arguments = ["rev-parse", "--verify", "--quiet", "--end-of-options", name]
        do {
            return text(try await git(arguments, in: directory))
        } catch TriggerError.gitFailed(_, let reason) {
            throw TriggerError.unknownReference(reference, reason: reason)
        }
    }

    private static func git(_ arguments: [String], in directory: FilePath) async throws -> [UInt8] {
        let result: ExecutionResult<Void, BytesOutput, StringOutput<UTF8>>
        do {
            result = try await Subprocess.run(
                .name("git"),
                arguments: Arguments(["-C", directory.string] + arguments),
                input: .none,
                output: .bytes(limit: limit),
                error: .string(limit: 1 << 20)
            )
        } catch {
            throw TriggerError.gitMissing
        }
        guard result.terminationStatus.isSuccess else {
            throw TriggerError.gitFailed(
                command: "git \(arguments[0])",
                reason: firstLine(result.standardError)
            )
        }
        return result.standardOutput
    }

    private static func firstLine(_ text: String) -> String {
        let line = text.split(whereSeparator: \.isNewline).first ?? ""
        return String(line.hasPrefix("fatal: ") ? line.dropFirst(7) : line)
    }

    private static func text(_ bytes: [UInt8]) -> String {
        String(decoding: bytes.filter { $0 != 0x0A }, as: UTF8.self)
    }

    private static func split(_ bytes: [UInt8]) -> [[UInt8]] {
        bytes.split(separator: 0).map { Array($0) }
    }
}
