import RunDocument

/// Lists of values of one type in one cell.
struct ListForm: Sendable {
    private let delimiter: [UInt8]
    /// Nil for texts, of which each is right.
    private let item: CellParser?

    init(_ field: TableField) throws(SchemaError) {
        delimiter = Array(field.delimiter.utf8)
        guard field.itemType != .string else {
            item = nil
            return
        }
        // Items have the default form of their type, and none of them is missing.
        let element = TableField(name: field.name, type: field.itemType)
        item = try CellParser(element, of: TableSchema(fields: [element], missingValues: []))
    }

    private func items(_ bytes: UnsafeBufferPointer<UInt8>) -> [UnsafeBufferPointer<UInt8>] {
        var items: [UnsafeBufferPointer<UInt8>] = []
        var start = bytes.startIndex
        var index = start
        while index < bytes.endIndex {
            if bytes[index...].starts(with: delimiter) {
                items.append(UnsafeBufferPointer(rebasing: bytes[start..<index]))
                index += delimiter.count
                start = index
            } else {
                index += 1
            }
        }
        items.append(UnsafeBufferPointer(rebasing: bytes[start...]))
        return items
    }

    /// How many items there are; nil if one has another type.
    func count(_ bytes: UnsafeBufferPointer<UInt8>) -> Int? {
        let items = items(bytes)
        guard let item else { return items.count }
        return items.allSatisfy { item.value($0) != nil } ? items.count : nil
    }

    /// The items' values: numbers and moments as such, other items as their texts.
    func document(_ bytes: UnsafeBufferPointer<UInt8>) -> JSONValue? {
        var values: [JSONValue] = []
        for element in items(bytes) {
            switch item?.value(element) {
            case .number(let number): values.append(.number(number))
            case .moment(let moment): values.append(.integer(moment))
            case .text, nil: values.append(.string(String(decoding: element, as: UTF8.self)))
            }
        }
        return .array(values)
    }
}
