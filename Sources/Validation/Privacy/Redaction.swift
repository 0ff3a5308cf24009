package import Dataset

/// Takes out of values what tells of a person, before they are shown.
package enum Redaction {
    /// Stands for what is not shown.
    static let mark = "…"

    /// A value of a field as it may be shown.
    ///
    /// - Parameter field: nil for a column that no schema describes.
    static func redacted(_ text: String, field: TableField?, kinds: Set<PersonalData.Kind>)
        -> String
    {
        switch field?.personal {
        case true?: text.isEmpty ? text : mark
        case false?: text
        case nil: redacted(text, role: field?.role ?? .feature, kinds: kinds)
        }
    }

    /// A value as it may be shown.
    ///
    /// - Parameters:
    ///   - role: the values of ids and groups are not shown at all.
    ///   - kinds: what the column was found to hold. Where there is any, a value in which nothing
    ///     is found is not shown either: it may be a misspelt one.
    package static func redacted(_ text: String, role: Role, kinds: Set<PersonalData.Kind>)
        -> String
    {
        if text.isEmpty { return text }
        if role == .id || role == .group { return mark }
        let bytes = Array(text.utf8)
        let found = bytes.withUnsafeBufferPointer(matches)
        guard !found.isEmpty else { return kinds.isEmpty ? text : mark }
        var shown = ""
        var place = 0
        for (kind, range) in found {
            guard range.lowerBound >= place else {
                place = max(place, range.upperBound)
                continue
            }
            shown += String(decoding: bytes[place..<range.lowerBound], as: UTF8.self)
            shown += replacement(kind, bytes[range])
            place = range.upperBound
        }
        return shown + String(decoding: bytes[place...], as: UTF8.self)
    }

    private static func matches(_ bytes: UnsafeBufferPointer<UInt8>)
        -> [(kind: PersonalData.Kind, range: Range<Int>)]
    {
        var matches: [(kind: PersonalData.Kind, range: Range<Int>)] = []
        for kind in PersonalData.Kind.allCases {
            var start = 0
            while let range = kind.next(in: bytes, from: start) {
                matches.append((kind, range))
                start = range.upperBound
            }
        }
        // Where two overlap, the longer one goes.
        return matches.sorted {
            ($0.range.lowerBound, -$0.range.count) < ($1.range.lowerBound, -$1.range.count)
        }
    }

    private static func replacement(_ kind: PersonalData.Kind, _ bytes: ArraySlice<UInt8>)
        -> String
    {
        switch kind {
        case .email:
            let isLong = (bytes.firstIndex(of: UInt8(ascii: "@")) ?? 0) - bytes.startIndex > 2
            let first = bytes.first.map { $0 < 0x80 && isLong ? String(UnicodeScalar($0)) : "" }
            return "\(first ?? "")\(mark)@\(mark)"
        case .paymentCard:
            let digits = bytes.filter(\.isASCIIDigit).suffix(4)
            return mark + String(decoding: Array(digits), as: UTF8.self)
        case .iban:
            return String(decoding: Array(bytes.prefix(2)), as: UTF8.self) + mark
        case .phone, .socialSecurity, .ipAddress: return mark
        }
    }
}
