package import RunDocument

/// A data contract that no schema can be made from.
package enum ContractError: Failure, Equatable {
    case notYAML(file: String, line: Int?, reason: String)
    case notAContract(file: String, found: String)
    case unsupportedVersion(file: String, version: String)
    case wrongType(file: String, place: String, expected: String)
    case noTable(file: String)
    case unknownTable(file: String, name: String, known: [String])
    case severalTables(file: String, known: [String])
    case repeatedColumn(file: String, table: String, name: String)

    package var exitStatus: ExitStatus {
        switch self {
        case .unknownTable, .severalTables: .usage
        default: .dataFormat
        }
    }

    package var description: String {
        switch self {
        case .notYAML(let file, let line, let reason):
            "cannot read '\(file)'" + (line.map { ", line \($0)" } ?? "") + ": \(reason)"
        case .notAContract(let file, let found):
            "'\(file)' is no data contract: its 'kind' is '\(found)'"
        case .unsupportedVersion(let file, let version):
            "'\(file)' has the version '\(version)' of the Open Data Contract Standard"
        case .wrongType(let file, let place, let expected):
            "cannot read '\(file)': '\(place)' is not \(expected)"
        case .noTable(let file): "the contract '\(file)' has no table with columns"
        case .unknownTable(let file, let name, _):
            "the contract '\(file)' has no table '\(name)'"
        case .severalTables(let file, _): "the contract '\(file)' has several tables"
        case .repeatedColumn(let file, let table, let name):
            "the contract '\(file)' has the column '\(name)' of '\(table)' twice"
        }
    }

    package var hint: String? {
        switch self {
        case .notAContract: "an Open Data Contract has 'kind: DataContract'"
        case .unsupportedVersion: "supported: version 3"
        case .unknownTable(_, _, let known), .severalTables(_, let known):
            "tables: \(known.joined(separator: ", "))"
        default: nil
        }
    }
}
