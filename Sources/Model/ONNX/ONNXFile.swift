import FileStorage
import SystemPackage

/// What an ONNX file says of a model, by the fields of `onnx.proto`.
struct ONNXFile {
    /// An input or an output.
    struct Port: Hashable {
        let name: String
        let type: PortType
    }

    enum PortType: Hashable {
        /// The element is a `TensorProto.DataType`; a dimension that is not fixed is nil.
        case tensor(element: Int32, shape: [Int?])
        /// What ZipMap makes of probabilities.
        case sequence
        case other
    }

    private(set) var inputs: [Port] = []
    private(set) var outputs: [Port] = []
    /// The operator that makes each value.
    private var producers: [String: (type: String, input: String?)] = [:]
    private var initializers: Set<String> = []
    /// The lists of classes that operators have.
    private(set) var labelLists: [ONNXLabels] = []

    /// The largest message that Protocol Buffers allow.
    private static let limit = 1 << 31

    /// - Throws: `ModelError.notAModel`, `StorageError`.
    init(_ path: FilePath) throws {
        let bytes = try Files.read(path, limit: Self.limit)
        try FileForm.check(bytes, is: .onnx, path)
        do {
            try readModel(bytes[...])
        } catch {
            throw ModelError.notAModel(
                path: path.string, reason: "it is damaged or truncated, or not ONNX")
        }
        inputs.removeAll { initializers.contains($0.name) }
        guard !inputs.isEmpty, !outputs.isEmpty else {
            throw ModelError.notAModel(path: path.string, reason: "it has no inputs or outputs")
        }
    }

    /// The operator that makes an output, behind those that only change its form.
    func producer(of output: String) -> String? {
        var name = output
        let formal: Set = ["Identity", "Reshape", "Squeeze", "Unsqueeze", "Flatten", "Cast"]
        for _ in 0..<64 {
            guard let producer = producers[name] else { return nil }
            guard formal.contains(producer.type), let input = producer.input else {
                return producer.type
            }
            name = input
        }
        return nil
    }

    private mutating func readModel(_ bytes: ArraySlice<UInt8>) throws(ProtobufReader.Malformed) {
        var reader = ProtobufReader(bytes)
        while let (field, value) = try reader.next() {
            if field == 7, let graph = value.bytes { try readGraph(graph) }
        }
    }

    private mutating func readGraph(_ bytes: ArraySlice<UInt8>) throws(ProtobufReader.Malformed) {
        var reader = ProtobufReader(bytes)
        while let (field, value) = try reader.next() {
            guard let part = value.bytes else { continue }
            switch field {
            case 1: try readNode(part)
            case 5: try readInitializer(part)
            case 11: inputs.append(try Port(part))
            case 12: outputs.append(try Port(part))
            default: break
            }
        }
    }

    private mutating func readNode(_ bytes: ArraySlice<UInt8>) throws(ProtobufReader.Malformed) {
        var reader = ProtobufReader(bytes)
        var (inputs, outputs, type): ([String], [String], String) = ([], [], "")
        while let (field, value) = try reader.next() {
            switch field {
            case 1: inputs.append(value.text ?? "")
            case 2: outputs.append(value.text ?? "")
            case 4: type = value.text ?? ""
            case 5:
                guard let part = value.bytes, let labels = try ONNXLabels(attribute: part) else {
                    continue
                }
                labelLists.append(labels)
            default: break
            }
        }
        for output in outputs { producers[output] = (type, inputs.first) }
    }

    private mutating func readInitializer(
        _ bytes: ArraySlice<UInt8>
    ) throws(ProtobufReader.Malformed) {
        var reader = ProtobufReader(bytes)
        while let (field, value) = try reader.next() {
            guard field == 8, let name = value.text else { continue }
            initializers.insert(name)
            // What skl2onnx calls the classes of an estimator without an operator of its own.
            if name == "classes", let labels = try ONNXLabels(tensor: bytes) {
                labelLists.append(labels)
            }
        }
    }
}

extension ONNXFile.Port {
    fileprivate init(_ bytes: ArraySlice<UInt8>) throws(ProtobufReader.Malformed) {
        var reader = ProtobufReader(bytes)
        var (name, type): (String, ONNXFile.PortType) = ("", .other)
        while let (field, value) = try reader.next() {
            if field == 1 { name = value.text ?? "" }
            guard field == 2, let part = value.bytes else { continue }
            var kinds = ProtobufReader(part)
            while let (kind, value) = try kinds.next() {
                if kind == 1, let tensor = value.bytes { type = try Self.tensor(tensor) }
                if kind == 4 { type = .sequence }
            }
        }
        self.init(name: name, type: type)
    }

    private static func tensor(
        _ bytes: ArraySlice<UInt8>
    ) throws(ProtobufReader.Malformed) -> ONNXFile.PortType {
        var reader = ProtobufReader(bytes)
        var (element, shape): (Int32, [Int?]) = (0, [])
        while let (field, value) = try reader.next() {
            if field == 1 { element = Int32(truncatingIfNeeded: value.number ?? 0) }
            guard field == 2, let part = value.bytes else { continue }
            var dimensions = ProtobufReader(part)
            while let (_, value) = try dimensions.next() {
                guard let part = value.bytes else { continue }
                var (dimension, size) = (ProtobufReader(part), Int?.none)
                while let (field, value) = try dimension.next() {
                    if field == 1 { size = value.number.flatMap { Int(exactly: $0) } }
                }
                shape.append(size)
            }
        }
        return .tensor(element: element, shape: shape)
    }
}
