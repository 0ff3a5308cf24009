package import ArgumentParser
import RunDocument
import RunReporting

/// Files in which a CI system or another program reads of the run so far, this stage included.
package struct RunReportOptions: ParsableArguments, Sendable {
    @Option(
        help: ArgumentHelp("Write all checks of the run so far as JUnit XML.", valueName: "file"))
    package var junit: String?

    @Flag(help: "Write that file as the schema of Jenkins' xUnit plugin wants it, junit-10.xsd.")
    package var junitStrict = false

    @Option(
        help: ArgumentHelp(
            "Write the metrics of the run so far as OpenMetrics text.", valueName: "file"))
    package var openmetrics: String?

    @Option(
        help: ArgumentHelp(
            "Write the run's phase, candidate and such as variables for GitLab's later jobs.",
            valueName: "file"))
    package var dotenv: String?

    package init() {}

    package func validate() throws {
        if junitStrict && junit == nil {
            throw ValidationError(
                "--junit-strict says how to write a file that --junit does not name")
        }
    }

    /// Writes those that were asked for, each whole or not at all.
    ///
    /// - Returns: the files, as artifacts of the stage, and the first failure.
    func write(
        _ run: Run, _ diagnostics: Diagnostics
    ) -> (artifacts: [Artifact], failure: AnyFailure?) {
        var artifacts: [Artifact] = []
        var failure: AnyFailure?
        func write(_ name: String, _ file: String?, _ mediaType: String, _ text: () -> String) {
            do {
                let artifact = try Artifact.report(name, file, mediaType, text)
                artifacts += [artifact].compactMap(\.self)
            } catch {
                failure = failure ?? AnyFailure(error)
            }
        }
        write("junit", junit, "application/xml") {
            JUnitReport.text(run, isStrict: junitStrict)
        }
        write("openmetrics", openmetrics, "application/openmetrics-text") {
            OpenMetricsReport.text(run)
        }
        write("dotenv", dotenv, "text/plain") { Self.dotenv(run, diagnostics) }
        return (artifacts, failure)
    }

    private static func dotenv(_ run: Run, _ diagnostics: Diagnostics) -> String {
        let report = DotenvReport(RunOutputs(run))
        for name in report.omitted {
            diagnostics.warning("'\(name)' of the run cannot be a line of a dotenv file")
        }
        return report.text
    }
}
