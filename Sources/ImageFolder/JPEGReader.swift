/// Walks a JPEG's segments and looks for markers in its entropy-coded data (ITU-T T.81, annex B).
struct JPEGReader {
    private enum Step {
        /// The two bytes that start an image.
        case start
        /// The byte that starts a marker.
        case marker
        /// The byte that tells which one.
        case code
        case length
        case frame
        case body
        /// Data of a scan, up to a marker; `scanCode` is the byte behind a possible one.
        case scan
        case scanCode
        case end
    }

    private var step = Step.start
    private var cursor = ByteCursor()
    private var marker: UInt8 = 0
    /// How much of the segment is left.
    private var remaining = 0
    private var header: ImageHeader?
    private var hasScan = false

    /// Reads the next bytes of the file; those after the image's end are not looked at.
    mutating func read(_ bytes: UnsafeRawBufferPointer) throws(ImageDefect) {
        cursor.refill(bytes)
        while !cursor.isEmpty, step != .end {
            switch step {
            case .start: if cursor.take(2) != nil { step = .marker }
            case .marker: try readMarker()
            case .code: try readCode()
            case .length: try readLength()
            case .frame: try readFrame()
            case .body: readBody()
            case .scan: if cursor.skip(past: 0xFF) { step = .scanCode }
            case .scanCode: try readScanCode()
            case .end: break
            }
        }
    }

    /// The header, once all bytes were read.
    func finish() throws(ImageDefect) -> ImageHeader {
        guard step == .end else { throw .truncated(size: cursor.offset) }
        guard let header else { throw .missingPart("frame header") }
        guard hasScan else { throw .missingPart("scan") }
        return header
    }

    private mutating func readMarker() throws(ImageDefect) {
        guard let byte = cursor.takeByte() else { return }
        guard byte == 0xFF else { throw .marker(found: byte, offset: cursor.offset - 1) }
        step = .code
    }

    private mutating func readCode() throws(ImageDefect) {
        // Any number of 0xFF may stand before a marker.
        guard let byte = cursor.takeByte(), byte != 0xFF else { return }
        try enter(byte)
    }

    private mutating func readScanCode() throws(ImageDefect) {
        guard let byte = cursor.takeByte(), byte != 0xFF else { return }
        switch byte {
        // A 0xFF of the data, and a restart of the decoder.
        case 0x00, 0xD0...0xD7: step = .scan
        default: try enter(byte)
        }
    }

    private mutating func enter(_ code: UInt8) throws(ImageDefect) {
        marker = code
        switch code {
        case 0xD9: step = .end
        case 0x01: step = .marker
        case 0x00, 0xD0...0xD8: throw .marker(found: code, offset: cursor.offset - 1)
        default: step = .length
        }
    }

    private mutating func readLength() throws(ImageDefect) {
        guard let bytes = cursor.take(2) else { return }
        let length = bytes.number(0..<2)
        remaining = length - 2
        guard remaining >= (isFrame ? 9 : 0) else {
            throw .segmentLength(length, offset: cursor.offset - 2)
        }
        step = isFrame && header == nil ? .frame : .body
        if remaining == 0 { endSegment() }
    }

    /// Whether the segment says how large the image is.
    private var isFrame: Bool {
        switch marker {
        case 0xC4, 0xC8, 0xCC: false
        default: (0xC0...0xCF).contains(marker)
        }
    }

    private mutating func readFrame() throws(ImageDefect) {
        guard let bytes = cursor.take(6) else { return }
        remaining -= 6
        let (height, width) = (bytes.number(1..<3), bytes.number(3..<5))
        guard width > 0, height > 0 else { throw .dimensions(width: width, height: height) }
        let (precision, components) = (bytes[0], bytes[5])
        guard let mode = ImageMode(jpegComponents: components, precision: precision) else {
            throw .pixelFormat("\(components) components, \(precision) bits")
        }
        guard remaining == 3 * Int(components) else {
            throw .segmentLength(remaining + 8, offset: cursor.offset - 8)
        }
        header = ImageHeader(format: .jpeg, width: width, height: height, mode: mode)
        step = .body
    }

    private mutating func readBody() {
        remaining -= cursor.take(upTo: remaining).count
        if remaining == 0 { endSegment() }
    }

    private mutating func endSegment() {
        let isScan = marker == 0xDA
        hasScan = hasScan || isScan
        step = isScan ? .scan : .marker
    }
}
