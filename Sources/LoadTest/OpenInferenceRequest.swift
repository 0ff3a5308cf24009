package import Dataset
import RunDocument

/// Prediction requests of the Open Inference Protocol, made from rows of a table.
package struct OpenInferenceRequest {
    private let model: OpenInferenceModel
    private let table: Table
    private let rowsPerRequest: Int

    /// Bytes of bodies that are held in memory; rows beyond them are not used.
    private static let largestSize = 1 << 26

    /// Makes as many different requests as the rows give.
    ///
    /// Rows that do not fill a last request are left out; if there are fewer rows than one request
    /// takes, they are repeated in it.
    ///
    /// - Throws: `LoadTestError` for rows that the model's inputs cannot be filled from.
    package static func messages(
        for model: OpenInferenceModel, rows table: Table, rowsPerRequest: Int
    ) throws(LoadTestError) -> RequestMessages {
        guard table.rowCount > 0 else { throw .noRows }
        guard rowsPerRequest > 0 else {
            throw .invalidPlan(reason: "a request has at least one row")
        }
        let maker = OpenInferenceRequest(
            model: model, table: table, rowsPerRequest: rowsPerRequest)
        var bodies: [[UInt8]] = []
        var size = 0
        for number in 0..<max(1, table.rowCount / rowsPerRequest) where size < largestSize {
            let body = try maker.body(number)
            size += body.count
            bodies.append(body)
        }
        var messages = try RequestMessages(
            posting: bodies, to: model.inferURL, rowsPerRequest: rowsPerRequest)
        messages.areInferences = true
        return messages
    }

    private func body(_ number: Int) throws(LoadTestError) -> [UInt8] {
        let rows = (0..<rowsPerRequest).map { (number * rowsPerRequest + $0) % table.rowCount }
        var tensors: [JSONValue] = []
        for input in model.inputs {
            if let tensor = try tensor(input, rows) { tensors.append(tensor) }
        }
        if tensors.isEmpty, let input = model.inputs.first {
            throw .missingColumn(input: input.name, datatype: input.datatype)
        }
        return JSONValue.object(["inputs": .array(tensors)]).canonicalBytes()
    }

    /// - Returns: nil for a column that may be missing, and is.
    private func tensor(
        _ input: OpenInferenceModel.Input, _ rows: [Int]
    ) throws(LoadTestError) -> JSONValue? {
        let count = JSONValue.integer(Int64(rows.count))
        switch input.shape.count {
        case 1: return try column(input, rows).map { tensor(input, [count], $0) }
        case 2 where input.shape[1] == 1 || input.shape[1] == -1 && table[input.name] != nil:
            return try column(input, rows).map { tensor(input, [count, 1], $0) }
        case 2 where model.inputs.count == 1:
            let data = try matrix(input, rows)
            return tensor(input, [count, .integer(Int64(table.columns.count))], data)
        default:
            throw .unsupportedInput(
                name: input.name, reason: "its shape is neither a column nor all columns")
        }
    }

    private func tensor(
        _ input: OpenInferenceModel.Input, _ shape: [JSONValue], _ data: [JSONValue]
    ) -> JSONValue {
        [
            "name": .string(input.name), "datatype": .string(input.datatype),
            "shape": .array(shape), "data": .array(data),
        ]
    }

    private func column(
        _ input: OpenInferenceModel.Input, _ rows: [Int]
    ) throws(LoadTestError) -> [JSONValue]? {
        guard let column = table[input.name] else {
            guard input.isRequired else { return nil }
            throw .missingColumn(input: input.name, datatype: input.datatype)
        }
        let cells = TensorCells(column, input)
        var data: [JSONValue] = []
        for row in rows { data.append(try cells.value(row)) }
        return data
    }

    /// All columns, row by row, for a model with one input of that width.
    private func matrix(
        _ input: OpenInferenceModel.Input, _ rows: [Int]
    ) throws(LoadTestError) -> [JSONValue] {
        let width = input.shape[1]
        guard width == -1 || width == table.columns.count else {
            throw .unsupportedInput(
                name: input.name,
                reason: "it takes \(width) columns, and the data has \(table.columns.count)")
        }
        let columns = table.columns.map { TensorCells($0, input) }
        var data: [JSONValue] = []
        for row in rows { for cells in columns { data.append(try cells.value(row)) } }
        return data
    }
}
