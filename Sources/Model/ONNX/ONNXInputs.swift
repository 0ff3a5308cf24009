/// How a table's columns become the inputs of an ONNX model.
enum ONNXInputs {
    /// One matrix of all features in their order.
    case matrix(ONNXFile.Port, ONNXElement)
    /// A tensor of one column for each feature, in the features' order.
    case columns([(port: ONNXFile.Port, element: ONNXElement, rank: Int)])

    /// - Throws: `ModelError.unusableSignature`.
    init(_ file: ONNXFile, features: [Feature], path: String) throws(ModelError) {
        func unusable(_ reason: String) -> ModelError {
            .unusableSignature(path: path, reason: reason, hint: nil)
        }
        var columns: [(port: ONNXFile.Port, element: ONNXElement, rank: Int)] = []
        for port in file.inputs {
            guard case .tensor(let type, let shape) = port.type,
                let element = ONNXElement(rawValue: type)
            else { throw unusable("its input '\(port.name)' is of a type that no column has") }
            guard (1...2).contains(shape.count), shape[0] == nil || shape[0] == 0 else {
                throw unusable("its input '\(port.name)' takes no table of any number of rows")
            }
            let width = shape.count == 1 ? 1 : shape[1]
            if file.inputs.count == 1, width != 1 || features.count > 1 {
                guard width == nil || width == features.count else {
                    throw unusable(
                        "it takes \(width ?? 0) features, and there are \(features.count)")
                }
                self = .matrix(port, element)
                return
            }
            guard width == nil || width == 1 else {
                throw unusable("its input '\(port.name)' is a matrix beside other inputs")
            }
            columns.append((port, element, shape.count))
        }
        var ordered: [(port: ONNXFile.Port, element: ONNXElement, rank: Int)] = []
        for feature in features {
            let name = Self.identifier(feature.name)
            let column =
                columns.first { $0.port.name == feature.name }
                ?? columns.first { Self.identifier($0.port.name) == name }
            // What the model does not ask for stays out of it.
            if let column { ordered.append(column) }
        }
        if let port = columns.first(where: { column in
            !ordered.contains { $0.port.name == column.port.name }
        }) {
            throw .missingFeature(name: port.port.name)
        }
        self = .columns(ordered)
    }

    /// A name as exporters write it, which may have no spaces or signs.
    private static func identifier(_ name: String) -> String {
        String(name.map { $0.isLetter || $0.isNumber ? $0 : "_" })
    }

    /// The features that the inputs take, in their order.
    func used(of features: [Feature]) -> [Feature] {
        guard case .columns(let columns) = self else { return features }
        return columns.compactMap { column in
            features.first { $0.name == column.port.name }
                ?? features.first {
                    Self.identifier($0.name) == Self.identifier(column.port.name)
                }
        }
    }
}

/// The elements that a column can become, with their numbers in `TensorProto.DataType`.
enum ONNXElement: Int32 {
    case float = 1
    case int32 = 6
    case int64 = 7
    case text = 8
    case boolean = 9
    case double = 11

    /// Bytes of one.
    var size: Int {
        switch self {
        case .boolean: 1
        case .float, .int32: 4
        case .int64, .double: 8
        case .text: MemoryLayout<UnsafePointer<CChar>?>.size
        }
    }
}
