import RunDocument

/// A value of an XGBoost model file, whether it was written as JSON or as UBJSON.
enum DocumentValue {
    case null
    case boolean(Bool)
    case integer(Int)
    case number(Double)
    case text(String)
    case list([DocumentValue])
    /// A list of numbers of one type, as UBJSON writes it.
    case integers([Int])
    case floats([Float])
    case members([String: DocumentValue])

    /// Reads JSON with the words for numbers that JSON has not.
    ///
    /// - Throws: `JSONSyntaxError`.
    init(json bytes: [UInt8]) throws(JSONSyntaxError) {
        do { self.init(try JSONValue(parsing: bytes)) } catch {
            let plain = Self.replacingWords(in: bytes)
            guard plain != bytes else { throw error }
            self.init(try JSONValue(parsing: plain))
        }
    }

    /// Writes `Infinity` as a number beyond all of 32 bits, and `NaN` as `null`.
    private static func replacingWords(in bytes: [UInt8]) -> [UInt8] {
        let words: [(word: [UInt8], instead: [UInt8])] = [
            (Array("Infinity".utf8), Array("1e300".utf8)), (Array("NaN".utf8), Array("null".utf8)),
        ]
        var result: [UInt8] = []
        result.reserveCapacity(bytes.count)
        var (index, isText) = (0, false)
        while index < bytes.count {
            let byte = bytes[index]
            if !isText, byte == UInt8(ascii: "I") || byte == UInt8(ascii: "N"),
                let found = words.first(where: { bytes[index...].starts(with: $0.word) })
            {
                result += found.instead
                index += found.word.count
                continue
            }
            if byte == UInt8(ascii: "\"") { isText.toggle() }
            result.append(byte)
            index += 1
            if isText, byte == UInt8(ascii: "\\"), index < bytes.count {
                result.append(bytes[index])
                index += 1
            }
        }
        return result
    }

    init(_ json: JSONValue) {
        self =
            switch json {
            case .null: .null
            case .boolean(let value): .boolean(value)
            case .integer(let value): .integer(Int(value))
            case .number(let value): .number(value)
            case .literal(let text): .number(Double(text) ?? .nan)
            case .string(let text): .text(text)
            case .array(let values): .list(values.map(DocumentValue.init))
            case .object(let members): .members(members.mapValues(DocumentValue.init))
            }
    }

    subscript(key: String) -> DocumentValue? {
        if case .members(let members) = self { members[key] } else { nil }
    }

    var text: String? { if case .text(let text) = self { text } else { nil } }

    var integer: Int? {
        switch self {
        case .integer(let value): value
        case .boolean(let value): value ? 1 : 0
        case .number(let value): Int(exactly: value)
        // XGBoost writes its parameters as texts.
        case .text(let text): Int(text)
        default: nil
        }
    }

    var float: Float? {
        switch self {
        case .integer(let value): Float(value)
        case .number(let value): Float(value)
        case .null: .nan
        default: nil
        }
    }

    /// Lists of one type are small numbers, and this is only for others.
    var list: [DocumentValue]? { if case .list(let values) = self { values } else { nil } }

    var integers: [Int]? {
        switch self {
        case .integers(let values): return values
        case .list(let values):
            let integers = values.compactMap(\.integer)
            return integers.count == values.count ? integers : nil
        default: return nil
        }
    }

    var floats: [Float]? {
        switch self {
        case .floats(let values): return values
        case .integers(let values): return values.map(Float.init)
        case .list(let values):
            let floats = values.compactMap(\.float)
            return floats.count == values.count ? floats : nil
        default: return nil
        }
    }

    var texts: [String]? {
        if case .integers(let values) = self, values.isEmpty { return [] }
        guard let list else { return nil }
        let texts = list.compactMap(\.text)
        return texts.count == list.count ? texts : nil
    }
}
