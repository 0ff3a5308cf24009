import ArgumentParser
import Remotes

/// A registry elsewhere, as an argument.
struct RemoteArgument: ParsableArguments, Sendable {
    // A text until it is used: ArgumentParser would repeat what is no remote, passwords included.
    @Argument(
        help: ArgumentHelp(
            "The registry elsewhere: \"oci://HOST[:PORT]/REPOSITORY\" or \"s3://BUCKET[/PREFIX]\". Models lie below it by their names.",
            valueName: "remote"
        )
    )
    var remote: String

    init() {}

    /// - Throws: `RemoteError.malformed`.
    func url() throws(RemoteError) -> RemoteURL { try RemoteURL(remote) }
}
