import FileStorage
import FoundationEssentials
package import Registry
import RunDocument
package import Transfer

/// MLflow's Model Registry: it knows which versions of a model there are and where they lie, but
/// holds none of them.
package struct MLflowRegistry {
    package let name: String
    private let session: HTTPSession
    private let base: HTTPAddress
    private let authorization: HTTPRequest.Authorization

    /// The tags that MLflow's versions get: its numbers are its own.
    private enum TagKey {
        static let digest = "mlx.digest"
        static let version = "mlx.version"
        static let model = "mlx.model.digest"
    }

    package init(
        host: String, environment: [String: String], retries: RetryPolicy = RetryPolicy()
    ) throws {
        name = "mlflow://\(host)"
        session = try HTTPSession(environment: environment, retries: retries)
        base = try RemoteURL.service(host).resolving("/api/2.0/mlflow/")
        let named = { (name: String) in environment[name].flatMap { $0.isEmpty ? nil : $0 } }
        if let token = named("MLFLOW_TRACKING_TOKEN") {
            authorization = .header("Bearer \(token)")
        } else if let user = named("MLFLOW_TRACKING_USERNAME") {
            let pair = "\(user):\(named("MLFLOW_TRACKING_PASSWORD") ?? "")"
            authorization = .header("Basic \(Data(pair.utf8).base64EncodedString())")
        } else {
            authorization = .none
        }
    }

    /// Records a version, unless its digest is recorded already, and lets aliases stand on it.
    ///
    /// - Parameter source: where the manifest lies.
    /// - Returns: MLflow's number for it, and whether anything changed.
    package func record(
        _ version: RegisteredVersion, of model: ModelName, source: String, aliases: [String]
    ) throws -> (number: String, isNew: Bool) {
        _ = try send(
            "POST", "registered-models/create", ["name": .string(model.description)],
            tolerating: "RESOURCE_ALREADY_EXISTS")
        let known = try recorded(version, of: model)
        let number = try known ?? create(version, of: model, source: source)
        var isNew = known == nil
        for alias in aliases where try self.version(of: model, alias: alias) != number {
            _ = try send(
                "POST", "registered-models/alias",
                [
                    "name": .string(model.description), "alias": .string(alias),
                    "version": .string(number),
                ])
            isNew = true
        }
        return (number, isNew)
    }

    private func recorded(_ version: RegisteredVersion, of model: ModelName) throws -> String? {
        // Neither a name nor a digest can hold a quote.
        let filter =
            "name = '\(model)' AND tags.`\(TagKey.digest)` = '\(version.manifestDigest)'"
        let answer = try send(
            "GET", "model-versions/search", ["filter": .string(filter), "max_results": 10])
        return answer["model_versions"]?.arrayValue?.compactMap { $0["version"]?.stringValue }
            .last
    }

    private func create(_ version: RegisteredVersion, of model: ModelName, source: String) throws
        -> String
    {
        let tags: [(String, String)] = [
            (TagKey.digest, version.manifestDigest.description),
            (TagKey.version, String(version.number)), (TagKey.model, version.modelDigest),
        ]
        let answer = try send(
            "POST", "model-versions/create",
            [
                "name": .string(model.description), "source": .string(source),
                "tags": .array(
                    tags.map { ["key": .string($0.0), "value": .string($0.1)] }),
            ])
        guard let number = answer["model_version"]?["version"]?.stringValue else {
            throw RemoteError.misbehaved(url: name, reason: "it gave no version")
        }
        return number
    }

    private func version(of model: ModelName, alias: String) throws -> String? {
        let answer = try send(
            "GET", "registered-models/alias",
            ["name": .string(model.description), "alias": .string(alias)],
            tolerating: "RESOURCE_DOES_NOT_EXIST", "INVALID_PARAMETER_VALUE")
        return answer["model_version"]?["version"]?.stringValue
    }

    /// - Parameter tolerating: error codes that are no errors.
    private func send(
        _ method: String, _ path: String, _ fields: JSONObject, tolerating: String...
    ) throws -> JSONValue {
        var url = try base.resolving(path)
        var request = HTTPRequest(method, url)
        if method == "GET" {
            for (key, value) in fields.sorted(by: { $0.key < $1.key }) {
                let text = value.stringValue ?? value.canonicalText()
                url = try url.adding(key, PercentEncoding.component(text))
            }
            request.url = url
        } else {
            request.headers = [("Content-Type", "application/json")]
            request.body = .bytes(JSONValue.object(fields).canonicalBytes())
            // A version that was made by a request without an answer is found by the next push.
            request.isRepeatable = path != "model-versions/create"
        }
        request.authorization = authorization
        let answer = try session.send(request)
        let body = try? JSONValue(parsing: answer.body)
        let code = body?["error_code"]?.stringValue ?? ""
        switch answer.status {
        case 200:
            guard let body else {
                throw RemoteError.misbehaved(url: url.shown, reason: "it is no JSON")
            }
            return body
        case _ where tolerating.contains(code): return [:]
        case 401, 403:
            var hasCredentials = true
            if case .none = authorization { hasCredentials = false }
            throw RemoteError.denied(url: url.shown, hasCredentials: hasCredentials)
        case 429, 500, 502, 503, 504:
            throw RemoteError.busy(url: url.shown, status: answer.status)
        default:
            let words = [code, body?["message"]?.stringValue ?? ""].filter { !$0.isEmpty }
            throw RemoteError.refused(
                url: url.shown, status: answer.status,
                reason: String(words.joined(separator: ": ").prefix(300)))
        }
    }
}

extension ModelStore {
    /// Records a version in MLflow's registry, as lying where a push has put it.
    ///
    /// - Parameter holder: has the version; that is checked first.
    /// - Throws: `RemoteError.unknownVersion` if it does not; the failure is recorded.
    package func record(
        _ version: RegisteredVersion, in registry: MLflowRegistry, at holder: any Remote,
        aliases: [String], _ options: CommitOptions
    ) throws -> (number: String, isNew: Bool) {
        var event = AuditEvent(.push, version: version.number)
        event.digest = version.manifestDigest.description
        event.remote = registry.name
        return try recording(event, options) {
            let manifest = try holder.manifest(tagged: String(version.number))
            guard let manifest, Digest(of: manifest.bytes) == version.manifestDigest else {
                throw RemoteError.unknownVersion("\(model)@\(version.number)", remote: holder.name)
            }
            let result = try registry.record(
                version, of: model, source: holder.location(of: version.manifestDigest),
                aliases: aliases)
            if result.isNew { try note(event, options) }
            return result
        }
    }
}
