package import FileStorage
package import RunDocument
package import SystemPackage

/// Whether the last run of each pipeline failed, so that the next success is known to be one that
/// was waited for; kept only where somebody asks to be told of that.
package struct RunMemory {
    private let directory: FilePath

    /// - Parameter spool: beside which it stands.
    package init(beside spool: FilePath) {
        directory = spool.removingLastComponent().appending("last")
    }

    /// Whether the run of the same pipeline before this one failed.
    ///
    /// A run that is told again gets the same answer.
    package func followsFailure(_ run: Run) -> Bool {
        guard let last = last(of: run) else { return false }
        let isSame = last["run"]?.stringValue == run.metadata.id
        return last[isSame ? "followsFailure" : "failed"] == true
    }

    /// Notes how the run ended.
    package func remember(_ run: Run, followsFailure: Bool) throws(StorageError) {
        let members: JSONObject = [
            "run": .string(run.metadata.id),
            "failed": .boolean([.failed, .error].contains(run.status.phase)),
            "followsFailure": .boolean(followsFailure),
        ]
        try Files.makeDirectory(directory)
        try Files.replace(
            file(of: run), with: JSONValue.object(members).canonicalBytes() + [0x0A],
            permissions: .ownerReadWrite)
    }

    private func last(of run: Run) -> JSONValue? {
        // What cannot be read is as good as forgotten.
        (try? Files.read(file(of: run), limit: 1 << 16)).flatMap { try? JSONValue(parsing: $0) }
    }

    private func file(of run: Run) -> FilePath {
        directory.appending("\(MailMessage.thread(of: run.metadata.model)).json")
    }
}
