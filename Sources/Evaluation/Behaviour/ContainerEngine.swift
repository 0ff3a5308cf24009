import FileStorage
import Glibc
import ProcessControl
import SystemPackage

/// Podman or Docker, which runs a command apart from the machine.
///
/// The command has no network and sees the model, the data and its own directory, at the places
/// that they have outside, but can write to its output directory only.
package struct ContainerEngine: Hashable, Sendable {
    /// The program with its own options, as `[podman]`.
    package var program: [String]
    /// Further options of `run`.
    package var options: [String]

    package init(program: [String] = ["podman"], options: [String] = []) {
        self.program = program
        self.options = options
    }

    private var name: String {
        FilePath(program.first ?? "").lastComponent?.string ?? "podman"
    }

    /// The words that run a test command in a container of that name.
    func arguments(
        _ test: TestCommand, _ image: String, in places: TestCommand.Places, name: String,
        user: (id: UInt32, group: UInt32)
    ) -> [String] {
        var words = program + ["run", "--rm", "--name=\(name)", "--network=none", "--pull=never"]
        words += ["--security-opt=no-new-privileges", "--cap-drop=all"]
        words += ["--read-only", "--tmpfs=/tmp", "--user=\(user.id):\(user.group)"]
        // Without root podman has other users inside unless it is told to keep them.
        if self.name == "podman", user.id != 0 { words.append("--userns=keep-id") }
        for path in readOnly(places) {
            words.append(Self.mount(path) + ",readonly")
        }
        words.append(Self.mount(places.output))
        for (key, value) in test.environment(places).sorted(by: { $0.key < $1.key }) {
            words.append("--env=\(key)=\(value)")
        }
        words += ["--workdir=\(places.directory)"] + options
        return words + ["--entrypoint=\(test.command[0])", image] + test.command.dropFirst()
    }

    /// A directory or file at the place that it has outside, as a line of CSV.
    private static func mount(_ path: FilePath) -> String {
        let fields = ["source=\(path)", "target=\(path)"].map { field in
            field.contains { $0 == "," || $0 == "\"" }
                ? "\"\(field.replacing("\"", with: "\"\""))\"" : field
        }
        return "--mount=type=bind,\(fields.joined(separator: ","))"
    }

    /// What the command may read, each once; what lies in its directory is there already.
    private func readOnly(_ places: TestCommand.Places) -> [FilePath] {
        let others = places.testData + [places.model, places.predictions].compactMap(\.self)
        return others.reduce(into: [places.directory]) { paths, path in
            if !paths.contains(where: { path.starts(with: $0) }), !path.starts(with: places.output)
            {
                paths.append(path)
            }
        }
    }

    /// Runs a test command; nothing is left of its container, however it ends.
    func run(
        _ test: TestCommand, _ image: String, in places: TestCommand.Places, log: FilePath,
        onOutput: @escaping @Sendable ([UInt8]) -> Void
    ) async throws -> Ending {
        let container = "mlx-test-\(getpid())-\(UInt32.random(in: 0 ... .max))"
        let words = arguments(
            test, image, in: places, name: container, user: (geteuid(), getegid()))
        do {
            let ending = try await GroupedCommand(words, timeout: test.timeout)
                .run(log: log, onOutput: onOutput)
            if case .exited = ending { return ending }
            // The engine's client is gone, and the container lives on without it.
            await remove(container, scratch: places.output)
            return ending
        } catch {
            await remove(container, scratch: places.output)
            throw error
        }
    }

    private func remove(_ container: String, scratch: FilePath) async {
        let words = program + ["rm", "--force", container]
        // Not as part of this task, which may be cancelled.
        await Task.detached {
            let command = try? GroupedCommand(words, timeout: .seconds(60))
            _ = try? await command?.run(log: scratch.appending(".container")) { _ in }
        }.value
        Files.remove(scratch.appending(".container"))
    }

    /// What identifies an image's content, as `sha256:…`.
    ///
    /// - Throws: `BehaviourError.imageMissing`, `ProcessError`.
    func digest(of image: String, scratch: FilePath) async throws -> String {
        let log = scratch.appending(".image")
        defer { Files.remove(log) }
        let words = program + ["image", "inspect", "--format={{.Id}}", image]
        let ending = try await GroupedCommand(words, timeout: .seconds(60)).run(log: log) { _ in }
        let text = String(decoding: try Files.read(log), as: UTF8.self)
        let found = text.split(whereSeparator: \.isNewline).last.map(String.init) ?? ""
        let hex = found.hasPrefix("sha256:") ? String(found.dropFirst(7)) : found
        guard ending.isSuccess, hex.count == 64, hex.allSatisfy(\.isHexDigit) else {
            throw BehaviourError.imageMissing(engine: name, image: image)
        }
        return "sha256:\(hex)"
    }
}

extension TestCommand.Places {
    /// With every path from the root, as mounts need them.
    var absolute: TestCommand.Places {
        var places = self
        let here = FilePath.workingDirectory
        places.directory = here.pushing(directory).lexicallyNormalized()
        places.output = here.pushing(output).lexicallyNormalized()
        places.model = model.map { here.pushing($0).lexicallyNormalized() }
        places.predictions = predictions.map { here.pushing($0).lexicallyNormalized() }
        places.testData = testData.map { here.pushing($0).lexicallyNormalized() }
        return places
    }
}

extension FilePath {
    fileprivate static var workingDirectory: FilePath {
        guard let bytes = getcwd(nil, 0) else { return "/" }
        defer { free(bytes) }
        return FilePath(platformString: bytes)
    }
}
