import Dataset

/// What the texts of a column look like.
///
/// Adding is order-free.
package struct TextFacts: Hashable, Sendable {
    package internal(set) var booleans = 0
    package internal(set) var dates = 0
    package internal(set) var datetimes = 0
    package internal(set) var times = 0
    /// In Unicode scalars.
    package internal(set) var minimumLength = Int.max
    package internal(set) var maximumLength = 0
    package internal(set) var totalLength = 0
    /// The earliest and latest of the values that are points in time, in microseconds since 1970.
    package internal(set) var earliest = Int64.max
    package internal(set) var latest = Int64.min

    package init() {}

    mutating func add(_ other: TextFacts) {
        booleans += other.booleans
        dates += other.dates
        datetimes += other.datetimes
        times += other.times
        minimumLength = min(minimumLength, other.minimumLength)
        maximumLength = max(maximumLength, other.maximumLength)
        totalLength += other.totalLength
        earliest = min(earliest, other.earliest)
        latest = max(latest, other.latest)
    }
}

/// Tells what texts are.
struct TextClassifier: Sendable {
    private let boolean: CellParser
    private let date: CellParser
    private let datetime: CellParser
    private let time: CellParser

    init() throws(SchemaError) {
        func parser(_ type: FieldType) throws(SchemaError) -> CellParser {
            var field = TableField(name: "", type: type)
            field.trueValues = ["true", "True", "TRUE"]
            field.falseValues = ["false", "False", "FALSE"]
            return try CellParser(field, of: TableSchema(fields: [field]))
        }
        boolean = try parser(.boolean)
        date = try parser(.date)
        datetime = try parser(.datetime)
        time = try parser(.time)
    }

    /// What the texts of a block look like.
    ///
    /// - Parameter parser: the field's own, if there is one: it knows how its times are written.
    func facts(_ texts: BlockTexts, _ parser: CellParser?) -> TextFacts {
        var facts = TextFacts()
        for entry in texts.entries where entry.count > 0 {
            let text = texts.text(entry)
            let count = Int(entry.count)
            let length = Self.scalars(text)
            facts.minimumLength = min(facts.minimumLength, length)
            facts.maximumLength = max(facts.maximumLength, length)
            facts.totalLength += length * count
            add(text, count, parser, to: &facts)
        }
        return facts
    }

    private func add(
        _ text: UnsafeBufferPointer<UInt8>,
        _ count: Int,
        _ own: CellParser?,
        to facts: inout TextFacts
    ) {
        if let own, case .moment(let moment) = own.value(text) {
            facts.earliest = min(facts.earliest, moment)
            facts.latest = max(facts.latest, moment)
        }
        guard let first = text.first else { return }
        guard first &- UInt8(ascii: "0") < 10 else {
            if text.count <= 5, boolean.value(text) != nil { facts.booleans += count }
            return
        }
        if let moment = ISOMoment.microseconds(text) {
            if text.count == 10 { facts.dates += count } else { facts.datetimes += count }
            if own == nil {
                facts.earliest = min(facts.earliest, moment)
                facts.latest = max(facts.latest, moment)
            }
            return
        }
        // By where the first separator stands, at most one parser is asked.
        let parser: CellParser
        let kind: WritableKeyPath<TextFacts, Int>
        if text.count == 10, text[4] == UInt8(ascii: "-") {
            (parser, kind) = (date, \.dates)
        } else if text.count >= 16, text[4] == UInt8(ascii: "-") {
            (parser, kind) = (datetime, \.datetimes)
        } else if text.count >= 5, text[2] == UInt8(ascii: ":") {
            (parser, kind) = (time, \.times)
        } else {
            return
        }
        guard case .moment(let moment) = parser.value(text) else { return }
        facts[keyPath: kind] += count
        if own == nil, kind != \.times {
            facts.earliest = min(facts.earliest, moment)
            facts.latest = max(facts.latest, moment)
        }
    }

    /// All bytes but those that go on with a scalar: 10xxxxxx.
    private static func scalars(_ text: UnsafeBufferPointer<UInt8>) -> Int {
        guard let start = text.baseAddress else { return 0 }
        var (count, index) = (text.count, 0)
        while index &+ 8 <= text.count {
            let word = UnsafeRawPointer(start + index).loadUnaligned(as: UInt64.self)
            count &-= (word & ~(word << 1) & 0x8080_8080_8080_8080).nonzeroBitCount
            index &+= 8
        }
        while index < text.count {
            count &-= start[index] & 0xC0 == 0x80 ? 1 : 0
            index &+= 1
        }
        return count
    }
}
