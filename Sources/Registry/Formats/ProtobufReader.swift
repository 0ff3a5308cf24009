import FileStorage

/// The fields of a protobuf message, read one after another; what is not wanted is passed over.
struct ProtobufReader {
    struct Field {
        let number: Int
        let value: Value
    }

    enum Value {
        case integer(UInt64)
        /// A number of four or eight bytes, which nobody here wants to know.
        case fixed
        /// Where the bytes of a text or of a message are.
        case bytes(Range<Int>)
    }

    private let file: WindowedFile
    private var position: Int
    private let end: Int

    init(_ file: WindowedFile, _ range: Range<Int>) {
        self.file = file
        position = range.lowerBound
        end = range.upperBound
    }

    /// - Throws: `MalformedFile` for what is no message, or `StorageError`.
    mutating func next() throws -> Field? {
        guard position < end else { return nil }
        let key = try integer()
        guard key >> 3 >= 1, key >> 3 < 1 << 29 else {
            throw MalformedFile(reason: "it is no protobuf message")
        }
        return Field(number: Int(key >> 3), value: try value(ofType: key & 7))
    }

    private mutating func value(ofType type: UInt64) throws -> Value {
        switch type {
        case 0: return .integer(try integer())
        case 1: return try skip(8)
        case 2:
            let count = try integer()
            guard count <= UInt64(end - position) else { throw MalformedFile.truncated }
            let range = position..<position + Int(count)
            position = range.upperBound
            return .bytes(range)
        case 5: return try skip(4)
        default: throw MalformedFile(reason: "it is no protobuf message")
        }
    }

    private mutating func skip(_ count: Int) throws -> Value {
        guard count <= end - position else { throw MalformedFile.truncated }
        position += count
        return .fixed
    }

    private mutating func integer() throws -> UInt64 {
        var value: UInt64 = 0
        for shift in stride(from: UInt64(0), to: 64, by: 7) {
            guard position < end, let byte = try file.byte(at: position) else {
                throw MalformedFile.truncated
            }
            position += 1
            value |= UInt64(byte & 0x7F) << shift
            if byte < 0x80 { return value }
        }
        throw MalformedFile(reason: "it is no protobuf message")
    }
}
