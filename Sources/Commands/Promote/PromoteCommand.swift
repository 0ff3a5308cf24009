package import ArgumentParser
package import CommandLineTool

/// `mlx-promote`: brings versions into production and shows what is there.
package struct PromoteCommand: RootCommand {
    package static let examples = [
        Example("Promote what a run registered", "… | mlx-register | mlx-promote | mlx-notify"),
        Example("Promote a version after the owner has agreed", "mlx-promote penguins@3"),
        Example(
            "Approve of a version, where the policy asks for that",
            "mlx-promote penguins@3 --approve --key owner.pem --reason 'looked at the slices'"
        ),
        Example("Go back to the version that was live before", "mlx-promote penguins --rollback"),
        Example(
            "Go back to a certain version that was live once",
            "mlx-promote penguins --rollback --to 1 --reason 'version 3 is too slow'"
        ),
        Example(
            "See each step that a promotion would take",
            "mlx-promote penguins@3 --dry-run --out /dev/null"
        ),
        Example(
            "Watch the live service for ten minutes, and go back if it breaks a gate",
            "mlx-promote penguins@3 --watch 10m"
        ),
        Example(
            "Finish what a crash left undone after the switch",
            "mlx-promote penguins --reconcile"
        ),
        Example("See what is live and how it came there", "mlx-promote show penguins"),
    ]

    package static let configuration = CommandConfiguration(
        commandName: "mlx-promote",
        abstract: "Bring a version into production, or go back to an earlier one.",
        discussion: """
            The version must have what 'registry.policy' in mlx.yaml asks for: a passed \
            evaluation unless it says otherwise, a signature by a trusted key, an approval. In a \
            pipe, a version that lacks only its approval leaves the run waiting. \
            The version is verified, copied to the production registry and written as plain \
            files. If the project has a service, one is started with it beside the live one and \
            must answer the model's own example. Then "production" moves to it in one step, and \
            the live service follows without losing a request. Whatever goes wrong before that \
            step leaves the old version live; after it, --reconcile finishes the work.

            In mlx.yaml, "promote" names who brings the version to its clients (mlx-serve, a \
            command, systemd, podman, docker, kubernetes), commands and Terraform directories \
            that must agree before, gates on latency and throughput, a shadow and a canary \
            beside the live version, and for how long the live service is watched. A canary that \
            cannot tell leaves the run to a person: phase AwaitingApproval, status 0. Looks at the \
            service that fail do not count as measurements; too many of them in a row, or at the \
            end of a watch, mean that the version does not pass. A version that was taken back \
            ends with status 1, and so does one that failed and could not be.

            \(examples.discussion)
            """,
        version: ToolVersion.current,
        subcommands: [DeployCommand.self, ListCommand.self, ShowCommand.self],
        defaultSubcommand: DeployCommand.self
    )

    package init() {}
}
