import Glibc
import NIOCore
import NIOHTTP1
import NIOPosix

/// A listening service.
package final class Server: Sendable {
    private let group: MultiThreadedEventLoopGroup
    private let pool: NIOThreadPool
    private let listener: any Channel
    private let connections: Connections
    private let limits: ServiceLimits

    /// The port that was bound; the one asked for unless that was 0.
    package let port: Int

    private init(
        group: MultiThreadedEventLoopGroup,
        pool: NIOThreadPool,
        listener: any Channel,
        connections: Connections,
        limits: ServiceLimits
    ) {
        self.group = group
        self.pool = pool
        self.listener = listener
        self.connections = connections
        self.limits = limits
        port = listener.localAddress?.port ?? 0
    }

    /// Binds an address and begins to answer.
    ///
    /// - Throws: `ServingError`.
    package static func start(
        _ live: LiveModel,
        identity: ServiceIdentity,
        host: String,
        port: Int,
        limits: ServiceLimits = ServiceLimits()
    ) async throws -> Server {
        let group = MultiThreadedEventLoopGroup(numberOfThreads: System.coreCount)
        let pool = NIOThreadPool(numberOfThreads: System.coreCount)
        pool.start()
        let connections = Connections()
        let service = Service(identity, live: live, pool: pool, limits: limits)
        do {
            return Server(
                group: group,
                pool: pool,
                listener: try await bootstrap(service, group, connections)
                    .bind(host: host, port: port).get(),
                connections: connections,
                limits: limits
            )
        } catch {
            try? await pool.shutdownGracefully()
            try? await group.shutdownGracefully()
            throw ServingError(binding: error, host: host, port: port)
        }
    }

    private static func bootstrap(
        _ service: Service,
        _ group: MultiThreadedEventLoopGroup,
        _ connections: Connections
    ) -> ServerBootstrap {
        ServerBootstrap(group: group)
            .serverChannelOption(.backlog, value: 1024)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            // All that wait are accepted before the listener can be closed.
            .serverChannelOption(.maxMessagesPerRead, value: 1024)
            .childChannelOption(.allowRemoteHalfClosure, value: true)
            .childChannelOption(.tcpOption(.tcp_nodelay), value: 1)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    var limits = NIOHTTPDecoderLimitConfiguration()
                    limits.maxHeaderFieldSize = service.limits.headerSize
                    limits.maxHeaderListSize = service.limits.headerSize
                    let pipeline = channel.pipeline.syncOperations
                    try pipeline.addHandler(
                        ByteToMessageHandler(HTTPRequestDecoder(limitConfiguration: limits))
                    )
                    try pipeline.addHandler(ConnectionHandler(service))
                    connections.add(channel)
                }
            }
    }

    /// Stops accepting, lets the requests that have arrived be answered, and ends.
    ///
    /// It takes no longer than the limits say, even if a prediction hangs: connections that are
    /// open then are cut, and threads that are busy then are left to the end of the process.
    package func drain() async {
        let whenDone = AsyncStream<Void>.makeStream()
        let work = Task {
            await finish()
            whenDone.continuation.finish()
        }
        let alarm = Task {
            try await Task.sleep(for: limits.drainTime)
            connections.closeAll()
            try await Task.sleep(for: .seconds(1))
            whenDone.continuation.finish()
        }
        await Task { for await _ in whenDone.stream {} }.value
        work.cancel()
        alarm.cancel()
    }

    private func finish() async {
        // Before the listener is closed: whoever sees it closed gets no answer after this one.
        connections.announceEnd()
        // One turn of the loop, so that it accepts what is already connected.
        try? await listener.eventLoop.submit {}.get()
        try? await listener.close().get()
        await connections.waitUntilNoneIsLeft()
        try? await pool.shutdownGracefully()
        try? await group.shutdownGracefully()
    }
}

extension ServingError {
    fileprivate init(binding error: any Error, host: String, port: Int) {
        switch (error as? IOError)?.errnoCode {
        case EADDRINUSE: self = .addressInUse(host: host, port: port)
        case EACCES: self = .addressDenied(host: host, port: port)
        case let number?:
            let reason = String(cString: strerror(number)).lowercased()
            self = .unusableAddress(host: host, port: port, reason: reason)
        case nil:
            self = .unusableAddress(
                host: host,
                port: port,
                reason: "it is no address of this machine"
            )
        }
    }
}
