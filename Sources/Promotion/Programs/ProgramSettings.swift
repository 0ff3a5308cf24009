import FileStorage
import Registry
import SystemPackage

/// How programs of the user's are run.
package struct ProgramSettings: Sendable {
    /// What they inherit.
    package var environment: [String: String]
    /// For each of them.
    package var timeout: Duration
    /// How long each may take to end when it is asked to; after that it is killed.
    package var patience = Duration.seconds(10)

    package static let usualTimeout = Duration.seconds(300)

    package init(environment: [String: String], timeout: Duration = Self.usualTimeout) {
        self.environment = environment
        self.timeout = timeout
    }

    /// A program that is told which release it is for.
    func step(_ command: [String], for release: Release) -> StepProgram {
        StepProgram(
            command: command,
            environment: environment.merging(release.environment) { _, ours in ours },
            timeout: timeout,
            patience: patience,
            log: release.programLog
        )
    }

    /// Asks a program something that changes nothing, not even a log.
    ///
    /// - Throws: `PromotionError.programFailed`, if its exit status is not 0.
    func probe(_ command: [String]) throws {
        let directory = try Files.createTemporaryDirectory(prefix: "mlx-promote")
        defer { Files.removeTreeIfPossible(directory) }
        let result = try StepProgram(
            command: command, environment: environment, timeout: timeout, patience: patience,
            log: directory.appending("log")
        ).run()
        guard result.status == 0 else {
            throw PromotionError.programFailed(
                ShellWords.joined(command), status: result.status, output: result.lastLine,
                log: nil)
        }
    }

    /// - Throws: `PromotionError.programMissing`.
    func require(_ command: [String]) throws(PromotionError) {
        _ = try ProgramSearch.find(command.first ?? "", environment)
    }
}

extension Release {
    /// What hooks and deployers write.
    var programLog: FilePath { store.serviceDirectory.appending("promote.log") }
}
