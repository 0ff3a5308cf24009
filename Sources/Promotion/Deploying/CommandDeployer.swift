import Registry

/// A command of the user's, which is told what to bring by its environment.
package struct CommandDeployer: Deployer {
    private let command: [String]
    private let settings: ProgramSettings

    /// - Parameter command: the program and its arguments; no shell reads them.
    package init(_ command: [String], _ settings: ProgramSettings) {
        self.command = command
        self.settings = settings
    }

    package var takesBack: Bool { true }

    package func steps(_ release: Release) -> [String] {
        ["run \(ShellWords.joined(command))"]
    }

    package func prepare(_ release: Release) throws { try settings.require(command) }

    /// - Throws: `PromotionError.programFailed`, if its exit status is not 0.
    package func apply(_ release: Release) throws -> Deployment {
        try settings.step(command, for: release).succeed()
        return Deployment(
            deployer: "command", target: ShellWords.joined(command), url: release.url,
            isChanged: true)
    }
}
