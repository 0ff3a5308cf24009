/// What must be there, besides the tools, to score a model.
package enum RuntimeNeed: Sendable {
    case nothing
    /// A library that is loaded at run time: the variable that leads to it, and where it may be.
    case library(name: String, variable: String, candidates: [String])
    case program(String)

    /// - Throws: `ModelError` or `StorageError` if the model cannot be read.
    package init(of directory: ModelDirectory) throws {
        switch directory.runtime {
        case .command: self = .program(directory.command.first ?? "")
        case .onnx:
            self = .library(
                name: "ONNX Runtime",
                variable: ONNXRuntime.variable,
                candidates: ONNXRuntime.candidates
            )
        case .xgboost where try TreePredictor(directory, threads: 1) != nil: self = .nothing
        case .xgboost:
            self = .library(
                name: "libxgboost",
                variable: XGBoostLibrary.variable,
                candidates: XGBoostLibrary.candidates
            )
        }
    }
}
