package import ArgumentParser
package import CommandLineTool

/// `mlx-register`: stores models in a registry and shows what is there.
package struct RegisterCommand: RootCommand {
    package static let examples = [
        Example(
            "Register what a run trained and evaluated",
            "mlx-train | mlx-eval | mlx-register | mlx-notify"
        ),
        Example(
            "Register a model directory by hand",
            "mlx-register --no-input --model penguins --model-directory model"
        ),
        Example("See what there is to a version", "mlx-register show penguins@3"),
        Example(
            "Sign what is registered with a key of the CI system",
            "mlx-train | mlx-eval | mlx-register --sign-key env:MLX_SIGNING_KEY"
        ),
        Example("Check its files, signatures and approvals", "mlx-register verify penguins@3"),
    ]

    package static let isSingleThreaded = true

    package static let configuration = CommandConfiguration(
        commandName: "mlx-register",
        abstract: "Store a model as the next version in the testing registry.",
        discussion: """
            The model that the run document names is copied into an OCI image layout, one for \
            each model, where any OCI tool can read it; the document is stored beside it. The \
            same files get the same version again, and the new run is attached to it. A run that \
            failed and a model that changed since it was evaluated are refused.

            \(examples.discussion)
            """,
        subcommands: [
            AddCommand.self, ListCommand.self, ShowCommand.self, DiffCommand.self,
            HistoryCommand.self, AuditCommand.self, AliasCommand.self, DeleteCommand.self,
            ExportCommand.self, ImportCommand.self, FsckCommand.self, GcCommand.self,
            PushCommand.self, PullCommand.self,
            SignCommand.self, VerifyCommand.self, ImageCommand.self,
        ],
        defaultSubcommand: AddCommand.self
    )

    package init() {}
}
