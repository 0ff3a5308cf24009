/// Walks a PNG's chunks without inflating them (ISO/IEC 15948).
///
/// Checks the order of the chunks that every image has, their lengths and their checksums.
struct PNGReader {
    static let signature: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]

    private enum Step {
        case signature, chunk, header, body, checksum, end
    }

    private var step = Step.signature
    private var cursor = ByteCursor()
    private var check = CyclicRedundancyCheck()
    /// The chunk that is being read: its type, where it starts and how much of it is left.
    private var type = ""
    private var start = 0
    private var remaining = 0
    private var header: PNGHeader?
    private var hasPalette = false
    private var dataSize = 0

    /// Reads the next bytes of the file; those after the image's end are not looked at.
    mutating func read(_ bytes: UnsafeRawBufferPointer) throws(ImageDefect) {
        cursor.refill(bytes)
        while !cursor.isEmpty, step != .end {
            switch step {
            case .signature: if cursor.take(8) != nil { step = .chunk }
            case .chunk: try readChunk()
            case .header: try readHeader()
            case .body: readBody()
            case .checksum: try readChecksum()
            case .end: break
            }
        }
    }

    /// The header, once all bytes were read.
    func finish() throws(ImageDefect) -> ImageHeader {
        guard step == .end else { throw .truncated(size: cursor.offset) }
        guard let header else { throw .missingPart("chunk 'IHDR'") }
        guard dataSize > 0 else { throw .missingPart("chunk 'IDAT'") }
        if header.image.mode == .palette, !hasPalette { throw .missingPart("chunk 'PLTE'") }
        // Deflate cannot make more than 1,032 bytes of one.
        guard header.rawSize <= 1032 * Double(dataSize) else {
            throw .missingPixels(width: header.image.width, height: header.image.height)
        }
        return header.image
    }

    private mutating func readChunk() throws(ImageDefect) {
        guard let bytes = cursor.take(8) else { return }
        start = cursor.offset - 8
        let letters = bytes[4...]
        guard letters.allSatisfy({ (0x41...0x5A).contains($0 & 0xDF) }) else {
            throw .chunkType(offset: start)
        }
        type = String(decoding: letters, as: UTF8.self)
        remaining = bytes.number(0..<4)
        try checkChunk()
        check = CyclicRedundancyCheck()
        letters.withUnsafeBytes { check.update($0) }
        step = type == "IHDR" ? .header : .body
        if remaining == 0 { step = .checksum }
    }

    private mutating func checkChunk() throws(ImageDefect) {
        guard remaining <= Int(Int32.max) else {
            throw .chunkLength(type, length: remaining, offset: start)
        }
        guard (type == "IHDR") == (header == nil) else {
            throw .misplacedChunk(type, offset: start)
        }
        switch type {
        case "IHDR", "IEND":
            guard remaining == (type == "IHDR" ? 13 : 0) else {
                throw .chunkLength(type, length: remaining, offset: start)
            }
        case "PLTE":
            guard dataSize == 0 else { throw .misplacedChunk(type, offset: start) }
            hasPalette = true
        case "IDAT": dataSize += remaining
        default: break
        }
    }

    private mutating func readHeader() throws(ImageDefect) {
        guard let bytes = cursor.take(13) else { return }
        bytes.withUnsafeBytes { check.update($0) }
        header = try PNGHeader(bytes)
        step = .checksum
    }

    private mutating func readBody() {
        let bytes = cursor.take(upTo: remaining)
        check.update(bytes)
        remaining -= bytes.count
        if remaining == 0 { step = .checksum }
    }

    private mutating func readChecksum() throws(ImageDefect) {
        guard let bytes = cursor.take(4) else { return }
        guard bytes.number(0..<4) == Int(check.value) else {
            throw .checksum(type, offset: start)
        }
        step = type == "IEND" ? .end : .chunk
    }
}

/// The 13 bytes of the chunk `IHDR`.
struct PNGHeader {
    let image: ImageHeader
    /// Bytes of all rows before they are compressed, at least; one a row tells its filter.
    let rawSize: Double

    init(_ bytes: [UInt8]) throws(ImageDefect) {
        let (width, height) = (bytes.number(0..<4), bytes.number(4..<8))
        let limit = 1...Int(Int32.max)
        guard limit.contains(width), limit.contains(height) else {
            throw .dimensions(width: width, height: height)
        }
        let (depth, color) = (bytes[8], bytes[9])
        guard let mode = ImageMode(pngColorType: color, depth: depth) else {
            throw .pixelFormat("colour type \(color), \(depth) bits")
        }
        guard bytes[10] == 0, bytes[11] == 0, bytes[12] < 2 else {
            throw .pixelFormat("compression \(bytes[10]), filter \(bytes[11]), order \(bytes[12])")
        }
        image = ImageHeader(format: .png, width: width, height: height, mode: mode)
        let channels =
            switch color {
            case 2: 3
            case 4: 2
            case 6: 4
            default: 1
            }
        let row = (width * channels * Int(depth) + 7) / 8 + 1
        rawSize = Double(row) * Double(height)
    }
}
