/// A service that has been found: its URL and the address that answers.
struct ServiceAddress: Sendable {
    let url: ServiceURL
    let socket: SocketAddress

    /// Sends a request to each address of a host until one takes the connection.
    ///
    /// - Throws: `LoadTestError`, that of the last address if none can be reached.
    static func find(
        _ url: ServiceURL, sending message: [UInt8], timeout: Duration
    ) throws(LoadTestError) -> (ServiceAddress, HTTPExchange) {
        var failure: LoadTestError?
        for socket in try SocketAddress.resolve(url) {
            do {
                let answer = try HTTPExchange(message, to: url, at: socket, timeout: timeout)
                return (ServiceAddress(url: url, socket: socket), answer)
            } catch {
                guard case .unreachable = error else { throw error }
                failure = error
            }
        }
        throw failure ?? .unknownHost(url.host, reason: "it has no address")
    }
}
