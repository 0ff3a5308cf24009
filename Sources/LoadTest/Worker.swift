import Glibc

/// One thread of a load with its connections and its counts.
///
/// Only that thread touches it until it has ended.
final class Worker: @unchecked Sendable {
    let plan: LoadPlan
    let share: Pace.Share
    let address: SocketAddress
    let poller: Poller
    var pace: Pace
    let connections: UnsafeMutableBufferPointer<Connection>
    var idle: IdleConnections
    /// Requests that are on their way.
    var busyCount = 0
    var tally = Tally()

    let timeout: Int64
    let receiveBuffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 18, alignment: 64)
    private let messages: MessageTable
    private var nextMessage: Int
    private let sweepInterval: Int64
    private let isCancelled: @Sendable () -> Bool
    private var isStopped = false

    /// - Throws: `LoadTestError.system`.
    init(
        _ plan: LoadPlan, _ share: Pace.Share, address: SocketAddress, messages: MessageTable,
        isCancelled: @escaping @Sendable () -> Bool
    ) throws(LoadTestError) {
        poller = try Poller()
        self.plan = plan
        self.share = share
        self.address = address
        self.messages = messages
        self.isCancelled = isCancelled
        // Nothing is due before the start.
        pace = Pace(plan, share, start: .max / 2)
        let count = plan.connections / share.count
        let more = share.index < plan.connections % share.count ? 1 : 0
        connections = .allocate(capacity: count + more)
        connections.initialize(repeating: Connection())
        idle = IdleConnections(capacity: count + more)
        timeout = plan.timeout.nanoseconds
        sweepInterval = min(20_000_000, max(1_000_000, timeout / 4))
        nextMessage = share.index % messages.count
    }

    deinit {
        for connection in connections { connection.socket?.close() }
        connections.deinitialize()
        connections.deallocate()
        receiveBuffer.deallocate()
    }

    /// Connects, waits for the other threads, and runs to the end of the load.
    func run(_ startLine: StartLine) {
        for number in connections.indices { connect(number, MonotonicClock.now()) }
        while connections.contains(where: { $0.state == .connecting }), !isStopped { turn() }
        guard let start = startLine.arrive() else { return }
        pace = Pace(plan, share, start: start)
        while !isStopped, busyCount > 0 || !pace.isOver(MonotonicClock.now()) {
            assign(MonotonicClock.now())
            if idle.count > 0, let alarm = pace.alarm { poller.setAlarm(at: alarm) }
            turn()
        }
        if isCancelled() { pace.cancel(MonotonicClock.now()) }
        tally.unsent = pace.unsentCount
    }

    private var nextSweep: Int64 = 0
    /// When a connection was last open.
    private var lastOpen = MonotonicClock.now()

    /// Waits for something to happen, and sees to it.
    private func turn() {
        poller.wait(milliseconds: Int32(sweepInterval / 1_000_000)) { handle($0) }
        let now = MonotonicClock.now()
        guard now >= nextSweep else { return }
        nextSweep = now + sweepInterval
        if isCancelled() { isStopped = true }
        sweep(now)
        if connections.contains(where: { $0.isOpen }) {
            lastOpen = now
        } else if pace.isCounted, now - lastOpen > timeout {
            // Nothing else would end it.
            isStopped = true
        }
    }

    /// Gives idle connections the requests that are due.
    private func assign(_ now: Int64) {
        while let number = idle.first {
            if connections[number].state == .idle {
                guard let due = pace.take(now: now) else { return }
                send(number, due: due, now: now)
            }
            connections[number].isListed = false
            idle.removeFirst()
        }
    }

    /// Takes the next request for a connection that has just become idle.
    @inline(__always)
    func proceed(_ number: Int, now: Int64) {
        // Whoever has been idle for longer comes first.
        if idle.count == 0, let due = pace.take(now: now) {
            return send(number, due: due, now: now)
        }
        connections[number].state = .idle
        connections[number].deadline = .max
        if !connections[number].isListed {
            connections[number].isListed = true
            idle.append(number)
        }
    }

    private func send(_ number: Int, due: Int64, now: Int64) {
        let message = messages[nextMessage]
        nextMessage += share.count
        if nextMessage >= messages.count { nextMessage %= messages.count }
        connections[number].parser = ResponseParser()
        connections[number].due = due
        connections[number].deadline = now + timeout
        connections[number].unsent = message
        connections[number].state = .receiving
        busyCount += 1
        if pace.measures(due) {
            tally.sent += 1
            tally.bytesSent += message.count
            if now - due > Tally.lateAfter { tally.late += 1 }
        }
        write(number)
    }
}
