/// When one thread's requests are due.
struct Pace {
    /// The share of a load that one of `count` threads has.
    struct Share {
        let index: Int
        let count: Int
    }

    private static let grace: Int64 = 1_000_000_000

    private let rate: Double?
    private let share: Share
    private let start: Int64
    /// From here on requests are counted.
    let measuredFrom: Int64
    /// From here on none is sent.
    private(set) var end: Int64
    /// Until here what was due before the end may still be sent.
    private var lastSend: Int64
    /// Whether it ends with a number of requests, and not at a time.
    let isCounted: Bool
    /// If so, how many may still be sent.
    private var rest = Int.max
    /// At a constant rate: the position of the next request in this thread's share.
    private var position = 0
    private var nextDue: Int64

    init(_ plan: LoadPlan, _ share: Share, start: Int64) {
        self.share = share
        self.start = start
        measuredFrom = start + plan.warmUp.nanoseconds
        (end, lastSend) = (.max, .max)
        switch plan.loop {
        case .closed: rate = nil
        case .open(let perSecond): rate = perSecond
        }
        nextDue = start
        switch (plan.extent, rate) {
        case (.duration(let time), _):
            isCounted = false
            end = measuredFrom + time.nanoseconds
        case (.requests(let count), let rate?):
            isCounted = false
            end = measuredFrom + Int64((Double(count) / rate * 1e9).rounded(.up))
        case (.requests(let count), nil):
            isCounted = true
            rest = count / share.count + (share.index < count % share.count ? 1 : 0)
        }
        // A service that keeps up has little left to answer then; one that does not, shows it.
        lastSend = end
        if rate != nil { lastSend += min(plan.timeout.nanoseconds, Self.grace) }
        nextDue = due(at: 0)
    }

    /// The moment of a request of this thread; computed from its number, so that errors do not add up.
    private func due(at position: Int) -> Int64 {
        guard let rate else { return start }
        let number = Double(position * share.count + share.index)
        return start + Int64(number / rate * 1e9)
    }

    /// When the request that is to be sent now was due; nil if none is.
    @inline(__always)
    mutating func take(now: Int64) -> Int64? {
        guard now < lastSend, now >= nextDue, rest > 0 else { return nil }
        guard rate != nil else {
            if isCounted, now >= measuredFrom { rest -= 1 }
            return now
        }
        let due = nextDue
        guard due < end else { return nil }
        position += 1
        nextDue = self.due(at: position)
        return due
    }

    /// When to look again; nil if answers alone decide that.
    var alarm: Int64? { rate != nil && nextDue < end ? nextDue : nil }

    /// Whether a request that was due then is counted.
    @inline(__always)
    func measures(_ due: Int64) -> Bool { due >= measuredFrom }

    func isOver(_ now: Int64) -> Bool {
        now >= lastSend || rest == 0 || (rate != nil && nextDue >= end)
    }

    /// Ends the load before its time.
    mutating func cancel(_ now: Int64) { (end, lastSend, rest) = (min(end, now), now, 0) }

    /// Requests that were due in the measured time and have not been sent.
    var unsentCount: Int {
        guard rate != nil else { return isCounted ? rest : 0 }
        var count = 0
        var position = position
        while case let due = due(at: position), due < end {
            if measures(due) { count += 1 }
            position += 1
        }
        return count
    }
}
