import FileStorage
import RunDocument

/// The header of a safetensors file: eight bytes of length, JSON, and then nothing but the tensors
/// that it names.
enum SafetensorsHeader {
    /// A hundred times what the largest published models need.
    private static let maximumSize = 1 << 25

    /// Bits of an element.
    private static let widths: [String: Int] = [
        "BOOL": 8, "U8": 8, "I8": 8, "F8_E4M3": 8, "F8_E5M2": 8, "F8_E8M0": 8, "F4": 4,
        "F6_E2M3": 6, "F6_E3M2": 6, "U16": 16, "I16": 16, "F16": 16, "BF16": 16, "U32": 32,
        "I32": 32, "F32": 32, "U64": 64, "I64": 64, "F64": 64, "C64": 64,
    ]

    /// Whether a file begins as one.
    static func begins(_ file: WindowedFile) throws(StorageError) -> Bool {
        guard let length = try file.integer(at: 0, width: 8), length < UInt64(Int32.max) else {
            return false
        }
        return try file.byte(at: 8) == UInt8(ascii: "{")
    }

    /// - Throws: `MalformedFile`, or `StorageError`.
    static func check(_ file: WindowedFile) throws {
        guard let length = try file.integer(at: 0, width: 8), file.size >= 10 else {
            throw MalformedFile.truncated
        }
        guard length <= UInt64(maximumSize) else {
            throw MalformedFile(reason: "its header is said to have \(length) bytes")
        }
        let size = file.size - 8 - Int(length)
        guard let bytes = try file.bytes(at: 8, count: Int(length)) else {
            throw MalformedFile(reason: "its header reaches past its end")
        }
        let header: JSONObject
        do {
            guard let object = try JSONValue(parsing: bytes).objectValue else {
                throw MalformedFile(reason: "its header is no JSON object")
            }
            header = object
        } catch let error as JSONSyntaxError {
            throw MalformedFile(reason: "its header is not JSON: \(error.description)")
        }
        try check(header.filter { $0.key != "__metadata__" }.map { ($0.key, $0.value) }, size)
    }

    /// The tensors must lie end to end and fill the file, so that nothing hides between them.
    private static func check(_ tensors: [(name: String, value: JSONValue)], _ size: Int) throws {
        var ranges: [Range<Int>] = []
        for (name, value) in tensors {
            let name = ModelFiles.printable(name)
            guard let type = value["dtype"]?.stringValue, let width = widths[type],
                let shape = value["shape"]?.arrayValue,
                let offsets = value["data_offsets"]?.arrayValue, offsets.count == 2,
                let start = offsets[0].integerValue, let end = offsets[1].integerValue
            else { throw MalformedFile(reason: "its tensor '\(name)' is not described") }
            guard start >= 0, start <= end, end <= size else {
                throw MalformedFile(reason: "its tensor '\(name)' lies outside of it")
            }
            guard try bits(shape, width) == (end - start) * 8 else {
                throw MalformedFile(reason: "its tensor '\(name)' has another size than its shape")
            }
            ranges.append(start..<end)
        }
        var end = 0
        for range in ranges.sorted(by: {
            ($0.lowerBound, $0.upperBound) < ($1.lowerBound, $1.upperBound)
        }) {
            guard range.lowerBound == end else {
                throw MalformedFile(reason: "its tensors overlap or leave gaps")
            }
            end = range.upperBound
        }
        guard end == size else {
            throw MalformedFile(reason: "\(size - end) bytes in it belong to no tensor")
        }
    }

    private static func bits(_ shape: [JSONValue], _ width: Int) throws -> Int? {
        var bits = width
        for extent in shape {
            guard let extent = extent.integerValue, extent >= 0 else { return nil }
            let (product, overflow) = bits.multipliedReportingOverflow(by: extent)
            guard !overflow else { return nil }
            bits = product
        }
        return bits
    }
}
