/// How a thread opens and closes its connections.
extension Worker {
    /// Nanoseconds until a connection that could not be opened is tried again.
    private static let retryInterval: Int64 = 100_000_000

    /// Opens a connection, unless the load is over.
    func connect(_ number: Int, _ now: Int64) {
        guard !pace.isOver(now) else { return }
        do {
            let socket = try StreamSocket(connectingTo: address)
            connections[number].socket = socket
            connections[number].state = .connecting
            connections[number].deadline = now + timeout
            poller.add(socket, number, .writing)
        } catch {
            failConnecting(number, now)
        }
    }

    func finishConnecting(_ number: Int) {
        guard let socket = connections[number].socket else { return }
        let now = MonotonicClock.now()
        guard socket.connectionError == nil else { return failConnecting(number, now) }
        poller.change(socket, number, .reading)
        proceed(number, now: now)
    }

    private func failConnecting(_ number: Int, _ now: Int64) {
        close(number)
        connections[number].deadline = now + Self.retryInterval
        if pace.measures(now) { tally.failures.connecting += 1 }
    }

    private func close(_ number: Int) {
        connections[number].socket?.close()
        connections[number].socket = nil
        connections[number].state = .closed
        connections[number].deadline = .max
        connections[number].unread = []
    }

    func reconnect(_ number: Int, _ now: Int64) {
        close(number)
        connect(number, now)
    }

    /// Ends what takes too long, and opens again what could not be opened.
    func sweep(_ now: Int64) {
        for number in connections.indices where connections[number].deadline <= now {
            switch connections[number].state {
            case .closed: connect(number, now)
            case .connecting: failConnecting(number, now)
            case .sending, .receiving:
                let due = connections[number].due
                if pace.measures(due) { tally.record(now - due) }
                fail(number, \.timeouts)
            case .idle: break
            }
        }
    }
}
