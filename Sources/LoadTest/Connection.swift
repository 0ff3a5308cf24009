/// One connection of a load, and the request that is on its way.
struct Connection {
    enum State {
        /// To be opened again later.
        case closed
        case connecting
        case idle
        /// A part of the request has not been taken yet.
        case sending
        case receiving
    }

    var state = State.closed
    var socket: StreamSocket?
    var parser = ResponseParser()
    /// The beginning of a line whose end has not arrived.
    var unread: [UInt8] = []
    /// What is still to be sent.
    var unsent = UnsafeRawBufferPointer(start: nil, count: 0)
    /// When the request was due.
    var due: Int64 = 0
    /// When it, or connecting, takes too long; or when to connect again.
    var deadline: Int64 = .max
    /// Whether it stands among the idle ones, even if it has been closed since.
    var isListed = false

    var isOpen: Bool { state != .closed && state != .connecting }
}

/// The numbers of idle connections, the longest idle one in front.
struct IdleConnections {
    private var numbers: [Int]
    private var start = 0
    private(set) var count = 0

    init(capacity: Int) { numbers = [Int](repeating: 0, count: capacity) }

    mutating func append(_ number: Int) {
        numbers[(start + count) % numbers.count] = number
        count += 1
    }

    var first: Int? { count > 0 ? numbers[start] : nil }

    mutating func removeFirst() {
        start = (start + 1) % numbers.count
        count -= 1
    }
}
