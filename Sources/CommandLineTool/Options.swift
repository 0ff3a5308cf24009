package import ArgumentParser
import Glibc
import RunDocument

package enum ColorChoice: String, ExpressibleByArgument, CaseIterable, Sendable {
    case auto, always, never
}

/// Which CI system's language is to be spoken, whatever system it is.
package enum CIChoice: String, CaseIterable, ExpressibleByArgument, Sendable {
    case auto, none, gitea, github, gitlab, jenkins, azure, teamcity, buildkite

    /// Nil if none is.
    func provider(in environment: [String: String]) -> CIProvider? {
        self == .auto ? CIProvider(of: environment) : CIProvider(rawValue: rawValue)
    }
}

/// Which outcome makes the exit status say no.
package enum FailOn: String, ExpressibleByArgument, CaseIterable, Sendable {
    case error, gate, never
}

/// The options that every tool has.
package struct CommonOptions: ParsableArguments, Sendable {
    @Option(
        help: ArgumentHelp(
            "The project file; \"mlx.yaml\" in the working directory if it is there.",
            valueName: "file"
        )
    )
    package var config: String?

    @Flag(name: .shortAndLong, help: "Say nothing but errors.")
    package var quiet = false

    @Flag(name: .shortAndLong, help: "Say more.")
    package var verbose = false

    @Option(help: "Colour in messages.")
    package var color: ColorChoice = .auto

    @Option(
        help: ArgumentHelp(
            "Which CI system to speak to in annotations, summaries and outputs: \"auto\", \"none\", \"gitea\", \"github\", \"gitlab\", \"jenkins\", \"azure\", \"teamcity\" or \"buildkite\".",
            valueName: "system"
        )
    )
    package var ci: CIChoice = .auto

    package init() {}

    package func validate() throws {
        if quiet && verbose { throw ValidationError("--quiet and --verbose contradict each other") }
    }

    func diagnostics(tool: String, environment: [String: String]) -> Diagnostics {
        let usesColor =
            switch color {
            case .always: true
            case .never: false
            case .auto: environment["NO_COLOR", default: ""].isEmpty && isatty(2) == 1
            }
        return Diagnostics(
            tool: tool,
            verbosity: quiet ? .quiet : verbose ? .verbose : .normal,
            usesColor: usesColor
        )
    }
}

/// The options of a tool that stands in a pipe.
package struct StageOptions: ParsableArguments, Sendable {
    @Option(
        name: .customLong("in"),
        help: ArgumentHelp(
            "Read the run document here; \"-\" is standard input.",
            valueName: "file"
        )
    )
    package var input: String?

    @Option(
        name: .customLong("out"),
        help: ArgumentHelp(
            "Write the run document here, whole or not at all.",
            valueName: "file"
        )
    )
    package var output: String?

    @Flag(help: "Start a new run document; leave standard input alone.")
    package var noInput = false

    @Option(help: ArgumentHelp("The name of a new run.", valueName: "id"))
    package var runID: String?

    @Flag(help: "Indent the run document.")
    package var pretty = false

    @Option(
        help: ArgumentHelp(
            "\"gate\": a failed check or gate ends the run with 1; \"error\": it is noted and the run goes on; \"never\": it ends the run, with 0.",
            valueName: "outcome"
        )
    )
    package var failOn: FailOn = .gate

    @Flag(help: "Let a stage pass in which no check ran.")
    package var allowEmpty = false

    @OptionGroup package var reports: RunReportOptions
    @OptionGroup package var common: CommonOptions

    package init() {}

    package func validate() throws {
        if let runID, !RunIdentifier.isValid(runID) {
            throw ValidationError(
                "the run's id '\(runID)' is not 1 to 64 letters, digits, '-', '_' and '.'"
            )
        }
        if noInput && input != nil {
            throw ValidationError("--no-input and --in contradict each other")
        }
    }
}
