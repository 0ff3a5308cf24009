package import FileStorage
import RunDocument
package import SystemPackage

/// A directory of a git repository, and where it lies in the project.
package struct Checkout: Sendable {
    private let git: Git
    /// What its files' names begin with in the project, as `data/`; empty for the project itself.
    private let place: [UInt8]

    private static let options = [
        "--raw", "--no-abbrev", "--no-renames", "--no-ext-diff", "--relative",
        // What nobody has committed in a submodule cannot be named by the commit above it.
        "--ignore-submodules=dirty", "-z",
    ]

    /// - Parameter project: the project's directory; from there the patterns are.
    package init(_ directory: FilePath, project: FilePath) throws(StorageError) {
        self.init(
            git: Git(directory: directory.isEmpty ? FilePath(".") : directory),
            place: Array(try RelativePath.of(directory, in: project).utf8))
    }

    private init(git: Git, place: [UInt8]) {
        self.git = git
        self.place = place
    }

    /// What differs from the commit where this branch left `reference`.
    ///
    /// - Parameters:
    ///   - reference: a commit; only zeros, as CI systems write for a new branch, means that
    ///     every file is new.
    ///   - uncommitted: whether what is not committed counts: the whole working tree is looked at.
    package func since(_ reference: String, uncommitted: Bool) async throws(TriggerError)
        -> [ChangedFile]
    {
        if Commit.isNone(reference) { return try await allFiles() }
        let base: String
        do {
            base = try await git.line(["merge-base", "--end-of-options", reference, "HEAD"])
        } catch .gitFailed(_, let reason) {
            throw .unknownReference(reference, reason: reason)
        }
        let end = uncommitted ? [] : ["HEAD"]
        return try await files(git.run(["diff"] + Self.options + [base] + end + ["--"]))
    }

    /// What differs between two commits.
    package func between(_ before: String, _ after: String) async throws(TriggerError)
        -> [ChangedFile]
    {
        if Commit.isNone(before) { return try await allFiles() }
        let arguments = ["diff"] + Self.options + ["--end-of-options", before, after, "--"]
        return try await files(git.run(arguments))
    }

    /// Every file, as if all were new.
    package func allFiles() async throws(TriggerError) -> [ChangedFile] {
        try await paths().map { ChangedFile($0) }
    }

    private func paths() async throws(TriggerError) -> [[UInt8]] {
        try await git.names(["ls-files", "-z", "--recurse-submodules"]).map { place + $0 }
    }

    /// The names of all files that are there; nil if this is no repository.
    package func remaining() async -> [[UInt8]]? { try? await paths() }

    /// Whether the repository is here and has the commit.
    package func holds(_ commit: String) async -> Bool {
        let arguments = ["cat-file", "-e", "--end-of-options", "\(commit)^{commit}"]
        return (try? await git.run(arguments)) != nil
    }

    /// Those of a repository's files that lie in this directory.
    ///
    /// - Parameter files: relative to the root of the repository; of the directory itself if it is
    ///   in none.
    package func local(_ files: [ChangedFile]) async throws(TriggerError) -> [ChangedFile] {
        let prefix: [UInt8]
        do {
            prefix = Array(try await git.line(["rev-parse", "--show-prefix"]).utf8)
        } catch .gitFailed {
            prefix = []
        }
        return files.filter { $0.path.starts(with: prefix) }.map { file in
            ChangedFile(place + file.path.dropFirst(prefix.count), isRemoved: file.isRemoved)
        }
    }

    private func files(_ raw: [UInt8]) async throws(TriggerError) -> [ChangedFile] {
        var files: [ChangedFile] = []
        for difference in RawDifference.parse(raw) {
            if let (before, after) = difference.submodule, !difference.isRemoved {
                files += await submodule(difference.path, before, after)
            } else {
                files.append(
                    ChangedFile(place + difference.path, isRemoved: difference.isRemoved))
            }
        }
        return files
    }

    /// What changed in a submodule whose commit moved: all of it if its history is not here, and
    /// just its name if it is not checked out.
    private func submodule(_ path: [UInt8], _ before: String, _ after: String) async
        -> [ChangedFile]
    {
        let name = String(decoding: path, as: UTF8.self)
        let directory = git.directory.appending(name)
        let inside = Checkout(git: Git(directory: directory), place: place + path + [0x2F])
        guard Files.exists(directory.appending(".git")) else { return [ChangedFile(place + path)] }
        let end = after.isEmpty || Commit.isNone(after) ? "HEAD" : after
        if !Commit.isNone(before), let files = try? await inside.between(before, end) {
            return files
        }
        return (try? await inside.allFiles()) ?? [ChangedFile(place + path)]
    }
}
