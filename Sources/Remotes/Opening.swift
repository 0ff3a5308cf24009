package import Registry
package import Transfer

extension RemoteURL {
    /// The models in a registry elsewhere, sorted.
    ///
    /// - Throws: `RemoteError.unlisted` where the registry does not tell.
    package func models(environment: [String: String], retries: RetryPolicy = RetryPolicy()) throws
        -> [ModelName]
    {
        do {
            switch self {
            case .oci(let host, let repository):
                return try OCIRemote.models(
                    host: host, below: repository, environment: environment, retries: retries)
            case .s3(let bucket, let prefix):
                return try S3Models(
                    bucket: bucket, prefix: prefix, environment: environment, retries: retries
                ).names()
            case .mlflow:
                throw RemoteError.malformed(description, reason: "it does not hold models")
            }
        } catch TransferError.unreachable(_, let reason) {
            throw RemoteError.unreachable(description, reason: reason)
        }
    }

    /// Makes ready to speak of one model; nothing is sent yet.
    ///
    /// - Parameter mountSource: a repository of the same OCI registry.
    /// - Throws: `RemoteError.malformed` for a registry that holds no models.
    package func open(
        _ model: ModelName,
        mountSource: String? = nil,
        environment: [String: String],
        retries: RetryPolicy = RetryPolicy()
    ) throws -> any Remote {
        switch self {
        case .oci(let host, let repository):
            try OCIRemote(
                host: host, repository: repository, model: model, mountSource: mountSource,
                environment: environment, retries: retries)
        case .s3(let bucket, let prefix):
            try S3Remote(
                bucket: bucket, prefix: prefix, model: model, environment: environment,
                retries: retries)
        case .mlflow:
            throw RemoteError.malformed(description, reason: "it does not hold models")
        }
    }
}
