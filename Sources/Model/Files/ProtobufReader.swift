/// The fields of one message in Protocol Buffers' wire format, in their order.
struct ProtobufReader {
    enum Value {
        case number(UInt64)
        /// A text, a message, or packed numbers.
        case bytes(ArraySlice<UInt8>)
        /// Four or eight bytes, which no field that is read here has.
        case fixed
    }

    /// Bytes that are no message.
    struct Malformed: Error {}

    private var bytes: ArraySlice<UInt8>

    init(_ bytes: ArraySlice<UInt8>) { self.bytes = bytes }

    /// The next field's number and value; nil at the end.
    mutating func next() throws(Malformed) -> (field: Int, value: Value)? {
        guard !bytes.isEmpty else { return nil }
        let key = try number()
        let field = Int(truncatingIfNeeded: key >> 3)
        guard key >> 3 > 0, key >> 3 < 1 << 29 else { throw Malformed() }
        switch key & 7 {
        case 0: return (field, .number(try number()))
        case 1: _ = try take(8)
        case 2: return (field, .bytes(try take(number())))
        case 5: _ = try take(4)
        default: throw Malformed()
        }
        return (field, .fixed)
    }

    private mutating func take(_ count: UInt64) throws(Malformed) -> ArraySlice<UInt8> {
        guard count <= UInt64(bytes.count) else { throw Malformed() }
        let taken = bytes.prefix(Int(count))
        bytes = bytes.dropFirst(Int(count))
        return taken
    }

    private mutating func number() throws(Malformed) -> UInt64 {
        var result: UInt64 = 0
        for shift in stride(from: UInt64(0), to: 70, by: 7) {
            guard let byte = bytes.popFirst() else { throw Malformed() }
            result |= UInt64(byte & 0x7F) << shift
            if byte < 0x80 { return result }
        }
        throw Malformed()
    }

    /// Integers, whether packed into one field or not.
    static func integers(in value: Value) throws(Malformed) -> [Int64] {
        switch value {
        case .number(let number): return [Int64(bitPattern: number)]
        case .fixed: return []
        case .bytes(let packed):
            var reader = ProtobufReader(packed)
            var numbers: [Int64] = []
            while !reader.bytes.isEmpty { numbers.append(Int64(bitPattern: try reader.number())) }
            return numbers
        }
    }
}

extension ProtobufReader.Value {
    var number: UInt64? { if case .number(let number) = self { number } else { nil } }

    var bytes: ArraySlice<UInt8>? { if case .bytes(let bytes) = self { bytes } else { nil } }

    var text: String? { bytes.map { String(decoding: $0, as: UTF8.self) } }
}
