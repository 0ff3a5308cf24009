/// Some cells of a column, to be written as the elements of a tensor.
struct ONNXCells {
    private let source: FeatureColumns.Source
    private let name: String
    private let rows: Range<Int>

    init(_ source: FeatureColumns.Source, of name: String, _ rows: Range<Int>) {
        self.source = source
        self.name = name
        self.rows = rows
    }

    /// Writes a cell every `stride` elements.
    ///
    /// - Throws: `ModelError.missingValue`, `ModelError.outOfRange`, `ModelError.wrongFeatureType`.
    func write(
        _ element: ONNXElement, to room: UnsafeMutableRawPointer, stride: Int
    ) throws(ModelError) {
        switch element {
        case .float:
            let room = room.assumingMemoryBound(to: Float.self)
            guard case .numbers(let numbers) = source else {
                return try write(room, stride) { Float($0) }
            }
            numbers.withUnsafeBufferPointer { writeFloats($0, to: room, stride) }
        case .double: try write(room.assumingMemoryBound(to: Double.self), stride) { $0 }
        case .int64:
            try write(room.assumingMemoryBound(to: Int64.self), stride) { Int64(exactly: $0) }
        case .int32:
            try write(room.assumingMemoryBound(to: Int32.self), stride) { Int32(exactly: $0) }
        case .boolean:
            try write(room.assumingMemoryBound(to: UInt8.self), stride) { number in
                number == 0 ? 0 : number == 1 ? 1 : nil
            }
        case .text: throw .wrongFeatureType(name: name, expected: "text")
        }
    }

    /// The usual case, in a loop without a branch.
    private func writeFloats(
        _ numbers: UnsafeBufferPointer<Double>, to room: UnsafeMutablePointer<Float>, _ stride: Int
    ) {
        guard let base = numbers.baseAddress else { return }
        var (number, place) = (base + rows.lowerBound, room)
        for _ in rows {
            place.initialize(to: Float(number.pointee))
            number += 1
            place += stride
        }
    }

    /// - Parameter convert: nil for a number that the element cannot hold.
    private func write<Element>(
        _ room: UnsafeMutablePointer<Element>, _ stride: Int, _ convert: (Double) -> Element?
    ) throws(ModelError) {
        var place = room
        for row in rows {
            let number: Double
            switch source {
            case .numbers(let numbers): number = numbers[row]
            case .categories(let codes, let recoded):
                number = codes[row] < 0 ? .nan : Double(recoded[Int(codes[row])])
            case .absent: number = .nan
            case .texts: throw .wrongFeatureType(name: name, expected: "a number")
            }
            guard let value = convert(number) else {
                throw number.isNaN
                    ? .missingValue(name: name, row: row + 1)
                    : .outOfRange(name: name, value: number)
            }
            place.initialize(to: value)
            place += stride
        }
    }
}
