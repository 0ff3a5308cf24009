package import ArgumentParser
package import CommandLineTool

/// `mlx-validate`: tests the data.
package struct Validate: RootCommand {
    package static let examples = [
        Example(
            "Write a schema for a table, to be read and committed",
            "mlx-validate infer --data train.csv --target species --out schema.json"
        ),
        Example(
            "Check a table against it, outside of a pipe",
            "mlx-validate --no-input --data train.csv --schema schema.json"
        ),
        Example(
            "Hold its foreign keys against another table, and its columns against serving data",
            "mlx-validate --no-input --data train.csv --schema schema.json "
                + "--resource patients=patients.csv --serving live.csv"
        ),
        Example(
            "Read Parquet, with readers: {parquet: [duckdb, -csv, -nullvalue, '', -c, "
                + "\"FROM '{path}'\"]} in mlx.yaml",
            "mlx-validate profile train.parquet --out reference.json"
        ),
        Example(
            "Check what mlx.yaml names, and train only if it passes",
            "mlx-validate | mlx-train"
        ),
    ]

    package static let topics = [ManualTopic("mlx-schema", section: 7) { SchemaManual.page }]

    package static let configuration = CommandConfiguration(
        commandName: "mlx-validate",
        abstract: "test the data against a schema",
        discussion: """
            Reads CSV, TSV and JSON Lines in one pass with bounded memory and holds each cell \
            against a Frictionless Table Schema. Offending rows are named on standard error as \
            file:line:cell, where the cell is counted in its row. The checks go into the run \
            document, those that passed too.

            \(examples.discussion)
            """,
        version: ToolVersion.current,
        subcommands: [
            Check.self, Infer.self, ProfileCommand.self, Merge.self, Drift.self, Splits.self,
        ],
        defaultSubcommand: Check.self
    )

    package init() {}
}
