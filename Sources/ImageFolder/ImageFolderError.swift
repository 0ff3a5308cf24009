package import RunDocument
package import SystemPackage

/// A folder that cannot be looked at, or expectations that make no sense.
package enum ImageFolderError: Failure, Equatable {
    case missing(path: String)
    case notDirectory(path: String)
    case unreadable(path: String, Errno)
    case noImages(path: String)
    case unknownKey(String)
    case notObject
    case wrongValue(key: String, expected: String)
    case emptyRange(key: String)

    package var exitStatus: ExitStatus {
        switch self {
        case .missing: .missingInput
        case .unreadable(_, .permissionDenied): .denied
        case .unreadable: .inputOutput
        case .notDirectory, .noImages: .dataFormat
        case .unknownKey, .notObject, .wrongValue, .emptyRange: .configuration
        }
    }

    package var description: String {
        switch self {
        case .missing(let path): "'\(path)' does not exist"
        case .notDirectory(let path): "'\(path)' is not a directory"
        case .unreadable(let path, let error): "cannot read '\(path)': \(error)"
        case .noImages(let path): "'\(path)' holds no images"
        case .unknownKey(let key): "'mlx:images' has no key '\(key)'"
        case .notObject: "'mlx:images' is not an object"
        case .wrongValue(let key, let expected): "'mlx:images.\(key)' is not \(expected)"
        case .emptyRange(let key): "no number is in the range 'mlx:images.\(key)'"
        }
    }

    package var hint: String? {
        switch self {
        case .noImages: "images are expected in one directory for each class"
        case .unknownKey: "known are \(ImageExpectations.keys.joined(separator: ", "))"
        default: nil
        }
    }
}
