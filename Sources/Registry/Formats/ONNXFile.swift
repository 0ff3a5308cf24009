import FileStorage

/// A file beside an ONNX model, as a tensor names it.
struct ExternalData: Hashable {
    /// Relative to the directory of the model, with `/` between components.
    let location: String
    let offset: Int
    /// Bytes; nil for all that follow.
    let length: Int?
}

/// An ONNX model, of which everything but the numbers is read.
///
/// The messages and their fields are those of `onnx.proto`.
struct ONNXFile {
    private(set) var external: [ExternalData] = []
    private let file: WindowedFile

    /// Messages lie in messages: a graph in a node in a graph.
    private static let maximumDepth = 64

    private enum Message {
        case model, graph, node, attribute, tensor, sparseTensor, training, function

        /// The messages in it that may hold tensors, by the number of their field.
        var members: [Int: Message] {
            switch self {
            case .model: [7: .graph, 20: .training, 25: .function]
            case .graph: [1: .node, 5: .tensor, 15: .sparseTensor]
            case .node: [5: .attribute]
            case .attribute:
                [
                    5: .tensor, 6: .graph, 10: .tensor, 11: .graph, 22: .sparseTensor,
                    23: .sparseTensor,
                ]
            case .sparseTensor: [1: .tensor, 2: .tensor]
            case .training: [1: .graph, 2: .graph]
            case .function: [7: .node, 11: .attribute]
            case .tensor: [:]
            }
        }
    }

    /// - Throws: `MalformedFile`, or `StorageError`.
    init(_ file: WindowedFile) throws {
        self.file = file
        guard file.size > 0 else { throw MalformedFile(reason: "it is empty") }
        guard file.size <= Int(Int32.max) else {
            throw MalformedFile(reason: "it is larger than 2 GiB")
        }
        var reader = ProtobufReader(file, 0..<file.size)
        var (hasVersion, hasGraph, hasOperators) = (false, false, false)
        while let field = try reader.next() {
            // The fields of a model end below 30, and a random file is soon beyond them.
            guard field.number < 1000 else {
                throw MalformedFile(reason: "it has fields that no model has")
            }
            switch (field.number, field.value) {
            case (1, .integer): hasVersion = true
            case (7, .bytes): hasGraph = true
            // `opset_import`, without which nobody knows what its operators are.
            case (8, .bytes): hasOperators = true
            case (1, _), (7, _), (8, _): throw MalformedFile(reason: "it is no model")
            default: break
            }
            try descend(from: .model, field, depth: 0)
        }
        guard hasVersion, hasGraph, hasOperators else {
            throw MalformedFile(reason: "it has no graph, or does not say of which operators")
        }
    }

    private mutating func descend(
        from parent: Message, _ field: ProtobufReader.Field, depth: Int
    ) throws {
        guard let message = parent.members[field.number], case .bytes(let range) = field.value
        else { return }
        guard depth < Self.maximumDepth else {
            throw MalformedFile(reason: "its graphs are nested deeper than \(Self.maximumDepth)")
        }
        if message == .tensor { return try readTensor(range) }
        var reader = ProtobufReader(file, range)
        while let field = try reader.next() {
            try descend(from: message, field, depth: depth + 1)
        }
    }

    private mutating func readTensor(_ range: Range<Int>) throws {
        var reader = ProtobufReader(file, range)
        var locations: [String] = []
        var numbers: [String: Int] = [:]
        while let field = try reader.next() {
            // `external_data`
            guard field.number == 13, case .bytes(let entry) = field.value else { continue }
            let (key, value) = try readPair(entry)
            switch key {
            case "location": locations.append(value)
            case "offset", "length":
                guard let number = Int(value), number >= 0 else {
                    throw MalformedFile(reason: "the \(key) of its weights is no number")
                }
                numbers[key] = number
            default: break
            }
        }
        // Which of two would count is something that readers disagree about.
        for location in locations {
            external.append(
                ExternalData(
                    location: location, offset: numbers["offset"] ?? 0,
                    length: numbers["length"]))
        }
    }

    private func readPair(_ range: Range<Int>) throws -> (key: String, value: String) {
        var reader = ProtobufReader(file, range)
        var (key, value) = ("", "")
        while let field = try reader.next() {
            guard case .bytes(let range) = field.value, field.number <= 2 else { continue }
            guard range.count <= 4096,
                let bytes = try file.bytes(
                    at: range.lowerBound, count: range.count),
                let text = String(validating: bytes, as: UTF8.self)
            else { throw MalformedFile(reason: "it does not say where its weights are") }
            if field.number == 1 { key = text } else { value = text }
        }
        return (key, value)
    }
}
