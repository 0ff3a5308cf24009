/// Dates and times by a `strptime` pattern, as microseconds that keep their order.
struct CalendarPattern: Hashable, Sendable {
    private enum Element: Hashable, Sendable {
        case literal(UInt8)
        case directive(UInt8)
        /// `.ffffff`, which may be absent.
        case optionalFraction
        /// `Z` or `±hh:mm`, which may be absent.
        case optionalZone
    }

    private var elements: [Element] = []

    static let date = CalendarPattern(known: "%Y-%m-%d")
    static let time = CalendarPattern(
        known: "%H:%M:%S",
        optional: [.optionalFraction, .optionalZone]
    )
    static let datetime = CalendarPattern(
        known: "%Y-%m-%dT%H:%M:%S",
        optional: [.optionalFraction, .optionalZone]
    )
    static let yearMonth = CalendarPattern(known: "%Y-%m")
    static let year = CalendarPattern(known: "%Y")

    private init(known: StaticString, optional: [Element] = []) {
        elements = (Self.elements(of: "\(known)") ?? []) + optional
    }

    /// - Returns: nil for a directive that is not among `%Y %m %d %H %M %S %f %z %y %%`.
    init?(_ pattern: String) {
        guard let elements = Self.elements(of: pattern) else { return nil }
        self.elements = elements
    }

    private static func elements(of pattern: String) -> [Element]? {
        var elements: [Element] = []
        var bytes = pattern.utf8.makeIterator()
        while let byte = bytes.next() {
            guard byte == UInt8(ascii: "%") else {
                elements.append(.literal(byte))
                continue
            }
            guard let directive = bytes.next() else { return nil }
            switch directive {
            case UInt8(ascii: "%"): elements.append(.literal(directive))
            case UInt8(ascii: "z"): elements.append(.optionalZone)
            case _ where "YmdHMSfy".utf8.contains(directive):
                elements.append(.directive(directive))
            default: return nil
            }
        }
        return elements
    }

    /// The moment that a text names; nil if the text does not have this form, or names no day.
    func moment(_ bytes: UnsafeBufferPointer<UInt8>) -> Int64? {
        var moment = CalendarMoment()
        var cursor = DigitCursor(bytes: bytes)
        for element in elements {
            switch element {
            case .literal(let byte): guard cursor.take(byte) else { return nil }
            case .directive(let directive):
                guard moment.set(directive, from: &cursor) else { return nil }
            case .optionalFraction:
                if cursor.take(UInt8(ascii: ".")) {
                    guard let fraction = cursor.fraction() else { return nil }
                    moment.microsecond = fraction
                }
            case .optionalZone: guard moment.setZone(from: &cursor) else { return nil }
            }
        }
        return cursor.isAtEnd ? moment.microseconds : nil
    }
}
