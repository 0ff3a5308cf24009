import Dataset
import RunDocument

/// The cells of a column as the elements of a tensor.
struct TensorCells {
    private let column: Column
    private let input: OpenInferenceModel.Input

    init(_ column: Column, _ input: OpenInferenceModel.Input) {
        self.column = column
        self.input = input
    }

    /// The element for a row; null where the value is missing.
    ///
    /// - Throws: `LoadTestError.wrongValue`, or `.unsupportedInput` for an unknown datatype.
    func value(_ row: Int) throws(LoadTestError) -> JSONValue {
        switch column.values {
        case .numeric(let numbers):
            let number = numbers[row]
            guard !number.isNaN else { return try missing(row) }
            guard let value = try element(number) else {
                throw wrong(row, JSONValue.number(number).canonicalText())
            }
            return value
        case .text(let codes, let labels):
            guard codes[row] >= 0 else { return try missing(row) }
            let text = labels[Int(codes[row])]
            guard input.datatype == "BYTES" else { throw wrong(row, "'\(text.prefix(80))'") }
            return .string(text)
        }
    }

    private func missing(_ row: Int) throws(LoadTestError) -> JSONValue {
        guard !input.isRequired else { throw wrong(row, "no value") }
        return .null
    }

    private func element(_ number: Double) throws(LoadTestError) -> JSONValue? {
        switch input.datatype {
        case "FP16", "FP32", "FP64": return number.isFinite ? .number(number) : nil
        case "BOOL": return number == 0 ? false : number == 1 ? true : nil
        case "INT8": return Int8(exactly: number).map { .integer(Int64($0)) }
        case "INT16": return Int16(exactly: number).map { .integer(Int64($0)) }
        case "INT32": return Int32(exactly: number).map { .integer(Int64($0)) }
        case "INT64": return Int64(exactly: number).map(JSONValue.integer)
        case "UINT8": return UInt8(exactly: number).map { .integer(Int64($0)) }
        case "UINT16": return UInt16(exactly: number).map { .integer(Int64($0)) }
        case "UINT32": return UInt32(exactly: number).map { .integer(Int64($0)) }
        case "UINT64":
            return UInt64(exactly: number).flatMap(Int64.init(exactly:)).map(JSONValue.integer)
        case "BYTES": return nil
        case let other:
            throw .unsupportedInput(name: input.name, reason: "its datatype is '\(other)'")
        }
    }

    private func wrong(_ row: Int, _ value: String) -> LoadTestError {
        .wrongValue(input: input.name, datatype: input.datatype, row: row + 1, value: value)
    }
}
