import Registry
import RunDocument
import Transfer

extension OCIRemote {
    /// The repositories below a path of a registry that a model can have; sorted.
    ///
    /// - Throws: `RemoteError.unlisted` where the registry does not tell.
    static func models(
        host: String, below path: String, environment: [String: String], retries: RetryPolicy
    ) throws -> [ModelName] {
        // Any name serves: what is asked for lies above all repositories.
        let remote = try OCIRemote(
            host: host, repository: path, model: try ModelName("catalog"),
            scope: ("registry", "catalog", "*"), environment: environment, retries: retries)
        var names: Set<ModelName> = []
        var next: HTTPAddress? = try remote.connection.base.resolving("/v2/_catalog?n=1000")
        for _ in 0..<10_000 {
            guard let url = next else { return names.sorted { $0.description < $1.description } }
            let answer = try remote.connection.send(
                HTTPRequest("GET", url), accepting: [200, 400, 401, 403, 404, 405])
            guard answer.status == 200,
                let page = try? JSONValue(parsing: answer.body)["repositories"]?.arrayValue
            else { throw RemoteError.unlisted("oci://\(host)/\(path)") }
            for text in page.compactMap(\.stringValue) where text.hasPrefix("\(path)/") {
                if let name = try? ModelName(String(text.dropFirst(path.count + 1))) {
                    names.insert(name)
                }
            }
            next = try remote.nextPage(answer)
        }
        throw RemoteError.misbehaved(url: "oci://\(host)/\(path)", reason: "its list has no end")
    }
}
