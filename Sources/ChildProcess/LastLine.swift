/// The last line that is not empty of a text that comes in pieces.
package struct LastLine {
    private static let limit = 1000

    private var last: [UInt8] = []
    private var isEnded = false

    package init() {}

    package mutating func add(_ bytes: UnsafeRawBufferPointer) {
        for byte in bytes {
            if byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r") {
                isEnded = true
                continue
            }
            if isEnded { last.removeAll(keepingCapacity: true) }
            isEnded = false
            if last.count < Self.limit { last.append(byte < 0x20 ? UInt8(ascii: " ") : byte) }
        }
    }

    package var text: String { String(decoding: last, as: UTF8.self) }
}
