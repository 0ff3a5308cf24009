import Registry
import Transfer

/// The models that a bucket has below a prefix.
struct S3Models {
    let bucket: String
    let prefix: String
    let connection: S3Connection

    init(bucket: String, prefix: String, environment: [String: String], retries: RetryPolicy)
        throws
    {
        self.bucket = bucket
        self.prefix = prefix
        let session = try HTTPSession(environment: environment, retries: retries)
        let settings = try AWSSettings(environment, remote: "s3://\(bucket)")
        connection = try S3Connection(session, bucket: bucket, settings: settings)
    }

    /// The names one level below the prefix that a model can have; sorted.
    func names() throws -> [ModelName] {
        var names: Set<ModelName> = []
        var token: String?
        for _ in 0..<10_000 {
            let answer = try connection.send(
                "GET", key: "", query: query(after: token), accepting: [200],
                maximumAnswer: 1 << 24)
            let list = S3Document(answer)
            for found in list.texts(of: "Prefix", firstIn: "CommonPrefixes") {
                let parts = found.split(whereSeparator: { $0 == "/" })
                if let name = parts.last.flatMap({ try? ModelName(String($0)) }) {
                    names.insert(name)
                }
            }
            token = list.text(of: "NextContinuationToken")
            guard token != nil else {
                return names.sorted { $0.description < $1.description }
            }
        }
        throw RemoteError.misbehaved(url: "s3://\(bucket)", reason: "its list has no end")
    }

    /// Sorted by name, as libcurl signs them.
    private func query(after token: String?) -> [(String, String)] {
        (token.map { [("continuation-token", $0)] } ?? [])
            + [
                ("delimiter", "/"), ("list-type", "2"),
                ("prefix", prefix.isEmpty ? "" : "\(prefix)/"),
            ]
    }
}
