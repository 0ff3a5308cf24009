import Glibc
package import RunDocument

/// Reads the cells of one field.
///
/// A class, so that reading a cell copies none of it.
package final class CellParser: Sendable {
    private enum Kind: Sendable {
        case number, integer
        case boolean(yes: [[UInt8]], no: [[UInt8]])
        case calendar(CalendarPattern)
        case text(TextFormat)
    }

    package let field: TableField
    private let kind: Kind
    private let missing: [[UInt8]]
    private let longestMissing: Int
    /// Whether numbers are written as this program's parser reads them.
    private let isPlainNumber: Bool

    /// Reads a field and checks what its constraints compare with.
    convenience init(checking field: TableField, of schema: TableSchema) throws(SchemaError) {
        try self.init(field, of: schema)
        let rules = field.constraints
        for (key, value) in rules.bounds + (rules.enumeration ?? []).map({ ("enum", $0) }) {
            guard constant(value) != nil else {
                throw .badConstraint(
                    field: field.name,
                    key: key,
                    value: value.canonicalText(),
                    type: field.type
                )
            }
        }
    }

    /// - Throws: `SchemaError.unknownFormat`.
    package init(_ field: TableField, of schema: TableSchema) throws(SchemaError) {
        self.field = field
        missing = schema.missingValues(of: field).map { Array($0.utf8) }
        longestMissing = missing.map(\.count).max() ?? -1
        isPlainNumber =
            field.bareNumber && field.groupChar == nil && field.decimalChar == UInt8(ascii: ".")
        kind = try Self.kind(of: field)
    }

    private static func kind(of field: TableField) throws(SchemaError) -> Kind {
        switch field.type {
        case .number: return .number
        case .integer: return .integer
        case .boolean:
            return .boolean(
                yes: field.trueValues.map { Array($0.utf8) },
                no: field.falseValues.map { Array($0.utf8) }
            )
        case .year: return .calendar(.year)
        case .yearmonth: return .calendar(.yearMonth)
        case .date: return .calendar(try pattern(of: field, default: .date))
        case .time: return .calendar(try pattern(of: field, default: .time))
        case .datetime: return .calendar(try pattern(of: field, default: .datetime))
        case .string, .object, .array, .list, .duration, .geopoint, .geojson, .any:
            guard let format = TextFormat(type: field.type, format: field.format ?? "default")
            else { throw unknownFormat(field) }
            return .text(format)
        }
    }

    private static func pattern(of field: TableField, default usual: CalendarPattern)
        throws(SchemaError) -> CalendarPattern
    {
        guard let format = field.format, format != "default" else { return usual }
        guard format.contains("%"), let pattern = CalendarPattern(format) else {
            throw unknownFormat(field)
        }
        return pattern
    }

    private static func unknownFormat(_ field: TableField) -> SchemaError {
        .unknownFormat(field: field.name, type: field.type, format: field.format ?? "default")
    }

    /// Whether a cell's text stands for no value.
    package func isMissing(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        bytes.count <= longestMissing && missing.contains { $0.isEqual(to: bytes) }
    }

    /// A cell's value; nil if it is none of the field's type.
    ///
    /// Missing cells are not asked for.
    package func value(_ bytes: UnsafeBufferPointer<UInt8>) -> CellValue? {
        switch kind {
        case .number: number(bytes, NumberParser.number).map(CellValue.number)
        case .integer: number(bytes, NumberParser.integer).map(CellValue.number)
        case .boolean(let yes, let no):
            if yes.contains(where: { $0.isEqual(to: bytes) }) {
                .number(1)
            } else if no.contains(where: { $0.isEqual(to: bytes) }) {
                .number(0)
            } else {
                nil
            }
        case .calendar(let pattern): pattern.moment(bytes).map(CellValue.moment)
        case .text(let format): format.length(bytes).map(CellValue.text)
        }
    }

    /// A constraint's value, read as a cell would be.
    package func constant(_ value: JSONValue) -> CellValue? {
        // JSON numbers have a point, whatever the cells have.
        if field.type == .number, let number = value.doubleValue { return .number(number) }
        if field.type == .integer, let number = value.integerValue {
            return .number(Double(number))
        }
        if field.type == .boolean, let flag = value.booleanValue { return .number(flag ? 1 : 0) }
        guard let text = value.lexicalText else { return nil }
        return Array(text.utf8).withUnsafeBufferPointer { self.value($0) }
    }

    private func number(
        _ bytes: UnsafeBufferPointer<UInt8>,
        _ parse: (UnsafeBufferPointer<UInt8>) -> Double?
    ) -> Double? {
        isPlainNumber ? parse(bytes.trimmed) : parseDecorated(bytes.trimmed, parse)
    }

    /// A number with grouping, another decimal point or text around it.
    private func parseDecorated(
        _ bytes: UnsafeBufferPointer<UInt8>,
        _ parse: (UnsafeBufferPointer<UInt8>) -> Double?
    ) -> Double? {
        var core = bytes[...]
        if !field.bareNumber {
            let isNumeric: (UInt8) -> Bool = { byte in
                byte &- UInt8(ascii: "0") < 10 || byte == UInt8(ascii: "-")
                    || byte == UInt8(ascii: "+") || byte == self.field.decimalChar
            }
            core = core.drop { !isNumeric($0) }
            while let last = core.last, !isNumeric(last) { core.removeLast() }
        }
        return withUnsafeTemporaryAllocation(of: UInt8.self, capacity: core.count + 1) { target in
            var count = 0
            for byte in core where byte != field.groupChar {
                target[count] = byte == field.decimalChar ? UInt8(ascii: ".") : byte
                count += 1
            }
            return parse(UnsafeBufferPointer(rebasing: target[..<count]))
        }
    }
}

extension [UInt8] {
    /// Whether a cell holds these bytes.
    package func isEqual(to bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        guard count == bytes.count else { return false }
        guard let start = bytes.baseAddress, !isEmpty else { return true }
        return withUnsafeBytes { own in
            own.baseAddress.map { memcmp($0, start, own.count) == 0 } ?? true
        }
    }
}

extension UnsafeBufferPointer<UInt8> {
    /// Without the spaces and tabs around it.
    var trimmed: UnsafeBufferPointer<UInt8> {
        var slice = self[...]
        while let first = slice.first, first == 0x20 || first == 0x09 { slice.removeFirst() }
        while let last = slice.last, last == 0x20 || last == 0x09 { slice.removeLast() }
        return UnsafeBufferPointer(rebasing: slice)
    }
}
