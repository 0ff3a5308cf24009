import SystemPackage

/// A container without a network that can read a model and data, and write one directory.
struct Container {
    static let modelPath = FilePath("/mlx/model")
    static let dataPath = FilePath("/mlx/data")
    static let workPath = FilePath("/mlx/work")
    static let outputPath = FilePath("/mlx/output")

    let name: String
    private let image: ImageIdentity
    private let mounts: [String]
    private let contract: CommandContract

    /// - Parameter junit: the name of the JUnit file in the output directory.
    /// - Throws: `BehaviourError.unmountable`.
    init(image: ImageIdentity, places: BehaviourCommand.Places, junit: String?)
        throws(BehaviourError)
    {
        self.image = image
        name = "mlx-behaviour-\(UInt64.random(in: 0 ... .max))"
        let isOneFile = places.testData.count == 1
        var mounts = [
            try Self.mount(places.directory, at: Self.workPath, isReadOnly: true),
            try Self.mount(places.model, at: Self.modelPath, isReadOnly: true),
        ]
        var data: [FilePath] = []
        for (index, file) in places.testData.enumerated() {
            let parent = isOneFile ? Self.dataPath : Self.dataPath.appending("\(index)")
            let target = parent.appending(file.lastComponent?.string ?? "data")
            mounts.append(try Self.mount(file, at: target, isReadOnly: true))
            data.append(target)
        }
        mounts.append(try Self.mount(places.output, at: Self.outputPath, isReadOnly: false))
        self.mounts = mounts
        contract = CommandContract(
            model: Self.modelPath, data: data, junit: junit.map { Self.outputPath.appending($0) },
            runID: places.runID)
    }

    private static func mount(_ source: FilePath, at target: FilePath, isReadOnly: Bool)
        throws(BehaviourError) -> String
    {
        for path in [source, target] {
            // The list of a mount's options has commas and quotes of its own.
            guard !path.string.contains(where: { ",\"\n\r\r\n".contains($0) }) else {
                throw .unmountable(path: path.string)
            }
        }
        let access = isReadOnly ? ",readonly" : ""
        return "type=bind,source=\(source.absolute),target=\(target)\(access)"
    }

    /// What the engine is called with.
    ///
    /// The command runs as the user that this process has, so that it can write the output
    /// directory and no file in it belongs to somebody else.
    func arguments(isPodman: Bool, user: UInt32, group: UInt32, _ command: [String]) -> [String] {
        var arguments = [
            "run", "--rm", "--name", name, "--network=none", "--read-only", "--cap-drop=all",
            "--security-opt=no-new-privileges", "--security-opt=label=disable", "--tmpfs=/tmp",
            "--user=\(user):\(group)",
        ]
        // Without root, podman maps other users into the container unless it is told not to.
        if isPodman, user != 0 { arguments.append("--userns=keep-id") }
        arguments += mounts.flatMap { ["--mount", $0] }
        arguments.append("--workdir=\(Self.workPath)")
        for (key, value) in contract.variables.sorted(by: { $0.key < $1.key }) {
            arguments += ["--env", "\(key)=\(value)"]
        }
        arguments.append("--env=HOME=/tmp")
        let words = contract.expand(command)
        // The image's own entry point would take the command for its arguments.
        return arguments + ["--entrypoint", words[0], image.id] + words.dropFirst()
    }
}

extension FilePath {
    /// The path from the root, as a mount needs it.
    fileprivate var absolute: FilePath {
        isAbsolute ? self : FilePath(WorkingDirectory.path).pushing(self).lexicallyNormalized()
    }
}
