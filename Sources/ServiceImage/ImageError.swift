package import RunDocument

/// An image that cannot be made.
package enum ImageError: Failure, Equatable {
    case noProgram(tried: [String])
    case notExecutable(path: String, reason: String)
    /// A library that a program asks for.
    case noLibrary(name: String, neededBy: String)
    case noRuntime(name: String, tried: [String])
    case needsProgram(String)
    case notALayout(path: String)
    case registry(path: String)
    case changed(path: String)

    package var exitStatus: ExitStatus {
        switch self {
        case .noProgram, .noLibrary, .noRuntime: .missingInput
        case .notExecutable, .changed: .dataFormat
        case .needsProgram: .unavailable
        case .notALayout, .registry: .cannotCreate
        }
    }

    package var description: String {
        switch self {
        case .noProgram: "cannot find the program 'mlx-serve'"
        case .notExecutable(let path, let reason): "'\(path)' is not a program: \(reason)"
        case .noLibrary(let name, let user): "cannot find the library '\(name)' of '\(user)'"
        case .noRuntime(let name, _): "cannot find '\(name)', which this model needs"
        case .needsProgram(let program):
            "the model is scored by the command '\(program)', which no image can bring along"
        case .notALayout(let path): "'\(path)' is not empty and not an OCI image layout"
        case .registry(let path): "'\(path)' holds the versions of a model"
        case .changed(let path): "'\(path)' changed while it was read"
        }
    }

    package var hint: String? {
        switch self {
        case .noProgram(let tried): "tried \(tried.joined(separator: ", ")); or use --program"
        case .noRuntime(_, let tried): "tried \(tried.joined(separator: ", "))"
        case .notExecutable, .noLibrary, .needsProgram, .notALayout, .changed: nil
        case .registry: "choose another directory with --out"
        }
    }
}
