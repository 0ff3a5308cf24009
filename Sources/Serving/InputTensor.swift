import Dataset
import Model
import RunDocument

/// One tensor of a request, on its way to a column of a table.
struct InputTensor {
    private let input: Signature.Input
    private let datatype: TensorDatatype
    private let values: [JSONValue]

    var name: String { input.name }

    var rowCount: Int { values.count }

    /// Reads a tensor's datatype, shape and data.
    init(_ tensor: JSONValue, _ input: Signature.Input) throws(RequestError) {
        self.input = input
        do {
            datatype = try Self.datatype(Self.member("datatype", of: tensor), input)
            values = try Self.values(
                Self.member("data", of: tensor),
                Self.shape(Self.member("shape", of: tensor))
            )
        } catch {
            throw .tensor(input.name, error)
        }
    }

    private static func member(
        _ key: String,
        of tensor: JSONValue
    ) throws(TensorProblem) -> JSONValue {
        guard let value = tensor[key] else { throw .noMember(key) }
        return value
    }

    private static func datatype(
        _ value: JSONValue,
        _ input: Signature.Input
    ) throws(TensorProblem) -> TensorDatatype {
        guard let datatype = value.stringValue.flatMap(TensorDatatype.init(rawValue:)),
            input.accepted.contains(datatype)
        else {
            let got = value.stringValue ?? value.canonicalText()
            throw .datatype(accepted: input.accepted, got: String(got.prefix(80)))
        }
        return datatype
    }

    private static func shape(_ value: JSONValue) throws(TensorProblem) -> [Int] {
        let sizes = value.arrayValue?.compactMap(\.integerValue) ?? []
        guard sizes.count == value.arrayValue?.count, (1...2).contains(sizes.count),
            sizes[0] >= 0, sizes.count == 1 || sizes[1] == 1
        else { throw .shape(got: String(value.canonicalText().prefix(80))) }
        return sizes
    }

    /// The elements in order, whether they came flat or nested as the shape says.
    private static func values(
        _ value: JSONValue,
        _ shape: [Int]
    ) throws(TensorProblem) -> [JSONValue] {
        guard case .array(var elements) = value else { throw .notAnArray(got: value.typeName) }
        if shape.count == 2, case .array? = elements.first {
            for (row, element) in elements.enumerated() {
                guard case .array(let inner) = element, inner.count == 1 else {
                    throw .nesting(shape: shape)
                }
                elements[row] = inner[0]
            }
        }
        guard elements.count == shape[0] else {
            throw .count(shape: shape, got: elements.count)
        }
        for case .array in elements { throw .nesting(shape: shape) }
        return elements
    }

    /// - Throws: `RequestError.tensor` for a value that the signature does not allow.
    func column() throws(RequestError) -> Column {
        do {
            return Column(name: name, values: datatype == .bytes ? try texts() : try numbers())
        } catch {
            throw .tensor(name, error)
        }
    }

    private func texts() throws(TensorProblem) -> ColumnValues {
        var codes: [Int32] = []
        codes.reserveCapacity(values.count)
        for (row, value) in values.enumerated() {
            switch value {
            case .null:
                try checkMayBeMissing(row)
                codes.append(-1)
            case .string(let text):
                guard let code = input.codes[text] else {
                    let got = String(text.prefix(80))
                    throw .category(row: row, got: got, known: input.categories)
                }
                codes.append(code)
            default: throw wrongValue(row, "a string", value)
            }
        }
        return .text(codes: codes, labels: input.categories)
    }

    private func numbers() throws(TensorProblem) -> ColumnValues {
        var numbers: [Double] = []
        numbers.reserveCapacity(values.count)
        for (row, value) in values.enumerated() {
            if value == .null {
                try checkMayBeMissing(row)
                numbers.append(.nan)
            } else if let number = number(value) {
                numbers.append(number)
            } else {
                throw wrongValue(row, expectation, value)
            }
        }
        return .numeric(numbers)
    }

    /// The value as a number; nil if it is not one of the tensor's datatype and the feature's kind.
    private func number(_ value: JSONValue) -> Double? {
        switch datatype {
        case .bool:
            if let flag = value.booleanValue { return flag ? 1 : 0 }
            return value == 0 ? 0 : value == 1 ? 1 : nil
        case .int32: return value.integerValue.flatMap(Int32.init(exactly:)).map(Double.init)
        case .int64: return value.integerValue.map(Double.init)
        case .fp32: return finite(value.doubleValue.map { Double(Float($0)) })
        case .fp64: return finite(value.doubleValue)
        case .bytes: return nil
        }
    }

    private func finite(_ number: Double?) -> Double? {
        guard let number, number.isFinite else { return nil }
        let mustBeWhole = input.feature.kind == .numeric(isInteger: true)
        return mustBeWhole && number != number.rounded() ? nil : number
    }

    private var expectation: String {
        switch (datatype, input.feature.kind) {
        case (.bool, _): "true or false"
        case (.int32, _), (.int64, _): "an integer (\(datatype.rawValue))"
        case (_, .numeric(isInteger: true)): "a whole number"
        default: "a number (\(datatype.rawValue))"
        }
    }

    private func wrongValue(_ row: Int, _ expected: String, _ value: JSONValue) -> TensorProblem {
        .value(row: row, expected: expected, got: String(value.canonicalText().prefix(80)))
    }

    private func checkMayBeMissing(_ row: Int) throws(TensorProblem) {
        if input.isRequired { throw .required(row: row) }
    }
}
