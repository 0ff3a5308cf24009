import ArgumentParser
import CommandLineTool
import FileStorage
import Registry
import RunDocument
import SystemPackage

/// What `mlx-register alias` does.
struct AliasCommand: ToolCommand {
    static let examples = [
        Example("Call a version by a name", "mlx-register alias penguins@3 champion"),
        Example(
            "Move the name, unless somebody else has moved it",
            "mlx-register alias penguins@4 champion --expect 3"
        ),
        Example("Take the name away", "mlx-register alias penguins champion --remove"),
    ]

    static let configuration = CommandConfiguration(
        commandName: "alias",
        abstract: "Let a name of your choice stand on a version, or take it away.",
        discussion: """
            Numbers, "production", "previous" and "latest" are not names of your choice.

            \(examples.discussion)
            """
    )

    @Argument(
        help: ArgumentHelp(
            "The version, as penguins@3; with --remove the model is enough.",
            valueName: "model@version"
        )
    )
    var version: String

    @Argument(help: ArgumentHelp("The name.", valueName: "alias"))
    var alias: String

    @Flag(help: "Take the name away.")
    var remove = false

    @Option(
        help: ArgumentHelp(
            "Refuse unless the name stands there now: a version, a manifest's digest or \"none\".",
            valueName: "version"
        )
    )
    var expect: String?

    @OptionGroup var registry: RegistryOption
    @OptionGroup var lock: LockOptions
    @OptionGroup var options: CommonOptions

    func validate() throws {
        if let expect, AliasExpectation(expect) == nil {
            throw ValidationError("--expect is no version, no digest and not 'none': '\(expect)'")
        }
        if !remove, !version.contains("@") {
            throw ValidationError("which version of '\(version)'? write \(version)@3")
        }
    }

    func perform(_ context: CommandContext) async throws -> ExitStatus {
        let reference = try VersionReference(version)
        let store = try registry.store(reference.model, context)
        let expectation = expect.flatMap(AliasExpectation.init)
        if remove {
            // The version that is written with the model is one that is expected.
            let named = version.contains("@") ? AliasExpectation(reference.version) : nil
            try store.removeAlias(
                alias, expecting: expectation ?? named, context.commit(lock))
            context.diagnostics.note("'\(alias)' removed from \(reference.model)")
            return .success
        }
        let (number, isMoved) = try store.setAlias(
            alias, to: reference.version, expecting: expectation, context.commit(lock))
        let now = "\(reference.model)@\(number)"
        context.diagnostics.note(
            isMoved ? "'\(alias)' stands on \(now)" : "'\(alias)' stands on \(now) already")
        return .success
    }
}
