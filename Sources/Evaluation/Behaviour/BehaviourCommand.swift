import ProcessControl
package import RunDocument
package import SystemPackage

/// A program of the user's that tests a model, and may leave a JUnit file.
package struct BehaviourCommand: Hashable, Sendable {
    /// As long as a program may run that says nothing of it.
    package static let usualTimeout = Duration.seconds(30 * 60)

    /// What its checks are called after; the program's name if nothing else is said.
    package var name: String
    package var command: [String]
    /// Where the program leaves its JUnit file, relative to where it runs.
    package var junit: FilePath?
    package var timeout: Duration
    /// A container image to run it in.
    package var image: String?

    private static let keys = ["name", "command", "junit", "timeout", "image"]

    /// Reads `{command: [pytest, -q, model_tests], junit: out.xml, timeout: 10m}`.
    ///
    /// - Parameter place: where it is written, as `mlx.yaml:12`, for messages.
    package init(_ json: JSONValue, place: String) throws(BehaviourError) {
        func invalid(_ reason: String, hint: String? = nil) -> BehaviourError {
            .invalidCommand(place: place, reason: reason, hint: hint)
        }
        guard let members = json.objectValue else {
            throw invalid("a behaviour command is \(json.typeName), not a mapping")
        }
        if let key = KnownWords(Self.keys).firstUnknown(in: members.keys) {
            throw invalid(
                "unknown key '\(key)' in a behaviour command",
                hint: KnownWords(Self.keys).hint(for: key))
        }
        let words = members["command"]?.arrayValue?.compactMap(\.stringValue) ?? []
        guard let program = words.first, !program.isEmpty,
            words.count == members["command"]?.arrayValue?.count
        else {
            throw invalid(
                "'command' is not a list of words",
                hint: "as [pytest, -q, model_tests], or [sh, -c, \"…\"] for a shell's text")
        }
        func text(_ key: String) throws(BehaviourError) -> String? {
            guard let value = members[key] else { return nil }
            guard let text = value.stringValue, !text.isEmpty else {
                throw invalid("'\(key)' is not a text")
            }
            return text
        }
        command = words
        name = try text("name") ?? FilePath(program).lastComponent?.string ?? program
        junit = try text("junit").map { FilePath($0) }
        image = try text("image")
        // An image that begins with a dash would be taken for an option.
        if image?.hasPrefix("-") == true { throw invalid("'image' begins with a dash") }
        do {
            timeout = try text("timeout").map(Timeout.parse) ?? Self.usualTimeout
        } catch let error as ProcessError {
            throw invalid("'timeout': \(error)")
        } catch let error as BehaviourError {
            throw error
        } catch {
            throw invalid("'timeout': \(error)")
        }
    }

    /// Where the program finds things and leaves them.
    package struct Places: Sendable {
        /// Where it runs; a container only reads it.
        package var directory: FilePath
        package var model: FilePath
        package var testData: [FilePath]
        /// A directory for what it writes; in a container the only one beside `/tmp`.
        package var output: FilePath
        /// What it wrote to its stdout and stderr, up to a limit.
        package var log: FilePath
        package var runID: String

        package init(
            directory: FilePath, model: FilePath, testData: [FilePath], output: FilePath,
            log: FilePath, runID: String
        ) {
            self.directory = directory
            self.model = model
            self.testData = testData
            self.output = output
            self.log = log
            self.runID = runID
        }
    }

    /// Runs the program and reads what it found.
    ///
    /// - Parameters:
    ///   - engine: what runs containers; nil for `$MLX_CONTAINER`, podman or docker.
    ///   - onOutput: called with each piece of its stdout and stderr.
    /// - Returns: a check for each of its test cases, and for whatever is wrong with the run.
    /// - Throws: `BehaviourError`, `ProcessError`, `StorageError`, `CancellationError`.
    package func run(
        in places: Places, engine: ContainerEngine? = nil,
        onOutput: @escaping @Sendable ([UInt8]) -> Void
    ) async throws -> [Check] {
        guard let image else { return try await runHere(places, onOutput) }
        let found = try engine ?? ContainerEngine.find()
        return try await runContained(image, found, places, onOutput)
    }

    private func runHere(
        _ places: Places, _ onOutput: @escaping @Sendable ([UInt8]) -> Void
    ) async throws -> [Check] {
        let file = junit.map { places.directory.pushing($0) }
        let earlier = file.map(FileIdentity.init)
        let contract = CommandContract(
            model: places.model, data: places.testData, junit: file, runID: places.runID)
        let ending = try await GroupedCommand(
            contract.expand(command), environment: contract.variables,
            directory: places.directory, timeout: timeout
        ).run(log: places.log, onOutput: onOutput)
        return CommandVerdict(name: name, ending: ending, junit: file, earlier: earlier).checks()
    }

    private func runContained(
        _ image: String, _ engine: ContainerEngine, _ places: Places,
        _ onOutput: @escaping @Sendable ([UInt8]) -> Void
    ) async throws -> [Check] {
        let identity = try await engine.identity(of: image, log: places.log, onOutput)
        let file = junit.map { places.output.appending($0.lastComponent?.string ?? "junit.xml") }
        let earlier = file.map(FileIdentity.init)
        let container = try Container(
            image: identity, places: places, junit: file?.lastComponent?.string)
        let ending = try await engine.run(
            container, command, timeout: timeout, log: places.log, onOutput)
        let checks = CommandVerdict(name: name, ending: ending, junit: file, earlier: earlier)
            .checks()
        return checks.map { check in
            var check = check
            check["image"] = identity.json
            return check
        }
    }
}
