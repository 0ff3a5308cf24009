import SystemPackage

/// What a thread does with its connections.
extension Worker {
    /// Nanoseconds until a connection that could not be opened is tried again.
    private static let retryInterval: Int64 = 100_000_000

    @inline(__always)
    func handle(_ event: Poller.Event) {
        let number = event.number
        switch connections[number].state {
        case .receiving: receive(number)
        case .sending:
            if event.isWritable { write(number) }
            // A service may refuse a request before it has all of it.
            if event.isReadable, connections[number].state != .closed { receive(number) }
        case .connecting: finishConnecting(number)
        case .idle: receive(number)
        case .closed: break
        }
    }

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

    private func finishConnecting(_ number: Int) {
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

    private func reconnect(_ number: Int, _ now: Int64) {
        close(number)
        connect(number, now)
    }

    /// Sends what is left of a request, as far as the system takes it.
    func write(_ number: Int) {
        guard let socket = connections[number].socket else { return }
        let rest = connections[number].unsent
        switch socket.send(rest) {
        case .moved(rest.count):
            if connections[number].state == .sending { poller.change(socket, number, .reading) }
            connections[number].state = .receiving
        case .moved(let count):
            connections[number].unsent = UnsafeRawBufferPointer(rebasing: rest[count...])
            waitForRoom(number, socket)
        case .wouldBlock:
            waitForRoom(number, socket)
        case .failed:
            end(number)
        }
    }

    private func waitForRoom(_ number: Int, _ socket: StreamSocket) {
        guard connections[number].state != .sending else { return }
        connections[number].state = .sending
        poller.change(socket, number, .both)
    }

    private func receive(_ number: Int) {
        guard let socket = connections[number].socket else { return }
        let kept = connections[number].unread.count
        if kept > 0 { receiveBuffer.copyBytes(from: connections[number].unread) }
        let room = UnsafeMutableRawBufferPointer(rebasing: receiveBuffer[kept...])
        switch socket.receive(into: room) {
        case .wouldBlock: break
        case .failed, .moved(0): end(number)
        case .moved(let count):
            if pace.measures(connections[number].due) { tally.bytesReceived += count }
            take(number, UnsafeRawBufferPointer(rebasing: receiveBuffer[..<(kept + count)]))
        }
    }

    @inline(__always)
    private func take(_ number: Int, _ bytes: UnsafeRawBufferPointer) {
        guard connections[number].state != .idle else {
            // Nothing has been asked: what a service says then announces that it ends.
            return reconnect(number, MonotonicClock.now())
        }
        let used = connections[number].parser.consume(bytes)
        switch connections[number].parser.phase {
        case .complete where used == bytes.count: finish(number)
        case .complete, .malformed: fail(number, \.malformed)
        default:
            let rest = bytes[used...]
            guard rest.count <= ResponseParser.largestHeader else {
                return fail(number, \.malformed)
            }
            if !rest.isEmpty || !connections[number].unread.isEmpty {
                connections[number].unread = Array(rest)
            }
        }
    }

    /// Counts an answer that has arrived in full.
    @inline(__always)
    private func finish(_ number: Int) {
        let now = MonotonicClock.now()
        let due = connections[number].due
        let status = connections[number].parser.status
        let isGood = status >= 200 && status < 300
        busyCount -= 1
        if isGood, now >= pace.measuredFrom, now < pace.end { tally.answersInTime += 1 }
        if pace.measures(due) {
            tally.lastEnd = now
            if isGood {
                tally.answers += 1
                tally.record(now - due)
            } else {
                tally.refusals[status, default: 0] += 1
            }
        }
        // A request that was not sent in full leaves the connection unusable.
        guard connections[number].parser.keepsAlive, connections[number].state == .receiving else {
            return reconnect(number, now)
        }
        if !connections[number].unread.isEmpty { connections[number].unread = [] }
        proceed(number, now: now)
    }

    /// Takes note that a service has closed a connection.
    private func end(_ number: Int) {
        switch connections[number].state {
        case .idle: reconnect(number, MonotonicClock.now())
        case .sending, .receiving:
            if connections[number].parser.end() { finish(number) } else { fail(number, \.closed) }
        case .connecting, .closed: break
        }
    }

    private func fail(_ number: Int, _ kind: WritableKeyPath<LoadFailures, Int>) {
        let now = MonotonicClock.now()
        busyCount -= 1
        if pace.measures(connections[number].due) {
            tally.failures[keyPath: kind] += 1
            tally.lastEnd = now
        }
        reconnect(number, now)
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
