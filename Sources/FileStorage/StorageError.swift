package import RunDocument
package import SystemPackage

/// A file that could not be read or written.
package enum StorageError: Failure, Equatable {
    case missing(path: String)
    case notRegular(path: String)
    case tooLarge(path: String, limit: Int)
    case unreadable(path: String, Errno)
    case uncreatable(path: String, Errno)
    case unwritable(path: String, Errno)
    case changed(path: String)

    package var exitStatus: ExitStatus {
        switch self {
        case .missing: .missingInput
        case .notRegular, .tooLarge: .dataFormat
        case .unreadable(_, .permissionDenied): .denied
        case .unreadable, .unwritable, .changed: .inputOutput
        case .uncreatable: .cannotCreate
        }
    }

    package var description: String {
        switch self {
        case .missing(let path): "'\(path)' does not exist"
        case .notRegular(let path): "'\(path)' is not a regular file"
        case .tooLarge(let path, let limit): "'\(path)' is larger than \(limit) bytes"
        case .unreadable(let path, let error): "cannot read '\(path)': \(error)"
        case .uncreatable(let path, let error): "cannot create '\(path)': \(error)"
        case .unwritable(let path, let error): "cannot write '\(path)': \(error)"
        case .changed(let path): "'\(path)' changed while it was read"
        }
    }

    static func reading(_ path: FilePath, _ error: any Error) -> StorageError {
        let number = error as? Errno ?? .ioError
        if number == .noSuchFileOrDirectory { return .missing(path: path.string) }
        // Opening a symbolic link with `noFollow`.
        if number == .tooManySymbolicLinkLevels { return .notRegular(path: path.string) }
        return .unreadable(path: path.string, number)
    }
}
