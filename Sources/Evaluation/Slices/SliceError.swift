package import RunDocument

/// A part of the rows that cannot be had as asked.
package enum SliceError: Failure, Equatable {
    case invalidDefinition(reason: String, hint: String?)
    case unknownColumn(name: String, known: [String])
    case notNumeric(column: String)
    case unknownPositiveLabel(label: String, known: [String])
    case noClasses(task: String)

    package var exitStatus: ExitStatus { .configuration }

    package var description: String {
        switch self {
        case .invalidDefinition(let reason, _): reason
        case .unknownColumn(let name, _): "the test data has no column '\(name)' to slice by"
        case .notNumeric(let column): "'\(column)' has no numbers to make bins of"
        case .unknownPositiveLabel("", let known):
            "fairness needs to know which of the \(known.count) labels is the positive one"
        case .unknownPositiveLabel(let label, _):
            "the positive label '\(label)' of the fairness check is none that the model gives"
        case .noClasses(let task): "fairness is about classes, and this is a \(task) task"
        }
    }

    package var hint: String? {
        switch self {
        case .invalidDefinition(_, let hint): hint
        case .unknownColumn(let name, let known):
            KnownWords(known).hint(for: name)
        case .notNumeric: "slice it by its values"
        case .unknownPositiveLabel("", let known):
            "name it with --positive; there are \(known.prefix(20).joined(separator: ", "))"
        case .unknownPositiveLabel(let label, let known): KnownWords(known).hint(for: label)
        case .noClasses: nil
        }
    }
}
