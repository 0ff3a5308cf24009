/// Dates and times by a `strptime` pattern, as microseconds that keep their order.
struct CalendarPattern: Hashable, Sendable {
    private enum Element: Hashable, Sendable {
        case literal(UInt8)
        /// One space, or more.
        case space
        case directive(CalendarDirective)
        /// `.ffffff`, which may be absent.
        case optionalFraction
        /// `Z` or `±hh:mm`, which may be absent.
        case optionalZone
    }

    private var elements: [Element] = []
    /// Whether numbers must have all their digits, as in XML Schema.
    private var isStrict = false

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

    private init(known: String, optional: [Element] = []) {
        elements = (Self.elements(of: known) ?? []) + optional
        isStrict = true
    }

    /// A pattern as C and Python read it, where a number may lack a leading zero.
    ///
    /// - Returns: nil for a directive that is not among
    ///   `%Y %y %m %b %B %d %j %a %A %H %I %p %M %S %f %z %Z %T %D %F %R %n %t %%`.
    init?(_ pattern: String) {
        guard let elements = Self.elements(of: pattern), !elements.isEmpty else { return nil }
        self.elements = elements
    }

    private static func elements(of pattern: String) -> [Element]? {
        var elements: [Element] = []
        var bytes = pattern.utf8.makeIterator()
        while let byte = bytes.next() {
            guard byte == UInt8(ascii: "%") else {
                if !isSpace(byte) {
                    elements.append(.literal(byte))
                } else if elements.last != .space {
                    elements.append(.space)
                }
                continue
            }
            guard let letter = bytes.next() else { return nil }
            switch letter {
            case UInt8(ascii: "%"): elements.append(.literal(letter))
            case UInt8(ascii: "n"), UInt8(ascii: "t"): elements.append(.space)
            default:
                if let directive = CalendarDirective(rawValue: letter) {
                    elements.append(.directive(directive))
                } else if let whole = composite(letter), let parts = self.elements(of: whole) {
                    elements += parts
                } else {
                    return nil
                }
            }
        }
        return elements
    }

    private static func composite(_ letter: UInt8) -> String? {
        switch letter {
        case UInt8(ascii: "T"): "%H:%M:%S"
        case UInt8(ascii: "R"): "%H:%M"
        case UInt8(ascii: "D"): "%m/%d/%y"
        case UInt8(ascii: "F"): "%Y-%m-%d"
        default: nil
        }
    }

    private static func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || (9...13).contains(byte) }

    /// The moment that a text names; nil if the text does not have this form, or names no day.
    func moment(_ bytes: UnsafeBufferPointer<UInt8>) -> Int64? {
        var moment = CalendarMoment()
        var cursor = DigitCursor(bytes: bytes)
        for element in elements {
            switch element {
            case .literal(let byte): guard cursor.take(byte) else { return nil }
            case .space: guard cursor.takeSpaces() else { return nil }
            case .directive(let directive):
                guard directive.read(&cursor, into: &moment, isStrict: isStrict) else {
                    return nil
                }
            case .optionalFraction:
                if cursor.take(UInt8(ascii: ".")) {
                    guard let fraction = cursor.fraction() else { return nil }
                    moment.microsecond = fraction
                }
            case .optionalZone:
                guard cursor.isAtEnd || cursor.zone(into: &moment) else { return nil }
            }
        }
        return cursor.isAtEnd ? moment.microseconds : nil
    }
}
