package import RunDocument

/// A registry elsewhere that cannot be used, refuses, or answers what it must not.
package enum RemoteError: Failure, Equatable {
    case malformed(String, reason: String)
    case unencrypted(String)
    case unknownVersion(String, remote: String)
    case denied(url: String, hasCredentials: Bool)
    case refused(url: String, status: Int, reason: String)
    case busy(url: String, status: Int)
    case misbehaved(url: String, reason: String)
    case versionTaken(Int, remote: String)
    case contended(url: String)
    /// Nothing says whether a bucket has an upload now that nobody goes on with.
    case uncertainUpload(key: String, reason: String)
    case noCredentials(remote: String)
    case credentialProgram(String, reason: String)
    case malformedSettings(path: String, reason: String)
    /// The registry that a command is about; nothing that may be old is read instead of it.
    case unreachable(String, reason: String)
    /// A registry that does not say what it holds.
    case unlisted(String)

    package var exitStatus: ExitStatus {
        switch self {
        case .malformed, .unencrypted: .usage
        case .unknownVersion: .missingInput
        case .denied, .noCredentials: .denied
        case .refused, .unreachable, .unlisted: .unavailable
        case .busy, .contended, .uncertainUpload: .temporary
        case .misbehaved: .dataFormat
        case .versionTaken: .cannotCreate
        case .credentialProgram, .malformedSettings: .configuration
        }
    }

    package var description: String {
        switch self {
        case .malformed(let text, let reason): "'\(text)' does not name a remote: \(reason)"
        case .unencrypted(let url): "refusing to speak to '\(url)' without encryption"
        case .unknownVersion(let reference, let remote): "no '\(reference)' in '\(remote)'"
        case .denied(let url, let hasCredentials):
            "'\(url)' \(hasCredentials ? "does not accept the credentials" : "asks for credentials")"
        case .refused(let url, let status, let reason):
            "'\(url)' answered \(status)\(reason.isEmpty ? "" : ": \(reason)")"
        case .busy(let url, let status): "'\(url)' is busy: it answered \(status)"
        case .misbehaved(let url, let reason): "the answer of '\(url)' is wrong: \(reason)"
        case .versionTaken(let version, let remote):
            "version \(version) in '\(remote)' is another model"
        case .contended(let url): "others kept changing '\(url)'"
        case .uncertainUpload(let key, let reason):
            "cannot tell whether an upload of '\(key)' was begun: \(reason)"
        case .noCredentials(let remote): "no credentials for '\(remote)'"
        case .credentialProgram(let name, let reason): "'\(name)' gives no credentials: \(reason)"
        case .malformedSettings(let path, let reason): "cannot use '\(path)': \(reason)"
        case .unreachable(let registry, let reason):
            "cannot reach the registry '\(registry)': \(reason)"
        case .unlisted(let registry): "'\(registry)' does not say which models it holds"
        }
    }

    package var hint: String? {
        switch self {
        case .malformed:
            "write oci://HOST[:PORT]/REPOSITORY, s3://BUCKET[/PREFIX] or mlflow://HOST[:PORT]"
        case .unencrypted: "plain HTTP is for this machine only; give the server a certificate"
        case .denied(_, false): "log in with 'docker login', 'podman login' or 'oras login'"
        case .noCredentials:
            "set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or a profile in ~/.aws/credentials"
        case .busy, .contended: "try again later"
        case .uncertainUpload:
            "try again; an upload without parts may be left in the bucket: 'aws s3api "
                + "list-multipart-uploads' shows it, a lifecycle rule removes such ones"
        case .versionTaken: "a version never changes: register the model again to get a new one"
        case .unreachable:
            "try again when it can be reached; a mirror is not read instead, as it may be old"
        case .unlisted: "name the model"
        case .unknownVersion, .denied, .refused, .misbehaved, .credentialProgram,
            .malformedSettings:
            nil
        }
    }
}
