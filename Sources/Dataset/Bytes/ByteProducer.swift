/// Something that bytes are read from.
protocol ByteProducer: AnyObject {
    /// Fills the front of `buffer`.
    ///
    /// - Returns: how many bytes there were; 0 at the end.
    func read(into buffer: UnsafeMutableRawBufferPointer) throws(DatasetError) -> Int
}

/// Turns bytes into other bytes: unpacks them, or changes their encoding.
protocol ByteTransform: AnyObject {
    /// Turns some of `input` into some of `output`.
    ///
    /// - Parameter atEnd: whether no bytes follow `input`.
    /// - Returns: how many bytes of each were used.
    func transform(
        _ input: UnsafeRawBufferPointer,
        into output: UnsafeMutableRawBufferPointer,
        atEnd: Bool
    ) throws(DatasetError) -> (consumed: Int, produced: Int)
}

/// What a transform makes of another producer's bytes.
final class TransformedBytes: ByteProducer {
    private let upstream: any ByteProducer
    private let transform: any ByteTransform
    private let staged = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 17, alignment: 16)
    private var pending = 0..<0
    private var isAtEnd = false
    /// A transform that has less room may not get on: a character is several bytes.
    private static let leastRoom = 64
    /// What was made where there was less room, and how much of it is still to be handed out.
    private let spilled = UnsafeMutableRawBufferPointer.allocate(
        byteCount: leastRoom, alignment: 16)
    private var spill = 0..<0

    init(_ upstream: any ByteProducer, _ transform: any ByteTransform) {
        self.upstream = upstream
        self.transform = transform
    }

    deinit {
        staged.deallocate()
        spilled.deallocate()
    }

    func read(into buffer: UnsafeMutableRawBufferPointer) throws(DatasetError) -> Int {
        if spill.isEmpty {
            guard buffer.count < Self.leastRoom else { return try fill(buffer) }
            spill = 0..<(try fill(spilled))
        }
        let count = min(buffer.count, spill.count)
        buffer.copyMemory(from: UnsafeRawBufferPointer(rebasing: spilled[spill.prefix(count)]))
        spill = spill.lowerBound + count..<spill.upperBound
        return count
    }

    private func fill(_ buffer: UnsafeMutableRawBufferPointer) throws(DatasetError) -> Int {
        while true {
            let input = UnsafeRawBufferPointer(rebasing: staged[pending])
            let (consumed, produced) = try transform.transform(input, into: buffer, atEnd: isAtEnd)
            pending = pending.lowerBound + consumed..<pending.upperBound
            if produced > 0 { return produced }
            if isAtEnd && (pending.isEmpty || consumed == 0) { return 0 }
            if consumed == 0 || pending.isEmpty { try refill() }
        }
    }

    private func refill() throws(DatasetError) {
        // What a transform could not use yet stays in front of what follows it.
        let rest = pending.count
        if rest > 0 {
            let source = UnsafeRawBufferPointer(rebasing: staged[pending])
            UnsafeMutableRawBufferPointer(rebasing: staged[..<rest]).copyMemory(from: source)
        }
        let room = UnsafeMutableRawBufferPointer(rebasing: staged[rest...])
        let count = room.isEmpty ? 0 : try upstream.read(into: room)
        isAtEnd = count == 0
        pending = 0..<rest + count
    }
}
