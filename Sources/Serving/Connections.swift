import NIOCore
import Synchronization

/// The open connections, so that the end of the service reaches each of them.
final class Connections: Sendable {
    private struct State {
        var channels: [ObjectIdentifier: any Channel] = [:]
        var isDraining = false
        var whenEmpty: CheckedContinuation<Void, Never>?
    }

    private let state = Mutex(State())

    func add(_ channel: any Channel) {
        let isDraining = state.withLock { state in
            state.channels[ObjectIdentifier(channel)] = channel
            return state.isDraining
        }
        channel.closeFuture.whenComplete { _ in self.remove(channel) }
        if isDraining { channel.pipeline.fireUserInboundEventTriggered(DrainEvent()) }
    }

    private func remove(_ channel: any Channel) {
        let waiter = state.withLock { state in
            state.channels[ObjectIdentifier(channel)] = nil
            return state.channels.isEmpty ? state.whenEmpty.take() : nil
        }
        waiter?.resume()
    }

    /// Lets each connection, and each that is still accepted, finish its request and then end.
    func announceEnd() {
        let channels = state.withLock { state in
            state.isDraining = true
            return Array(state.channels.values)
        }
        for channel in channels { channel.pipeline.fireUserInboundEventTriggered(DrainEvent()) }
    }

    /// Returns when no connection is left.
    func waitUntilNoneIsLeft() async {
        await withCheckedContinuation { continuation in
            let isEmpty = state.withLock { state in
                if state.channels.isEmpty { return true }
                state.whenEmpty = continuation
                return false
            }
            if isEmpty { continuation.resume() }
        }
    }

    /// Ends all connections at once.
    func closeAll() {
        for channel in state.withLock({ Array($0.channels.values) }) {
            channel.close(mode: .all, promise: nil)
        }
    }
}
