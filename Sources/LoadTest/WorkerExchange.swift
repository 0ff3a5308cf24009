/// How a thread sends requests and takes their answers.
extension Worker {
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
        case .complete: finish(number)
        case .malformed: fail(number, \.malformed)
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

    func fail(_ number: Int, _ kind: WritableKeyPath<LoadFailures, Int>) {
        let now = MonotonicClock.now()
        busyCount -= 1
        if pace.measures(connections[number].due) {
            tally.failures[keyPath: kind] += 1
            tally.lastEnd = now
        }
        reconnect(number, now)
    }
}
