package import RunDocument

/// A pipeline elsewhere that did not begin.
package enum StartError: Failure, Equatable {
    case clearText(url: String)
    case noUser
    case refused(StartService, url: String, status: Int, reason: String?)

    package var exitStatus: ExitStatus {
        switch self {
        case .clearText: .usage
        case .noUser: .denied
        case .refused(_, _, let status, _):
            switch status {
            case 401, 403, 407: .denied
            case 400, 422: .dataFormat
            case 429, 500...: .temporary
            default: .unavailable
            }
        }
    }

    package var description: String {
        switch self {
        case .clearText(let url): "'\(url)' would carry the token without encryption"
        case .noUser: "the secret for Jenkins is not of the form USER:TOKEN"
        case .refused(_, let url, let status, let reason):
            "'\(url)' did not begin a pipeline: status \(status)\(reason.map { ", \($0)" } ?? "")"
        }
    }

    package var hint: String? {
        switch self {
        case .clearText: "use an address that begins with https://"
        case .noUser: "make an API token for the user who may build the job"
        case .refused(let service, _, let status, _): Self.hint(service, status)
        }
    }

    private static func hint(_ service: StartService, _ status: Int) -> String? {
        switch (service, status) {
        case (.github, 401), (.github, 403):
            "the token needs write access to the contents of the repository"
        case (.github, 404):
            "the address is https://api.github.com/repos/OWNER/NAME; a token that may not see the "
                + "repository gets this too"
        case (.gitlab, 401), (.gitlab, 403), (.gitlab, 404):
            "address and token are those of the project's pipeline triggers: "
                + "https://gitlab.example.com/api/v4/projects/ID/ref/BRANCH/trigger/pipeline"
        case (.jenkins, 401), (.jenkins, 403): "the user needs the permission Job/Build"
        case (.jenkins, 404):
            "the address is that of the job, as https://jenkins.example.com/job/NAME"
        case (.jenkins, 400), (.jenkins, 500):
            "the job must have the string parameters MLX_STARTED_BY, MLX_CHANGED, MLX_PIPELINE and "
                + "MLX_REASON"
        default: nil
        }
    }
}
