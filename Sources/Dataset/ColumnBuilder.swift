/// One column while it is read.
struct ColumnBuilder {
    private let name: String
    private let isNumeric: Bool
    private var numbers: [Double] = []
    private var codes: [Int32] = []
    private var pool = LabelPool()

    init(_ field: TableField) {
        name = field.name
        isNumeric = field.type.isNumeric
    }

    mutating func appendMissing() {
        if isNumeric { numbers.append(.nan) } else { codes.append(-1) }
    }

    mutating func append(_ value: CellValue, _ cell: UnsafeBufferPointer<UInt8>) {
        if case .number(let number) = value {
            numbers.append(number)
        } else {
            codes.append(pool.code(of: cell))
        }
    }

    var column: Column {
        Column(
            name: name,
            values: isNumeric ? .numeric(numbers) : .text(codes: codes, labels: pool.labels)
        )
    }
}
