import COnnxRuntime

/// The inputs of one run: some rows of a table, in memory that is lent to the library.
///
/// Not `withUnsafeTemporaryAllocation`: its room must outlive the filling of the others.
struct ONNXBlock: ~Copyable {
    private static let tileSize = 256

    private let rows: Range<Int>
    private var buffers: [UnsafeMutableRawPointer] = []
    private(set) var inputs: [mlx_onnx_input] = []

    /// - Throws: `ModelError`.
    init(_ columns: FeatureColumns, _ rows: Range<Int>, _ plan: ONNXInputs, _ names: [CName])
        throws(ModelError)
    {
        self.rows = rows
        switch plan {
        case .matrix(_, let element):
            let width = columns.sources.count
            let room = allocate(rows.count * width * element.size)
            // A few rows at a time, so that what is written column by column stays in cache.
            for start in stride(from: rows.lowerBound, to: rows.upperBound, by: Self.tileSize) {
                let tile = start..<min(start + Self.tileSize, rows.upperBound)
                for (index, source) in columns.sources.enumerated() {
                    let cells = ONNXCells(source, of: columns.features[index].name, tile)
                    let first = (start - rows.lowerBound) * width + index
                    try cells.write(element, to: room + first * element.size, stride: width)
                }
            }
            append(names[0], element, [Int64(rows.count), Int64(width)], room)
        case .columns(let parts):
            for (index, part) in parts.enumerated() {
                let room = allocate(rows.count * part.element.size)
                let (source, name) = (columns.sources[index], columns.features[index].name)
                if part.element == .text {
                    try fillTexts(room, source, name)
                } else {
                    try ONNXCells(source, of: name, rows).write(part.element, to: room, stride: 1)
                }
                let shape = [Int64(rows.count), 1].prefix(part.rank)
                append(names[index], part.element, Array(shape), room)
            }
        }
    }

    deinit { for buffer in buffers { buffer.deallocate() } }

    private mutating func allocate(_ count: Int) -> UnsafeMutableRawPointer {
        let room = UnsafeMutableRawPointer.allocate(byteCount: max(count, 8), alignment: 64)
        buffers.append(room)
        return room
    }

    private mutating func append(
        _ name: CName, _ element: ONNXElement, _ shape: [Int64], _ room: UnsafeMutableRawPointer
    ) {
        let count = shape.reduce(1, *)
        inputs.append(
            mlx_onnx_input(
                name: name.pointer, element: element.rawValue, rank: Int32(shape.count),
                shape: (shape[0], shape.count > 1 ? shape[1] : 0), data: room,
                byteCount: Int(count) * element.size))
    }

    // MARK: Texts

    /// Pointers to the column's texts; what is missing is the empty text.
    private mutating func fillTexts(
        _ room: UnsafeMutableRawPointer, _ source: FeatureColumns.Source, _ name: String
    ) throws(ModelError) {
        guard case .texts(let codes, let labels) = source else {
            throw .wrongFeatureType(name: name, expected: "text")
        }
        let used = Set(codes[rows])
        let size = used.reduce(1) { $0 + ($1 < 0 ? 0 : labels[Int($1)].utf8.count + 1) }
        let bytes = allocate(size).assumingMemoryBound(to: CChar.self)
        bytes.initialize(to: 0)
        var (starts, offset): ([Int32: Int], Int) = ([-1: 0], 1)
        for code in used where code >= 0 {
            starts[code] = offset
            for byte in labels[Int(code)].utf8 {
                (bytes + offset).initialize(to: CChar(bitPattern: byte))
                offset += 1
            }
            (bytes + offset).initialize(to: 0)
            offset += 1
        }
        var place = room.assumingMemoryBound(to: UnsafePointer<CChar>?.self)
        for row in rows {
            place.initialize(to: UnsafePointer(bytes + (starts[codes[row]] ?? 0)))
            place += 1
        }
    }
}

/// A name with a terminator, kept for C as long as this object.
final class CName: @unchecked Sendable {
    let pointer: UnsafePointer<CChar>
    private let storage: UnsafeMutablePointer<CChar>

    init(_ text: String) {
        let characters = text.utf8CString
        storage = .allocate(capacity: characters.count)
        for (index, character) in characters.enumerated() {
            (storage + index).initialize(to: character)
        }
        pointer = UnsafePointer(storage)
    }

    deinit { storage.deallocate() }
}
