/// Git's matching of one path against one pattern, byte by byte (`wildmatch.c` with `WM_PATHNAME`).
///
/// `*`, `?` and `[…]` stop at a slash; `**` as a whole component does not.
struct Wildmatch {
    private enum Outcome {
        case match, mismatch
        /// No other way to place an asterisk helps.
        case hopeless
        /// Only an asterisk that may pass a slash helps.
        case blocked
    }

    private let pattern: [UInt8]
    private let text: [UInt8]
    private let end: Int

    /// Matches a part of a text, which is not copied: a list of changes is long.
    static func matches(_ text: [UInt8], _ part: Range<Int>, _ pattern: [UInt8]) -> Bool {
        let matching = Wildmatch(pattern: pattern, text: text, end: part.upperBound)
        return matching.match(0, part.lowerBound) == .match
    }

    private init(pattern: [UInt8], text: [UInt8], end: Int) {
        self.pattern = pattern
        self.text = text
        self.end = end
    }

    /// The byte at a position of the pattern; zero at its end and beyond.
    private func sign(_ index: Int) -> UInt8 {
        pattern.indices.contains(index) ? pattern[index] : 0
    }

    private func match(_ start: Int, _ textStart: Int) -> Outcome {
        var position = start
        var at = textStart
        while position < pattern.count {
            let sign = pattern[position]
            if at == end && sign != UInt8(ascii: "*") { return .hopeless }
            switch sign {
            case UInt8(ascii: "*"):
                guard let next = passDirectory(position, at) else {
                    return asterisk(position, at)
                }
                (position, at) = next
            case UInt8(ascii: "?"):
                if text[at] == UInt8(ascii: "/") { return .mismatch }
            case UInt8(ascii: "["):
                var set = CharacterSet(pattern: pattern, position: position)
                guard let isMember = set.contains(text[at]) else { return .hopeless }
                if !isMember || text[at] == UInt8(ascii: "/") { return .mismatch }
                position = set.position
            case UInt8(ascii: "\\"):
                position += 1
                if self.sign(position) != text[at] { return .mismatch }
            default:
                if sign != text[at] { return .mismatch }
            }
            position += 1
            at += 1
        }
        return at == end ? .match : .mismatch
    }

    /// Where the stars that begin at `position` end, and whether they may pass a slash.
    private func stars(_ position: Int) -> (end: Int, passSlash: Bool) {
        var end = position + 1
        while sign(end) == UInt8(ascii: "*") { end += 1 }
        let slash = UInt8(ascii: "/")
        let startsComponent = position == 0 || pattern[position - 1] == slash
        let endsComponent =
            end >= pattern.count || sign(end) == slash
            || (sign(end) == UInt8(ascii: "\\") && sign(end + 1) == slash)
        return (end, end - position > 1 && startsComponent && endsComponent)
    }

    /// One asterisk before a slash takes the rest of one component; the positions are those of
    /// the two slashes.
    private func passDirectory(_ position: Int, _ at: Int) -> (Int, Int)? {
        let (next, passSlash) = stars(position)
        guard !passSlash, sign(next) == UInt8(ascii: "/"),
            let slash = text[at..<end].firstIndex(of: UInt8(ascii: "/"))
        else { return nil }
        return (next, slash)
    }

    private func asterisk(_ position: Int, _ start: Int) -> Outcome {
        let slash = UInt8(ascii: "/")
        let (next, passSlash) = stars(position)
        if passSlash, sign(next) == slash, match(next + 1, start) == .match { return .match }
        if next >= pattern.count {
            return passSlash || !text[start..<end].contains(slash) ? .match : .blocked
        }
        // A directory was asked for, and there is none left.
        if !passSlash, sign(next) == slash { return .hopeless }
        for at in start..<end {
            let outcome = match(next, at)
            switch outcome {
            case .match, .hopeless: return outcome
            case .blocked where !passSlash: return outcome
            case .mismatch where !passSlash && text[at] == slash: return .blocked
            case .blocked, .mismatch: continue
            }
        }
        return .hopeless
    }
}

/// A bracket expression inside a pattern.
private struct CharacterSet {
    private let pattern: [UInt8]
    /// The bracket that opens it; after `contains`, the one that closes it.
    private(set) var position: Int

    init(pattern: [UInt8], position: Int) {
        self.pattern = pattern
        self.position = position
    }

    private func sign(_ index: Int) -> UInt8 { index < pattern.count ? pattern[index] : 0 }

    /// Nil if the expression is broken.
    mutating func contains(_ byte: UInt8) -> Bool? {
        position += 1
        let isNegated = sign(position) == UInt8(ascii: "!") || sign(position) == UInt8(ascii: "^")
        if isNegated { position += 1 }
        var previous: UInt8 = 0
        var isMember = false
        repeat {
            guard let (found, last) = element(byte, after: previous) else { return nil }
            if found { isMember = true }
            previous = last
            position += 1
        } while sign(position) != UInt8(ascii: "]")
        return isMember != isNegated
    }

    /// One member of the set, and the byte with which a range may go on.
    private mutating func element(_ byte: UInt8, after previous: UInt8) -> (Bool, UInt8)? {
        let current = sign(position)
        switch current {
        case 0: return nil
        case UInt8(ascii: "\\"):
            position += 1
            guard sign(position) != 0 else { return nil }
            return (sign(position) == byte, sign(position))
        case UInt8(ascii: "-")
        where previous != 0 && sign(position + 1) != 0
            && sign(position + 1) != UInt8(ascii: "]"):
            position += 1
            if sign(position) == UInt8(ascii: "\\") { position += 1 }
            guard sign(position) != 0 else { return nil }
            return (byte >= previous && byte <= sign(position), 0)
        case UInt8(ascii: "[") where sign(position + 1) == UInt8(ascii: ":"):
            return namedClass(byte)
        default: return (current == byte, current)
        }
    }

    private mutating func namedClass(_ byte: UInt8) -> (Bool, UInt8)? {
        let start = position + 2
        guard let end = pattern[min(start, pattern.count)...].firstIndex(of: UInt8(ascii: "]"))
        else { return nil }
        guard end > start, pattern[end - 1] == UInt8(ascii: ":") else {
            return (byte == UInt8(ascii: "["), UInt8(ascii: "["))
        }
        let name = String(decoding: pattern[start..<(end - 1)], as: UTF8.self)
        guard let isMember = Self.isMember(byte, of: name) else { return nil }
        position = end
        return (isMember, 0)
    }

    private static func isMember(_ byte: UInt8, of name: String) -> Bool? {
        let isUpper = (0x41...0x5A).contains(byte)
        let isLower = (0x61...0x7A).contains(byte)
        let isDigit = (0x30...0x39).contains(byte)
        let isGraphic = (0x21...0x7E).contains(byte)
        let isAlphanumeric = isUpper || isLower || isDigit
        switch name {
        case "alnum": return isAlphanumeric
        case "alpha": return isUpper || isLower
        case "blank": return byte == 0x20 || byte == 0x09
        case "cntrl": return byte < 0x20 || byte == 0x7F
        case "digit": return isDigit
        case "graph": return isGraphic
        case "lower": return isLower
        case "print": return isGraphic || byte == 0x20
        case "punct": return isGraphic && !isAlphanumeric
        case "space": return byte == 0x20 || (0x09...0x0D).contains(byte)
        case "upper": return isUpper
        case "xdigit":
            return isDigit || (0x41...0x46).contains(byte) || (0x61...0x66).contains(byte)
        default: return nil
        }
    }
}
