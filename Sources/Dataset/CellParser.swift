import Glibc
package import RunDocument

/// Reads the cells of one field.
///
/// A class, so that reading a cell copies none of it.
package final class CellParser: Sendable {
    private enum Kind: Sendable {
        case number(NumberForm?), integer(NumberForm?)
        case boolean(yes: [[UInt8]], no: [[UInt8]])
        case calendar(CalendarPattern)
        case freeCalendar(FreeCalendar.Kind)
        case duration
        case list(ListForm)
        case text(TextFormat)
    }

    package let field: TableField
    private let kind: Kind
    private let missing: [[UInt8]]
    private let longestMissing: Int

    /// Reads a field and checks the values that stand in the schema.
    convenience init(checking field: TableField, of schema: TableSchema) throws(SchemaError) {
        try self.init(field, of: schema)
        let rules = field.constraints
        let values =
            rules.bounds + (rules.enumeration ?? []).map { ("enum", $0) }
            + (field.declaredCategories ?? []).map { ("categories", .string($0)) }
            + (field.example.map { [("example", $0)] } ?? [])
        for (key, value) in values where constant(value) == nil {
            throw .badConstraint(
                field: field.name,
                key: key,
                value: value.canonicalText(),
                type: field.type
            )
        }
    }

    /// - Throws: `SchemaError.unknownFormat`.
    package init(_ field: TableField, of schema: TableSchema) throws(SchemaError) {
        self.field = field
        missing = schema.missingValues(of: field).map { Array($0.utf8) }
        longestMissing = missing.map(\.count).max() ?? -1
        kind = try Self.kind(of: field)
    }

    private static func kind(of field: TableField) throws(SchemaError) -> Kind {
        switch field.type {
        case .number: return .number(NumberForm(field))
        case .integer: return .integer(NumberForm(field))
        case .boolean:
            return .boolean(
                yes: field.trueValues.map { Array($0.utf8) },
                no: field.falseValues.map { Array($0.utf8) }
            )
        case .year: return .calendar(.year)
        case .yearmonth: return .calendar(.yearMonth)
        case .date: return try calendar(of: field, .date, default: .date)
        case .time: return try calendar(of: field, .time, default: .time)
        case .datetime: return try calendar(of: field, .datetime, default: .datetime)
        case .duration: return .duration
        case .list: return .list(try ListForm(field))
        case .string, .object, .array, .geopoint, .geojson, .any:
            guard let format = TextFormat(type: field.type, format: field.format ?? "default")
            else { throw unknownFormat(field) }
            return .text(format)
        }
    }

    private static func calendar(
        of field: TableField,
        _ kind: FreeCalendar.Kind,
        default usual: CalendarPattern
    ) throws(SchemaError) -> Kind {
        guard var format = field.format, format != "default" else { return .calendar(usual) }
        if format == "any" { return .freeCalendar(kind) }
        // The way of Data Package 0.
        if format.hasPrefix("fmt:") { format.removeFirst(4) }
        guard format.contains("%"), let pattern = CalendarPattern(format) else {
            throw unknownFormat(field)
        }
        return .calendar(pattern)
    }

    private static func unknownFormat(_ field: TableField) -> SchemaError {
        .unknownFormat(field: field.name, type: field.type, format: field.format ?? "default")
    }

    /// Whether numbers are written as this program's parser reads them.
    package var isPlainNumber: Bool {
        switch kind {
        case .number(nil), .integer(nil): true
        default: false
        }
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
        case .number(nil): NumberParser.number(bytes.trimmed).map(CellValue.number)
        case .integer(nil): NumberParser.integer(bytes.trimmed).map(CellValue.number)
        case .number(let form?):
            form.value(bytes.trimmed, NumberParser.number).map(CellValue.number)
        case .integer(let form?):
            form.value(bytes.trimmed, NumberParser.integer).map(CellValue.number)
        case .boolean(let yes, let no):
            if yes.contains(where: { $0.isEqual(to: bytes) }) {
                .number(1)
            } else if no.contains(where: { $0.isEqual(to: bytes) }) {
                .number(0)
            } else {
                nil
            }
        case .calendar(let pattern): pattern.moment(bytes).map(CellValue.moment)
        case .freeCalendar(let kind): FreeCalendar.moment(bytes, kind).map(CellValue.moment)
        case .duration: CalendarDuration(bytes).map { .moment($0.microseconds) }
        case .list(let form): form.count(bytes).map(CellValue.text)
        case .text(let format): format.length(bytes).map(CellValue.text)
        }
    }

    /// The value of an object, an array, a list or a place, so that two ways of writing it are
    /// equal; nil for every other type.
    package func document(_ bytes: UnsafeBufferPointer<UInt8>) -> JSONValue? {
        switch kind {
        case .list(let form): form.document(bytes)
        case .text(let format): format.document(bytes)
        default: nil
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
        if field.type == .year, let year = value.integerValue {
            return (0...9999).contains(year)
                ? CalendarMoment(year: year).microseconds.map(CellValue.moment) : nil
        }
        guard let text = value.lexicalText else { return nil }
        return Array(text.utf8).withUnsafeBufferPointer { self.value($0) }
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
