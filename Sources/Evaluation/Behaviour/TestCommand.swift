import FileStorage
import Glibc
import ProcessControl
package import RunDocument
package import SystemPackage

/// The user's own tests of a model: a command in any language that leaves a JUnit file.
package struct TestCommand: Hashable, Sendable {
    package var command: [String]
    /// The file, relative to where the command runs, or in a container to its output directory.
    package var junit: String
    /// Nil for none.
    package var timeout: Duration?
    /// A container's image; nil to run here.
    package var image: String?

    package init(
        command: [String], junit: String, timeout: Duration? = nil, image: String? = nil
    ) {
        self.command = command
        self.junit = junit
        self.timeout = timeout
        self.image = image
    }

    private static let keys = ["command", "junit", "timeout", "image"]

    /// Reads `{command: [pytest, -q, tests], junit: out.xml, timeout: 10m, image: …}`.
    ///
    /// - Throws: `TestCommandError`, `ProcessError.invalidTimeout`.
    package init(_ json: JSONValue) throws {
        let members = json.objectValue ?? [:]
        if let key = KnownKeys(Self.keys).firstUnknown(in: members.keys) {
            throw TestCommandError.invalid(
                reason: "unknown key '\(key)' of a test command",
                hint: KnownKeys(Self.keys).hint(for: key))
        }
        let words = members["command"]?.arrayValue?.compactMap(\.stringValue) ?? []
        guard !words.isEmpty, words.count == members["command"]?.arrayValue?.count else {
            throw TestCommandError.invalid(
                reason: "'command' of a test command is not a list of words", hint: nil)
        }
        guard let junit = members["junit"]?.stringValue, !junit.isEmpty else {
            throw TestCommandError.invalid(
                reason: "a test command does not say which 'junit' file it leaves", hint: nil)
        }
        for key in ["timeout", "image"] where members[key] != nil {
            guard members[key]?.stringValue?.isEmpty == false else {
                throw TestCommandError.invalid(
                    reason: "'\(key)' of a test command is not a text", hint: nil)
            }
        }
        self.init(
            command: words, junit: junit,
            timeout: try members["timeout"]?.stringValue.map(Timeout.parse),
            image: members["image"]?.stringValue)
    }

    /// What the tests are about, and where they run.
    package struct Places: Sendable {
        package var model: FilePath?
        package var testData: [FilePath]
        /// The candidate's answers, where they were written.
        package var predictions: FilePath?
        /// Where the command runs; in a container it can be read only.
        package var directory: FilePath
        /// Where the command may write; it is there already.
        package var output: FilePath
        package var runID: String

        package init(
            model: FilePath?, testData: [FilePath], predictions: FilePath?, directory: FilePath,
            output: FilePath, runID: String
        ) {
            self.model = model
            self.testData = testData
            self.predictions = predictions
            self.directory = directory
            self.output = output
            self.runID = runID
        }
    }

    /// What the checks are named after: the command's first word.
    package var name: String {
        FilePath(command.first ?? "").lastComponent?.string ?? "command"
    }

    /// The file that the command is to leave.
    package func junitFile(in places: Places) -> FilePath {
        (image == nil ? places.directory : places.output).pushing(FilePath(junit))
    }

    /// The variables that the command finds.
    func environment(_ places: Places) -> [String: String] {
        var variables = [
            "MLX_RUN_ID": places.runID, "MLX_OUTPUT_DIR": places.output.string,
            "MLX_JUNIT": junitFile(in: places).string,
            "MLX_DATA_TEST": places.testData.map(\.string).joined(separator: "\n"),
        ]
        variables["MLX_MODEL_DIR"] = places.model?.string
        variables["MLX_PREDICTIONS"] = places.predictions?.string
        // So that pytest leaves the file without being told.
        if command.contains(where: { $0 == "pytest" || $0.hasSuffix("/pytest") }),
            !command.contains(where: { $0.hasPrefix("--junit") })
        {
            let file = junitFile(in: places).string
            variables["PYTEST_ADDOPTS"] = "--junitxml='\(file)' -p no:cacheprovider"
        }
        return variables
    }

    /// Runs the command and reads what it left, a check for each test case.
    ///
    /// A command that does not end well, leaves no file, an old or an empty one, or one that
    /// contradicts its exit status, has a check that failed.
    ///
    /// - Throws: `ProcessError`, `StorageError`, `BehaviourError.imageMissing`,
    ///   `CancellationError`.
    package func checks(
        in places: Places, engine: ContainerEngine = ContainerEngine(),
        onOutput: @escaping @Sendable ([UInt8]) -> Void
    ) async throws -> [Check] {
        // The command runs elsewhere, so that a relative path would lead it astray.
        let places = places.absolute
        let file = junitFile(in: places)
        let before = FileStamp(file)
        let log = places.output.appending("\(name).log")
        let ending: Ending
        var digest: String?
        if let image {
            digest = try await engine.digest(of: image, scratch: places.output)
            ending = try await engine.run(self, image, in: places, log: log, onOutput: onOutput)
        } else {
            ending = try await GroupedCommand(
                command, environment: environment(places), directory: places.directory,
                timeout: timeout
            ).run(log: log, onOutput: onOutput)
        }
        let verdict = TestCommandVerdict(name: name, ending: ending, file: junit)
        var checks = verdict.checks(before: before, path: file)
        if let digest {
            for index in checks.indices { checks[index]["image"] = .string(digest) }
        }
        return checks
    }
}

/// A test command that is written wrong.
package enum TestCommandError: Failure, Equatable {
    case invalid(reason: String, hint: String?)

    package var exitStatus: ExitStatus { .configuration }

    package var description: String {
        switch self {
        case .invalid(let reason, _): reason
        }
    }

    package var hint: String? {
        switch self {
        case .invalid(_, let hint): hint
        }
    }
}

/// What tells a file that was written anew from one that was there before.
struct FileStamp: Hashable {
    private let numbers: [Int]

    /// Nil if there is no such file.
    init?(_ path: FilePath) {
        var status = stat()
        guard stat(path.string, &status) == 0 else { return nil }
        numbers = [
            Int(status.st_ino), Int(status.st_size), status.st_mtim.tv_sec, status.st_mtim.tv_nsec,
            status.st_ctim.tv_sec, status.st_ctim.tv_nsec,
        ]
    }
}
