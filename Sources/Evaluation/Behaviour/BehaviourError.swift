package import RunDocument

/// Behaviour tests that cannot be used.
package enum BehaviourError: Failure, Equatable {
    case badLine(file: String, line: Int, reason: String, hint: String?)
    case noCases(file: String)
    case imageMissing(engine: String, image: String)

    package var exitStatus: ExitStatus {
        switch self {
        case .badLine, .noCases: .dataFormat
        case .imageMissing: .missingInput
        }
    }

    package var description: String {
        switch self {
        case .badLine(let file, let line, let reason, _): "'\(file)', line \(line): \(reason)"
        case .noCases(let file): "'\(file)' has no case in it"
        case .imageMissing(let engine, let image): "\(engine) has no image '\(image)'"
        }
    }

    package var hint: String? {
        switch self {
        case .badLine(_, _, _, let hint): hint
        case .noCases: nil
        case .imageMissing(let engine, let image): "\(engine) pull \(image)"
        }
    }
}
