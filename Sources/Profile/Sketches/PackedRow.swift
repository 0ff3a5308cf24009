import Glibc

/// The cells of a row, one after another in one array of bytes.
///
/// Different rows have different bytes, so that rows, and keys of several cells, may be hashed and
/// compared by them. Each cell is its length plus one as LEB128, 0 for a missing one, and its bytes.
package struct PackedRow: Hashable, Sendable {
    package private(set) var bytes: [UInt8] = []

    package init() {}

    package init(_ cells: [[UInt8]?]) {
        for cell in cells {
            if let cell { cell.withUnsafeBytes { append($0) } } else { appendMissing() }
        }
    }

    /// A row from the bytes of one.
    init(trusted bytes: UnsafeRawBufferPointer) { self.bytes = Array(bytes) }

    package mutating func append(_ cell: UnsafeRawBufferPointer) {
        var length = cell.count + 1
        while length >= 0x80 {
            bytes.append(UInt8(truncatingIfNeeded: length) | 0x80)
            length >>= 7
        }
        bytes.append(UInt8(length))
        bytes.append(contentsOf: cell)
    }

    /// As `append`, into memory that has room for it.
    ///
    /// - Parameter cell: nil for a missing one.
    /// - Returns: how many bytes were written.
    @inline(__always)
    static func pack(_ cell: UnsafeRawBufferPointer?, into memory: UnsafeMutableRawPointer) -> Int {
        guard let cell else {
            memory.storeBytes(of: 0, as: UInt8.self)
            return 1
        }
        var (length, end) = (cell.count + 1, 0)
        while length >= 0x80 {
            memory.storeBytes(
                of: UInt8(truncatingIfNeeded: length) | 0x80, toByteOffset: end, as: UInt8.self)
            length >>= 7
            end += 1
        }
        memory.storeBytes(of: UInt8(length), toByteOffset: end, as: UInt8.self)
        guard let text = cell.baseAddress else { return end + 1 }
        memcpy(memory + end + 1, text, cell.count)
        return end + 1 + cell.count
    }

    package mutating func appendMissing() { bytes.append(0) }

    /// Takes all cells away, and keeps the memory for the next row.
    package mutating func removeAll() { bytes.removeAll(keepingCapacity: true) }

    /// Nil for a missing cell.
    package var cells: [[UInt8]?] { Self.unpack(bytes[...]) ?? [] }

    /// Visits the places of the cells in `bytes`; nil stands for a missing one.
    package func forEachCell(_ body: (Range<Int>?) -> Void) {
        var rest = bytes[...]
        while !rest.isEmpty {
            guard let length = Self.length(&rest), length > 0 else {
                body(nil)
                continue
            }
            let end = rest.startIndex + length - 1
            body(rest.startIndex..<end)
            rest = rest[end...]
        }
    }

    /// Nil if the bytes are no packed row.
    init?(bytes: ArraySlice<UInt8>) {
        guard Self.unpack(bytes) != nil else { return nil }
        self.bytes = Array(bytes)
    }

    private static func unpack(_ bytes: ArraySlice<UInt8>) -> [[UInt8]?]? {
        var (cells, rest) = ([[UInt8]?](), bytes)
        while !rest.isEmpty {
            guard let length = length(&rest), length <= rest.count + 1 else { return nil }
            cells.append(length == 0 ? nil : Array(rest.prefix(length - 1)))
            rest = rest.dropFirst(max(0, length - 1))
        }
        return cells
    }

    /// Reads a LEB128 number of its shortest form.
    private static func length(_ bytes: inout ArraySlice<UInt8>) -> Int? {
        var (length, shift) = (0, 0)
        while let byte = bytes.popFirst(), shift < 56 {
            length |= Int(byte & 0x7f) << shift
            shift += 7
            if byte < 0x80 { return byte == 0 && shift > 7 ? nil : length }
        }
        return nil
    }
}
