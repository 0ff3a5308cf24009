import ArgumentParser
import CommandLineTool
import Dataset
import Profile
import Reporting
import RunDocument
import RunReporting
import Validation

/// Where the checks are told besides the run document.
struct ReportOptions: ParsableArguments {
    @Option(help: ArgumentHelp("Write a summary as Markdown.", valueName: "file"))
    var markdown: String?

    @Option(
        help: ArgumentHelp(
            "Write a page of the training data's columns, to be read in a browser.",
            valueName: "file"
        )
    )
    var html: String?

    @Option(
        name: .customLong("profile"),
        help: ArgumentHelp("Write the training data's profile.", valueName: "file")
    )
    var profile: String?

    /// Writes the summary of the checks if it was asked for.
    ///
    /// - Returns: the file, as an artifact of the stage.
    func write(_ stage: Stage) throws -> [Artifact] {
        try [
            Artifact.report("summary", markdown, "text/markdown") { MarkdownReport.text(stage) }
        ].compactMap(\.self)
    }

    /// Writes what was asked for of a table's profile.
    ///
    /// - Returns: the files, as artifacts of the stage.
    func write(_ work: TableWork) throws -> [Artifact] {
        try [
            Artifact.report("profile-page", html, "text/html", work.page),
            Artifact.report("profile", profile, "application/json") {
                (try work.profile()?.json.canonicalText() ?? "") + "\n"
            },
        ].compactMap(\.self)
    }
}

extension ProfilePage {
    /// The page of a table that was checked.
    init(
        _ profile: TableProfile, of data: InputReference, schema: TableSchema,
        checks: [RunDocument.Check],
        reference: ReferenceData?, drift: DriftReport?
    ) {
        self.init(title: data.uri, profile: profile)
        sources = [Source(name: data.uri, digest: data.digest)]
        for field in schema.fields { roles[field.name] = field.role }
        self.checks = checks
        quantile = { profile[$0]?.numbers.quantile($1) }
        guard let reference, let drift else { return }
        self.reference = Reference(
            name: reference.name,
            profile: reference.profile,
            drifts: drift.columns.compactMap(ColumnDrift.init),
            quantile: { reference.profile[$0]?.numbers.quantile($1) }
        )
    }
}

extension Reporting.ColumnDrift {
    /// Nil for a column that was not compared.
    init?(_ column: Validation.ColumnDrift) {
        guard let score = column.score else { return nil }
        self.init(
            column: column.name,
            method: score.method.rawValue,
            value: score.value,
            threshold: score.threshold,
            drifted: score.hasDrifted
        )
    }
}
