import RunDocument
import Transfer

/// A prediction service as its clients see it: the Open Inference Protocol at an address.
struct ServiceEndpoint: Sendable {
    let host: String
    let port: Int
    private let client = HTTPClient(maximumBody: 1 << 24)

    init(host: String, port: Int) {
        // An address that means "all" cannot be asked.
        self.host = ["0.0.0.0", "::", ""].contains(host) ? "127.0.0.1" : host
        self.port = port
    }

    var url: String { "http://\(host.contains(":") ? "[\(host)]" : host):\(port)" }

    enum State: Equatable {
        /// Nobody listens.
        case absent
        /// A service of the model, and the version that it answers with.
        case serving(version: String)
        /// It is there, and says that it is not ready.
        case starting
        /// Something else has the port.
        case foreign(reason: String)
    }

    /// Asks which version of a model is live.
    func state(of model: String) -> State {
        do {
            let answer = try get("/v2/models/\(model)")
            if answer.status == 503 { return .starting }
            guard answer.status == 200 else {
                return .foreign(reason: "it answers with status \(answer.status)")
            }
            guard let json = try? JSONValue(parsing: answer.body),
                json["name"]?.stringValue == model
            else { return .foreign(reason: "it does not serve '\(model)'") }
            // A version that is tried out beside the live one comes after it.
            return .serving(version: json["versions"]?.arrayValue?.first?.stringValue ?? "")
        } catch .unreachable {
            return .absent
        } catch {
            return .foreign(reason: error.description)
        }
    }

    func isReady() -> Bool { (try? get("/v2/health/ready").status) == 200 }

    /// Sends a prediction request.
    func infer(_ model: String, _ body: [UInt8]) throws(TransferError) -> HTTPResponse {
        try client.send(
            method: "POST",
            url: "\(url)/v2/models/\(model)/infer",
            headers: [("Content-Type", "application/json")],
            body: body,
            timeout: .seconds(30)
        )
    }

    private func get(_ path: String) throws(TransferError) -> HTTPResponse {
        try client.send(method: "GET", url: url + path, timeout: .seconds(5))
    }
}
