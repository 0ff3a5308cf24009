package import RunDocument

/// A model that cannot be read, or not be used on this data.
package enum ModelError: Failure, Equatable {
    case notAModel(path: String, reason: String)
    /// A file that can run code when it is loaded.
    case pickle(path: String)
    case unsupportedFormat(path: String, flavors: [String])
    /// What must be known of a model is written nowhere.
    case unknown(path: String, what: String, hint: String)
    /// Inputs or outputs that no table and no predictions fit.
    case unusableSignature(path: String, reason: String, hint: String?)
    case newerThanLibrary(path: String, model: String, library: String)
    case libraryMissing(tried: [String])
    case libraryFailed(operation: String, message: String)
    case onnxRuntimeMissing(tried: [String])
    case onnxRuntimeFailed(operation: String, message: String)
    case missingFeature(name: String)
    case wrongFeatureType(name: String, expected: String)
    case outOfRange(name: String, value: Double)
    case missingValue(name: String, row: Int)
    /// The model answers something else than it was asked.
    case wrongAnswer(model: String, reason: String)
    case unknownLabel(model: String, label: String, known: [String])

    package var exitStatus: ExitStatus {
        switch self {
        case .notAModel, .pickle, .unsupportedFormat, .unusableSignature, .missingFeature,
            .wrongFeatureType,
            .outOfRange, .missingValue, .wrongAnswer, .unknownLabel:
            .dataFormat
        case .unknown: .configuration
        case .newerThanLibrary, .libraryMissing, .onnxRuntimeMissing: .unavailable
        case .libraryFailed, .onnxRuntimeFailed: .internalError
        }
    }

    package var description: String {
        switch self {
        case .notAModel(let path, let reason): "'\(path)' is not a model: \(reason)"
        case .pickle(let path):
            "'\(path)' is a pickle, and a pickle can run code when it is loaded"
        case .unsupportedFormat(let path, let flavors):
            "'\(path)' has no flavor that this tool can score; it has \(flavors.joined(separator: ", "))"
        case .unusableSignature(let path, let reason, _): "'\(path)' cannot be scored: \(reason)"
        case .unknown(let path, let what, _): "'\(path)' does not say \(what)"
        case .newerThanLibrary(let path, let model, let library):
            "'\(path)' was written by XGBoost \(model); the library here is \(library) and would mis-score it"
        case .libraryMissing(let tried):
            "libxgboost was not found; tried \(tried.joined(separator: ", "))"
        case .onnxRuntimeMissing(let tried):
            "ONNX Runtime was not found; tried \(tried.joined(separator: ", "))"
        case .libraryFailed(let operation, let message):
            "XGBoost could not \(operation): \(message)"
        case .onnxRuntimeFailed(let operation, let message):
            "ONNX Runtime could not \(operation): \(message)"
        case .outOfRange(let name, let value):
            "\(value) in '\(name)' is beyond what the model can take"
        case .missingFeature(let name): "the data has no column '\(name)', which the model needs"
        case .wrongFeatureType(let name, let expected):
            "the column '\(name)' is not \(expected), which the model needs"
        case .missingValue(let name, let row):
            "row \(row) has no '\(name)', which the model needs"
        case .wrongAnswer(let model, let reason): "the model '\(model)' \(reason)"
        case .unknownLabel(let model, let label, let known):
            "the model '\(model)' answers '\(label)', which is none of its labels \(known.joined(separator: ", "))"
        }
    }

    package var hint: String? {
        switch self {
        case .libraryMissing:
            "install it (apt-get install libxgboost0, or pip install xgboost-cpu), or name it in $MLX_XGBOOST"
        case .onnxRuntimeMissing:
            "install it (pip install onnxruntime in .venv), or name its library in $MLX_ONNXRUNTIME"
        case .newerThanLibrary: "install that version or a newer one, or name it in $MLX_XGBOOST"
        case .pickle:
            "export it to ONNX, or score it with a command of your own that loads it"
        case .unsupportedFormat:
            "export it to ONNX, or score it with a command of your own"
        case .unknown(_, _, let hint): hint
        case .unusableSignature(_, _, let hint): hint
        case .unknownLabel:
            "are the labels of the target in the schema those that the model was trained on?"
        case .notAModel, .libraryFailed, .onnxRuntimeFailed, .missingFeature, .wrongFeatureType,
            .outOfRange, .missingValue, .wrongAnswer:
            nil
        }
    }
}
