import RunDocument
import Transfer

/// What a service says of itself: its metrics, and who is tried out in it.
struct MetricsPage {
    let url: String
    private let client = HTTPClient(maximumBody: 1 << 24)

    /// - Parameter url: of the service, without a path.
    init(_ url: String) { self.url = url.hasSuffix("/") ? String(url.dropLast()) : url }

    /// - Throws: `PromotionError.noLiveService`.
    func numbers(_ model: String, _ version: Int, _ route: ServiceNumbers.Route = .infer)
        throws(PromotionError) -> ServiceNumbers
    {
        ServiceNumbers(try text(), model: model, version: String(version), route: route)
    }

    /// - Throws: `PromotionError.noLiveService`.
    func text() throws(PromotionError) -> String {
        String(decoding: try get("/metrics"), as: UTF8.self)
    }

    /// The candidate that the service has, or why it has none.
    enum Candidate: Equatable {
        case none
        case active(version: String)
        case refused(reason: String)
    }

    /// - Throws: `PromotionError.noLiveService`.
    func candidate() throws(PromotionError) -> Candidate {
        let body = try get("/v2/health/ready")
        let json = try? JSONValue(parsing: body)
        guard let candidate = json?["candidate"] else { return .none }
        if let reason = candidate["refused"]?.stringValue { return .refused(reason: reason) }
        return .active(version: candidate["version"]?.stringValue ?? "")
    }

    private func get(_ path: String) throws(PromotionError) -> [UInt8] {
        let answer: HTTPResponse
        do {
            answer = try client.send(method: "GET", url: url + path, timeout: .seconds(5))
        } catch {
            throw .noLiveService(url: url, reason: error.description)
        }
        guard answer.status == 200 else {
            throw .noLiveService(url: url, reason: "'\(path)' has status \(answer.status)")
        }
        return answer.body
    }
}
