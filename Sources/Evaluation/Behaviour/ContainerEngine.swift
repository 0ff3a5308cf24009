import FileStorage
import Glibc
import ProcessControl
import RunDocument
import Synchronization
import SystemPackage

/// podman or docker, by its command line.
package struct ContainerEngine: Sendable {
    /// The program, by name or path.
    private let program: String

    package init(program: String) { self.program = program }

    /// - Throws: `BehaviourError.noContainerEngine`.
    static func find() throws(BehaviourError) -> ContainerEngine {
        if let name = getenv("MLX_CONTAINER"), name[0] != 0 {
            return ContainerEngine(program: String(cString: name))
        }
        let directories = getenv("PATH").map { String(cString: $0) } ?? "/usr/bin:/bin"
        let known = ["podman", "docker"]
        for name in known {
            for directory in directories.split(separator: ":")
            where access("\(directory)/\(name)", X_OK) == 0 {
                return ContainerEngine(program: name)
            }
        }
        throw .noContainerEngine(tried: known)
    }

    private var isPodman: Bool {
        FilePath(program).lastComponent?.string.contains("podman") == true
    }

    // MARK: Images

    /// What exactly an image's name stands for; the image is fetched if it is not here.
    ///
    /// - Throws: `BehaviourError.containerFailed`.
    func identity(
        of image: String, log: FilePath, _ onOutput: @escaping @Sendable ([UInt8]) -> Void
    ) async throws -> ImageIdentity {
        let inspect = [
            "image", "inspect", "--format", ImageIdentity.format, image,
        ]
        let (first, text) = try await ask(inspect, log: log)
        if first.isSuccess, let identity = ImageIdentity(name: image, text) { return identity }
        let (pulled, answer) = try await ask(["pull", image], log: log, onOutput)
        guard pulled.isSuccess else { throw failure("fetch the image '\(image)'", answer) }
        let (second, answered) = try await ask(inspect, log: log)
        guard second.isSuccess, let identity = ImageIdentity(name: image, answered) else {
            throw failure("say which image '\(image)' is", answered)
        }
        return identity
    }

    /// Runs the engine for an answer of some lines.
    private func ask(
        _ arguments: [String], log: FilePath,
        _ onOutput: @escaping @Sendable ([UInt8]) -> Void = { _ in }
    ) async throws -> (Ending, String) {
        let answer = Mutex<[UInt8]>([])
        let own = FilePath("\(log.string).engine")
        defer { Files.removeIfPossible(own) }
        let ending = try await GroupedCommand(
            [program] + arguments, timeout: .seconds(20 * 60)
        ).run(log: own) { bytes in
            answer.withLock { $0 = Array(($0 + bytes).suffix(1 << 16)) }
            onOutput(bytes)
        }
        return (ending, String(decoding: answer.withLock { $0 }, as: UTF8.self))
    }

    private func failure(_ operation: String, _ answer: String) -> BehaviourError {
        let last = answer.split(separator: "\n").last.map(String.init) ?? "it says nothing"
        return .containerFailed(engine: program, operation: operation, message: last)
    }

    // MARK: Containers

    /// Runs a command in a container, of which nothing is left.
    ///
    /// - Throws: `BehaviourError.containerFailed`, `ProcessError`, `CancellationError`.
    func run(
        _ container: Container, _ command: [String], timeout: Duration, log: FilePath,
        _ onOutput: @escaping @Sendable ([UInt8]) -> Void
    ) async throws -> Ending {
        let arguments = container.arguments(
            isPodman: isPodman, user: geteuid(), group: getegid(), command)
        let ending: Ending
        do {
            ending = try await GroupedCommand([program] + arguments, timeout: timeout)
                .run(log: log, onOutput: onOutput)
        } catch {
            await remove(container, log: log)
            throw error
        }
        // The engine's client may be gone while the container runs on.
        if !ending.isSuccess { await remove(container, log: log) }
        // What the engine says of itself, as against the command's own statuses.
        guard ending != .exited(125) else {
            let said = (try? Files.read(log)).map { String(decoding: $0, as: UTF8.self) } ?? ""
            throw failure("run a container", said)
        }
        return ending
    }

    /// Kills and removes a container, whatever became of this task.
    private func remove(_ container: Container, log: FilePath) async {
        let removal = Task.detached {
            _ = try? await ask(["rm", "--force", container.name], log: log)
        }
        await removal.value
    }
}

/// What an image's name stood for when it was run.
struct ImageIdentity: Hashable, Sendable {
    static let format = "mlx-image {{.Id}} {{json .RepoDigests}}"

    let name: String
    /// `sha256:…` of the image's configuration: what is run.
    let id: String
    /// As registries know it, `name@sha256:…`; empty for an image that was never in one.
    let digests: [String]

    /// Reads an engine's answer, which may have warnings around it.
    init?(name: String, _ answer: String) {
        let lines = answer.split(separator: "\n")
        guard let line = lines.first(where: { $0.hasPrefix("mlx-image ") }) else { return nil }
        let words = line.split(separator: " ", maxSplits: 2).map(String.init)
        guard words.count == 3 else { return nil }
        let hex = words[1].hasPrefix("sha256:") ? String(words[1].dropFirst(7)) : words[1]
        guard Digest("sha256:\(hex)") != nil else { return nil }
        self.name = name
        id = "sha256:\(hex)"
        let listed = try? JSONValue(parsing: words[2])
        digests = listed?.arrayValue?.compactMap(\.stringValue) ?? []
    }

    var json: JSONValue {
        [
            "name": .string(name), "id": .string(id),
            "digests": .array(digests.map(JSONValue.string)),
        ]
    }
}
