import Dataset
import FileStorage
import Model
import RunDocument
import SystemPackage
import TestSupport
import Testing

/// Files that are no models, or others than their names say.
@Suite struct ModelFileTests {
    private func failure(_ name: String, _ bytes: [UInt8]) async throws -> ModelError? {
        try await withScratchDirectory { parent in
            let path = parent.appending(name)
            FileBytes.write(bytes, to: path)
            do {
                _ = try ModelDirectory(loading: path)
                return nil
            } catch { return error as? ModelError }
        }
    }

    @Test(arguments: ["model.pkl", "model.joblib", "model.PICKLE"])
    func aPickleIsRefusedByItsName(_ name: String) async throws {
        guard case .pickle = try await failure(name, [0]) else {
            Issue.record("not refused")
            return
        }
    }

    @Test(
        arguments: [
            [0x80, 0x04, 0x95, 0x10, 0, 0], [0x78, 0x9C, 1, 2],
        ] as [[UInt8]])
    func aPickleIsRefusedByItsContent(_ bytes: [UInt8]) async throws {
        let error = try await failure("model.onnx", bytes)
        #expect(error?.description.contains("a pickle can run code when it is loaded") == true)
        #expect(error?.hint != nil)
    }

    @Test(arguments: [
        (
            "model.onnx", Array("{\"learner\":{}}".utf8),
            "it should be an ONNX model, and it is JSON"
        ),
        ("model.onnx", [], "it should be an ONNX model, and it is empty"),
        (
            "model.onnx", Array("PK\u{3}\u{4}".utf8),
            "it should be an ONNX model, and it is a ZIP archive, as PyTorch and Keras write them"
        ),
        ("model.json", [0x08, 0x0A], "it should be JSON, and it is an ONNX model"),
        (
            "model.ubj", Array("binf".utf8),
            "it should be UBJSON, and it is of no format that is known here"
        ),
        ("model.ubj", Array("{L".utf8), "it is damaged or truncated"),
        ("model.json", Array("{}".utf8), "it is no model of XGBoost: it has no 'learner'"),
        ("model.onnx", [0x08, 0x0A, 0x3A, 0x7F], "it is damaged or truncated, or not ONNX"),
        ("model.onnx", [0x08, 0x0A], "it has no inputs or outputs"),
        ("model.txt", [1], "its name does not end in .onnx, .ubj or .json"),
    ])
    func anotherFormatIsNamed(_ name: String, _ bytes: [UInt8], _ reason: String) async throws {
        guard case .notAModel(_, let found) = try await failure(name, bytes) else {
            Issue.record("not refused")
            return
        }
        #expect(found == reason)
    }

    @Test func aPickleInAnMLflowDirectoryIsRefused() async throws {
        try await withScratchDirectory { parent in
            try Files.write(
                parent.appending("MLmodel"), "flavors: {xgboost: {data: model.pkl}}".utf8)
            #expect(throws: ModelError.pickle(path: parent.appending("model.pkl").string)) {
                try ModelDirectory(loading: parent)
            }
        }
    }

    @Test func aFileOutsideOfTheDirectoryIsRefused() async throws {
        try await withScratchDirectory { parent in
            try Files.write(
                parent.appending("MLmodel"), "flavors: {onnx: {data: ../model.onnx}}".utf8)
            #expect(
                throws: ModelError.notAModel(
                    path: parent.string, reason: "its file '../model.onnx' is outside of it")
            ) { try ModelDirectory(loading: parent) }
        }
    }
}
