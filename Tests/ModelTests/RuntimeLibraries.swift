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
        guard let python = Tool.environment("MLX_TEST_PYTHON") else { return false }
        let libraries = FilePath(python).removingLastComponent().removingLastComponent()
            .appending("lib")
        for version in (try? Files.names(in: libraries)) ?? [] {
            let folder = libraries.appending("\(version)/site-packages/onnxruntime/capi")
            guard Files.isDirectory(folder) else { continue }
            return setenv("MLX_ONNXRUNTIME", folder.string, 1) == 0
        }
        return false
    }()

    /// Python with the packages of a model; nil if there is none.
    static var python: String? { Tool.environment("MLX_TEST_PYTHON") }
}
