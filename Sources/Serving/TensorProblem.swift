/// What is wrong with one tensor of a request.
enum TensorProblem: Error, Equatable {
    case unknown(known: [String])
    case duplicate
    case absent(TensorDatatype)
    case noMember(String)
    case notAnArray(got: String)
    case datatype(accepted: [TensorDatatype], got: String)
    case shape(got: String)
    case count(shape: [Int], got: Int)
    case nesting(shape: [Int])
    case rowCount(Int, other: String, expected: Int)
    case value(row: Int, expected: String, got: String)
    case category(row: Int, got: String, known: [String])
    case required(row: Int)

    /// The sentence that begins with the tensor's name.
    func description(of name: String) -> String {
        let tensor = "the tensor '\(name)'"
        return switch self {
        case .unknown(let known): "\(tensor) is unknown; the model takes \(known.quotedList)"
        case .duplicate: "\(tensor) stands twice"
        case .absent(let datatype): "\(tensor) (\(datatype.rawValue)) is missing"
        case .noMember(let member): "\(tensor) has no '\(member)'"
        case .notAnArray(let got): "\(tensor): 'data' is \(got), not an array"
        case .datatype(let accepted, let got):
            "\(tensor) has the datatype '\(got)', not "
                + accepted.map(\.rawValue).joined(separator: " or ")
        case .shape(let got): "\(tensor) has the shape \(got), not [n] or [n,1]"
        case .count(let shape, let got): "\(tensor) has the shape \(shape) and \(got) values"
        case .nesting(let shape):
            "\(tensor): 'data' is not nested as the shape \(shape) says"
        case .rowCount(let rows, let other, let expected):
            "\(tensor) has \(rows) rows, and '\(other)' has \(expected)"
        case .value(let row, let expected, let got):
            "\(tensor), row \(row): expected \(expected), got \(got)"
        case .category(let row, let got, let known):
            "\(tensor), row \(row): expected one of \(known.quotedList), got '\(got)'"
        case .required(let row): "\(tensor), row \(row): a value is required, got null"
        }
    }
}

extension [String] {
    /// The names in quotes; only the first ones of many.
    var quotedList: String {
        let shown = prefix(20).map { "'\($0)'" }.joined(separator: ", ")
        return count > 20 ? "\(shown) and \(count - 20) more" : shown
    }
}
