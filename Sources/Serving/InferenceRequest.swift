import Dataset
import RunDocument

/// A request of the Open Inference Protocol, checked against a model's signature.
struct InferenceRequest {
    let id: String?
    let table: Table
    /// The outputs that are asked for, in the order of the answer.
    let outputs: [String]

    /// Reads the body of a request.
    ///
    /// - Throws: `RequestError`, which names what is wrong, what was expected and what came.
    init(_ body: some Collection<UInt8>, for signature: Signature) throws(RequestError) {
        let json: JSONValue
        do { json = try JSONValue(parsing: body) } catch { throw .malformedJSON(error) }
        guard case .object(let members) = json else {
            throw .wrongType(member: "the body", expected: "an object", got: json.typeName)
        }
        id = try Self.id(members["id"])
        outputs = try Self.outputs(members["outputs"], of: signature)
        table = try Self.table(members["inputs"], for: signature)
    }

    private static func id(_ value: JSONValue?) throws(RequestError) -> String? {
        guard let value, value != .null else { return nil }
        guard let id = value.stringValue else {
            throw .wrongType(member: "'id'", expected: "a string", got: value.typeName)
        }
        return id
    }

    private static func outputs(
        _ value: JSONValue?,
        of signature: Signature
    ) throws(RequestError) -> [String] {
        guard let value, value != .null else { return signature.outputs }
        let elements = try array(value, "outputs")
        guard !elements.isEmpty else { return signature.outputs }
        var names: [String] = []
        for (index, element) in elements.enumerated() {
            let name = try string(element, "name", of: "outputs[\(index)]")
            guard signature.outputs.contains(name) else {
                throw .unknownOutput(name, known: signature.outputs)
            }
            if !names.contains(name) { names.append(name) }
        }
        return names
    }

    private static func table(
        _ value: JSONValue?,
        for signature: Signature
    ) throws(RequestError) -> Table {
        guard let value else { throw .missingMember("inputs") }
        var columns = [Column?](repeating: nil, count: signature.inputs.count)
        var first: InputTensor?
        for (index, element) in try array(value, "inputs").enumerated() {
            let name = try string(element, "name", of: "inputs[\(index)]")
            guard let position = signature.position(of: name) else {
                throw .tensor(name, .unknown(known: signature.inputs.map(\.name)))
            }
            guard columns[position] == nil else { throw .tensor(name, .duplicate) }
            let tensor = try InputTensor(element, signature.inputs[position])
            if let first, first.rowCount != tensor.rowCount {
                let expected = first.rowCount
                throw .tensor(
                    name,
                    .rowCount(tensor.rowCount, other: first.name, expected: expected)
                )
            }
            first = first ?? tensor
            columns[position] = try tensor.column()
        }
        for (input, column) in zip(signature.inputs, columns)
        where column == nil && input.isRequired {
            throw .tensor(input.name, .absent(input.datatype))
        }
        guard let rowCount = first?.rowCount, rowCount > 0 else { throw .noRows }
        return Table(columns: columns.compactMap(\.self), rowCount: rowCount)
    }

    private static func array(
        _ value: JSONValue,
        _ name: String
    ) throws(RequestError) -> [JSONValue] {
        guard case .array(let elements) = value else {
            throw .wrongType(member: "'\(name)'", expected: "an array", got: value.typeName)
        }
        return elements
    }

    private static func string(
        _ object: JSONValue,
        _ key: String,
        of path: String
    ) throws(RequestError) -> String {
        guard case .object(let members) = object else {
            throw .wrongType(member: "'\(path)'", expected: "an object", got: object.typeName)
        }
        guard let value = members[key] else { throw .missingMember("\(path).\(key)") }
        guard let text = value.stringValue else {
            throw .wrongType(member: "'\(path).\(key)'", expected: "a string", got: value.typeName)
        }
        return text
    }
}
