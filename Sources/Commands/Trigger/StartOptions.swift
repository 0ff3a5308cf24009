import ArgumentParser
import RunDocument
import Transfer
import Triggering

/// Where a pipeline is to begin.
struct StartOptions: ParsableArguments, Sendable {
    @Option(
        help: ArgumentHelp(
            "Ask this system to begin the pipeline, unless there is nothing to do.",
            valueName: "system"
        )
    )
    var start: StartService?

    @Option(
        help: ArgumentHelp(
            "Where: Jenkins' job, the repository in GitHub's API, or GitLab's pipeline trigger with its branch.",
            valueName: "url"
        )
    )
    var startURL: String?

    @Option(
        help: ArgumentHelp(
            "Where its token is: \"env:NAME\" or \"file:PATH\"; for Jenkins it is \"USER:TOKEN\".",
            valueName: "secret"
        )
    )
    var startToken: String?

    init() {}

    func validate() throws {
        let isWhole = (start == nil) == (startURL == nil) && (start == nil) == (startToken == nil)
        guard isWhole else {
            throw ValidationError("--start, --start-url and --start-token belong together")
        }
    }

    /// Nil if no pipeline is to begin.
    func request(_ environment: [String: String]) throws -> PipelineStart? {
        guard let start, let startURL, let startToken else { return nil }
        let token = try SecretReference(startToken).read(environment: environment)
        return try PipelineStart(start, HTTPAddress(startURL), token: token)
    }
}

extension StartService: ExpressibleByArgument {}
