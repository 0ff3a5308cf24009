import FileStorage
import Glibc
import SystemPackage
import TestSupport

/// The libraries that some tests need; without them those tests are skipped.
enum RuntimeLibraries {
    /// Whether ONNX Runtime is there: what `$MLX_ONNXRUNTIME` names, or the wheel beside the Python
    /// of the tests.
    static let hasONNXRuntime: Bool = {
        if Tool.environment("MLX_ONNXRUNTIME") != nil { return true }
        guard let folder = package("onnxruntime/capi") else { return false }
        return setenv("MLX_ONNXRUNTIME", folder.string, 1) == 0
    }()

    /// Whether the Python of the tests can load models of scikit-learn.
    static let hasScikitLearn: Bool = {
        guard package("sklearn") != nil, package("pandas") != nil,
            let python = Tool.environment("MLX_TEST_PYTHON")
        else { return false }
        return setenv("MLX_PYTHON", python, 1) == 0
    }()

    private static func package(_ name: String) -> FilePath? {
        guard let python = Tool.environment("MLX_TEST_PYTHON") else { return nil }
        let libraries = FilePath(python).removingLastComponent().removingLastComponent()
            .appending("lib")
        return ((try? Files.names(in: libraries)) ?? [])
            .map { libraries.appending("\($0)/site-packages/\(name)") }
            .first { Files.isDirectory($0) }
    }
}
