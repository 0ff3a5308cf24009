import ArgumentParser
import CommandLineTool
import Dataset
import FileStorage
import Profile
import Reporting
import RunDocument
import SystemPackage
import Validation

/// Where the checks are told besides the run document.
struct ReportOptions: ParsableArguments {
    @Option(help: ArgumentHelp("Write the checks as JUnit XML.", valueName: "file"))
    var junit: String?

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

    /// Writes what was asked for.
    ///
    /// - Returns: the files, as artifacts of the stage.
    func write(
        _ stage: Stage, of run: Run, _ page: @autoclosure () -> String, _ profile: TableProfile?
    )
        throws -> [Artifact]
    {
        var run = run
        run.stages.append(stage)
        var artifacts: [Artifact] = []
        func write(_ name: String, _ file: String?, _ mediaType: String, _ text: () -> String)
            throws
        {
            guard let file else { return }
            try Files.replace(FilePath(file), with: text().utf8)
            artifacts.append(Artifact(name: name, uri: file, mediaType: mediaType))
        }
        try write("junit", junit, "application/xml") { JUnitReport.text(run) }
        try write("summary", markdown, "text/markdown") { MarkdownReport.text(stage) }
        guard let profile else { return artifacts }
        try write("profile-page", html, "text/html", page)
        try write("profile", self.profile, "application/json") {
            profile.json.canonicalText() + "\n"
        }
        return artifacts
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
