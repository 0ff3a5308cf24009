import FileStorage
import SystemPackage
import TestSupport
import Testing

/// ONNX Runtime in the tool itself.
@Suite(.timeLimit(.minutes(5))) struct ONNXTests {
    /// The environment of the Python of the tests, where the wheel of onnxruntime is.
    private static let environment: FilePath? = {
        guard let python = Tool.environment("MLX_TEST_PYTHON") else { return nil }
        let environment = FilePath(python).removingLastComponent().removingLastComponent()
        let libraries = environment.appending("lib")
        let hasRuntime = ((try? Files.names(in: libraries)) ?? []).contains {
            Files.isDirectory(libraries.appending("\($0)/site-packages/onnxruntime"))
        }
        return hasRuntime ? environment : nil
    }()

    @Test(
        .enabled(
            if: environment != nil, "needs PyPI onnxruntime in MLX_TEST_PYTHON; run share/test"))
    func keepsNothingOfTheModelsAtHome() async throws {
        try await withScratchDirectory { directory in
            let header = "f0,f1,f2,f3,f4,f5,y\n"
            let rows = (0..<20).map { "\($0),1,2,3,4,5,\($0 % 2 == 0 ? "no" : "yes")\n" }
            try Files.write(directory.appending("test.csv"), Array((header + rows.joined()).utf8))
            let features = (0..<6).map { #"{"name": "f\#($0)", "type": "number"}"# }
            let target = #"{"name": "y", "type": "string", "mlx:field": {"role": "target"}}"#
            let fields = (features + [target]).joined(separator: ", ")
            let schema = #"{"fields": [\#(fields)]}"#
            try Files.write(directory.appending("schema.json"), Array(schema.utf8))
            let home = directory.appending("home")
            try Files.makeDirectory(home)
            let result = try await Tool.run(
                "mlx-eval",
                [
                    "--no-input", "--allow-empty", "--data", "test.csv", "--schema", "schema.json",
                    "--model", "\(Tool.root)/Tests/ModelTests/Fixtures/logistic.onnx",
                ],
                directory: directory,
                environment: ["HOME": "\(home)", "VIRTUAL_ENV": "\(Self.environment ?? "")"])
            #expect(result.status == 0, "\(result.errors)")
            #expect(try Files.names(in: home).isEmpty)
        }
    }
}
