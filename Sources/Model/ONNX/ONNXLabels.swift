/// The classes of a classifier as an ONNX file lists them.
enum ONNXLabels: Hashable {
    case texts([String])
    case integers([Int64])

    /// The labels as they stand in data.
    var texts: [String] {
        switch self {
        case .texts(let texts): texts
        case .integers(let numbers): numbers.map { "\($0)" }
        }
    }

    var isText: Bool { if case .texts = self { true } else { false } }

    /// The classes in an operator's attribute; nil if it is another one.
    init?(attribute bytes: ArraySlice<UInt8>) throws(ProtobufReader.Malformed) {
        var reader = ProtobufReader(bytes)
        var (name, texts, numbers): (String, [String], [Int64]) = ("", [], [])
        while let (field, value) = try reader.next() {
            switch field {
            case 1: name = value.text ?? ""
            // A tensor or a graph: nothing that lists classes.
            case 5, 6: return nil
            case 8: numbers += try ProtobufReader.integers(in: value)
            case 9: value.text.map { texts.append($0) }
            default: break
            }
            if field == 1, !name.hasPrefix("classlabels") { return nil }
        }
        self.init(texts, numbers)
    }

    /// The classes in a tensor of one dimension.
    init?(tensor bytes: ArraySlice<UInt8>) throws(ProtobufReader.Malformed) {
        var reader = ProtobufReader(bytes)
        var (texts, numbers, raw): ([String], [Int64], ArraySlice<UInt8>) = ([], [], [])
        var element: UInt64 = 0
        while let (field, value) = try reader.next() {
            switch field {
            case 2: element = value.number ?? 0
            case 5, 7: numbers += try ProtobufReader.integers(in: value)
            case 6: value.text.map { texts.append($0) }
            case 9: raw = value.bytes ?? []
            default: break
            }
        }
        let width = element == 7 ? 8 : element == 6 ? 4 : 0
        if width > 0, numbers.isEmpty {
            for start in stride(from: raw.startIndex, through: raw.endIndex - width, by: width) {
                let word = raw[start..<start + width].reversed().reduce(UInt64(0)) {
                    $0 << 8 | UInt64($1)
                }
                numbers.append(
                    width == 8 ? Int64(bitPattern: word) : Int64(Int32(truncatingIfNeeded: word)))
            }
        }
        self.init(texts, numbers)
    }

    private init?(_ texts: [String], _ numbers: [Int64]) {
        if texts.count > 1 {
            self = .texts(texts)
        } else if numbers.count > 1 {
            self = .integers(numbers)
        } else {
            return nil
        }
    }
}
