import FileStorage
import FoundationEssentials
import Glibc
import RunDocument
import SystemPackage

/// Where a stage's document comes from.
struct DocumentSource {
    let options: StageOptions
    let environment: [String: String]

    /// A document may carry reports, but past this it is not one of ours.
    private static let sizeLimit = 64 << 20

    /// Whether the document is expected on standard input.
    var readsStandardInput: Bool {
        options.input.map { $0 == "-" } ?? (!options.noInput && Self.standardInputHoldsDocument)
    }

    /// The incoming document; nil if this stage begins a run.
    func read() throws -> Run? {
        if let input = options.input, input != "-" {
            return try Run(parsing: try Files.read(FilePath(input), limit: Self.sizeLimit))
        }
        guard readsStandardInput else { return nil }
        try waitForInput()
        let bytes = try Files.readAll(
            .standardInput,
            path: "standard input",
            limit: Self.sizeLimit
        )
        return try Run(parsing: bytes)
    }

    /// Waits for the stage before this one, and for a signal, whichever comes first.
    private func waitForInput() throws {
        var descriptor = pollfd(fd: STDIN_FILENO, events: Int16(POLLIN), revents: 0)
        while poll(&descriptor, 1, 50) == 0 { try Task.checkCancellation() }
    }

    /// A new run, or one that takes over the name of the run it could not read.
    func newRun(continuing entry: JournalEntry? = nil) -> Run {
        let now = Clock.now(environment)
        var generator = SystemRandomNumberGenerator()
        let name = options.runID ?? environment["MLX_RUN_ID"] ?? entry?.runID
        let isValid = name.map(RunIdentifier.isValid) ?? false
        let id = isValid ? name : nil
        var metadata = RunMetadata(
            id: id ?? RunIdentifier.make(at: now, using: &generator),
            model: entry?.model,
            createdAt: now.timestamp
        )
        metadata.ci = CIEnvironment.detect(environment)
        return Run(metadata: metadata)
    }

    /// Only a pipe, a socket or a file: a terminal would wait for a person, and `/dev/null` is
    /// what a CI system gives to a step that has no input.
    private static var standardInputHoldsDocument: Bool {
        var status = stat()
        guard fstat(STDIN_FILENO, &status) == 0 else { return false }
        let kind = status.st_mode & S_IFMT
        return kind == S_IFIFO || kind == S_IFREG || kind == S_IFSOCK
    }
}
