import RunDocument
import Serving

/// Runs `body` with a service on a free port, and ends it afterwards.
func withService<Result>(
    _ model: ServedModel,
    limits: ServiceLimits = ServiceLimits(),
    _ body: (Server, LiveModel) async throws -> Result
) async throws -> Result {
    let live = LiveModel(model)
    let server = try await Server.start(
        live,
        identity: ServiceIdentity(name: "mlx-serve", version: "1.2.3"),
        host: "127.0.0.1",
        port: 0,
        limits: limits
    )
    do {
        let result = try await body(server, live)
        await server.drain()
        return result
    } catch {
        await server.drain()
        throw error
    }
}

/// A client's conversation with a service that has version 7 of the fake model.
func conversation<Result: Sendable>(
    regression: Bool = false,
    limits: ServiceLimits = ServiceLimits(),
    _ body: @escaping @Sendable (HTTPClient) throws -> Result
) async throws -> Result {
    try await withService(.fake(regression: regression), limits: limits) { server, _ in
        try await onThread { try body(HTTPClient(port: server.port)) }
    }
}

enum Body {
    /// A request for one row.
    static let one = #"{"inputs":[{"name":"year","shape":[1],"datatype":"INT64","data":[0]}]}"#

    /// A request with a tensor `year` and one more.
    static func with(_ tensor: String) -> String {
        #"{"inputs":[{"name":"year","shape":[2],"datatype":"INT64","data":[0,0]},\#(tensor)]}"#
    }
}
