import Dataset
import FileStorage
import Model
import RunDocument
import SystemPackage
import TestSupport
import Testing

/// What is said where a library is not installed.
@Suite struct MissingLibraryTests {
    @Test func oneIsToldHowToGetONNXRuntime() async throws {
        let model = ONNXFixture.path("columns").string
        let result = try await Tool.run(
            "mlx-predict", ["--model-directory", model, "-"], input: "a\n1\n",
            environment: ["MLX_ONNXRUNTIME": "/nonexistent/libonnxruntime.so"])
        #expect(result.status == 69, "\(result.errors)")
        #expect(result.errors.contains("ONNX Runtime was not found; tried /nonexistent/"))
        #expect(result.errors.contains("pip install onnxruntime"))
        #expect(result.errors.contains("MLX_ONNXRUNTIME"))
    }
}
