import ArgumentParser

/// How long to wait for other processes.
package struct LockOptions: ParsableArguments, Sendable {
    @Option(
        help: ArgumentHelp(
            "How long to wait while another process changes the registry.",
            valueName: "seconds"
        )
    )
    package var lockTimeout = 60.0

    package init() {}

    package func validate() throws {
        guard lockTimeout >= 0, lockTimeout <= 86_400 else {
            throw ValidationError("--lock-timeout is not between 0 and 86400 seconds")
        }
    }

    package var timeout: Duration { .seconds(lockTimeout) }
}
