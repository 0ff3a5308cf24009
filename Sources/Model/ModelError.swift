package import RunDocument

/// A model that cannot be read, or not be used on this data.
package enum ModelError: Failure, Equatable {
    case notAModel(path: String, reason: String)
    case unsupportedFormat(path: String, flavors: [String])
    case newerThanLibrary(path: String, model: String, library: String)
    case libraryMissing(tried: [String])
    case libraryFailed(operation: String, message: String)
    case missingFeature(name: String)
    case wrongFeatureType(name: String, expected: String)
    case outOfRange(name: String, value: Double)

    package var exitStatus: ExitStatus {
        switch self {
        case .notAModel, .unsupportedFormat, .missingFeature, .wrongFeatureType,
            .outOfRange:
            .dataFormat
        case .newerThanLibrary, .libraryMissing: .unavailable
        case .libraryFailed: .internalError
        }
    }

    package var description: String {
        switch self {
        case .notAModel(let path, let reason): "'\(path)' is not a model: \(reason)"
        case .unsupportedFormat(let path, let flavors):
            "'\(path)' has no flavor that this tool can score; it has \(flavors.joined(separator: ", "))"
        case .newerThanLibrary(let path, let model, let library):
            "'\(path)' was written by XGBoost \(model); the library here is \(library) and would mis-score it"
        case .libraryMissing(let tried):
            "libxgboost was not found; tried \(tried.joined(separator: ", "))"
        case .libraryFailed(let operation, let message):
            "XGBoost could not \(operation): \(message)"
        case .outOfRange(let name, let value):
            "\(value) in '\(name)' is beyond what the model can take"
        case .missingFeature(let name): "the data has no column '\(name)', which the model needs"
        case .wrongFeatureType(let name, let expected):
            "the column '\(name)' is not \(expected), which the model needs"
        }
    }

    package var hint: String? {
        switch self {
        case .libraryMissing:
            "install it (apt-get install libxgboost0, or pip install xgboost-cpu), or name it in $MLX_XGBOOST"
        case .newerThanLibrary: "install that version or a newer one, or name it in $MLX_XGBOOST"
        case .notAModel, .unsupportedFormat, .libraryFailed, .missingFeature, .wrongFeatureType,
            .outOfRange:
            nil
        }
    }
}
