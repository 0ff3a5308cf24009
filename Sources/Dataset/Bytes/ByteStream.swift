import FileStorage

/// The text of a source: read, unpacked, and in UTF-8.
final class ByteStream: ByteProducer {
    let name: String
    private let raw: RawBytes
    private let producer: any ByteProducer

    /// - Parameter encoding: a name that the C library knows; nil for UTF-8.
    init(_ source: DataSource, digesting: Bool = false, encoding: String? = nil)
        throws(DatasetError)
    {
        name = source.name
        raw = try RawBytes(source, digesting: digesting)
        let opening = try Opening(raw)
        var producer: any ByteProducer = opening
        if let compression = Compression(signature: opening.signature) {
            producer = TransformedBytes(
                producer,
                try compression.decompressor(for: name)
            )
        }
        if let encoding {
            producer = TransformedBytes(producer, try Transcoding(from: encoding, name: name))
        }
        self.producer = producer
    }

    /// How many stored bytes were read.
    var position: Int { raw.position }

    /// How many stored bytes there are, if that is known.
    var size: Int? { raw.size }

    /// The digest of the stored bytes read so far, if that was asked for.
    var digest: Digest? { raw.digest }

    func read(into buffer: UnsafeMutableRawBufferPointer) throws(DatasetError) -> Int {
        try producer.read(into: buffer)
    }
}

/// Hands out the first bytes again that were looked at.
private final class Opening: ByteProducer {
    private let upstream: any ByteProducer
    private let first = UnsafeMutableRawBufferPointer.allocate(byteCount: 16, alignment: 16)
    private var pending = 0..<0

    init(_ upstream: any ByteProducer) throws(DatasetError) {
        self.upstream = upstream
        var count = 0
        while count < 4 {
            let room = UnsafeMutableRawBufferPointer(rebasing: first[count...])
            let read = try upstream.read(into: room)
            if read == 0 { break }
            count += read
        }
        pending = 0..<count
    }

    deinit { first.deallocate() }

    var signature: UnsafeRawBufferPointer { UnsafeRawBufferPointer(rebasing: first[pending]) }

    func read(into buffer: UnsafeMutableRawBufferPointer) throws(DatasetError) -> Int {
        guard !pending.isEmpty else { return try upstream.read(into: buffer) }
        let count = min(pending.count, buffer.count)
        buffer.copyMemory(from: UnsafeRawBufferPointer(rebasing: first[pending.prefix(count)]))
        pending = pending.lowerBound + count..<pending.upperBound
        return count
    }
}
