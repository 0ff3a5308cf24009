import Dataset
import FileStorage
import Model
import RunDocument
import SystemPackage
import TestSupport
import Testing

@Suite struct ModelDirectoryTests {
    private static let metadata = ModelMetadata(
        format: "xgboost", task: .multiclass, target: "species", labels: ["a: b", "true", "3"],
        inputs: [
            Feature(name: "x", kind: .numeric(isInteger: false), isRequired: true),
            Feature(name: "n", kind: .numeric(isInteger: true), isRequired: false),
            Feature(name: "flag", kind: .boolean, isRequired: true),
            Feature(name: "kind", kind: .categorical(["null", "é", "1.0"]), isRequired: false),
        ],
        dataFile: "model.ubj", libraryVersion: "1.7.4", runID: "01", createdAt: "2026-11-20")

    private func directory(_ parent: FilePath, _ metadata: ModelMetadata = metadata) throws
        -> FilePath
    {
        let path = parent.appending("model")
        try Files.makeDirectory(path)
        try Files.write(path.appending("model.ubj"), "junk".utf8)
        try ModelDirectory.writeMetadata(metadata, to: path)
        return path
    }

    @Test func whatIsWrittenIsRead() async throws {
        try await withScratchDirectory { parent in
            let model = try ModelDirectory(loading: try directory(parent))
            #expect(model.metadata == Self.metadata)
        }
    }

    @Test func theFileIsWhatPythonReads() async throws {
        try await withScratchDirectory { parent in
            let path = try directory(parent)
            let result = try await Tool.shell(
                """
                python3 - <<'END'
                import json
                text = open("model/MLmodel").read()
                inputs = [line for line in text.splitlines() if line.startswith("  inputs: ")][0]
                columns = json.loads(json.loads(inputs.removeprefix("  inputs: ")))
                print([(c["name"], c["type"], c["required"]) for c in columns])
                END
                """, directory: parent)
            #expect(
                result.output
                    == "[('x', 'double', True), ('n', 'double', False), ('flag', 'boolean', True), "
                    + "('kind', 'string', False)]\n", "\(path) \(result.errors)")
        }
    }

    @Test(arguments: [
        ("", "MLmodel has no 'flavors'"),
        ("flavors: {mlx: {}, xgboost: {}}", "MLmodel has no valid 'flavors.mlx.labels'"),
        ("flavors: [", "MLmodel: not YAML: did not find expected node content"),
        (
            """
            flavors:
              mlx: {task: regression, target: y, labels: [], inputs: [{name: x, type: number}]}
              xgboost: {data: ../../etc/passwd}
            """, "its file '../../etc/passwd' is outside of it"
        ),
        (
            """
            flavors:
              mlx: {task: binary, target: y, labels: [a], inputs: [{name: x, type: number}]}
              xgboost: {data: model.ubj}
            """, "its inputs or labels make no sense"
        ),
        (
            """
            flavors:
              mlx: {task: regression, target: y, labels: [], inputs: [{name: x, type: number}]}
              xgboost: {data: other.ubj}
            """, "its file 'other.ubj' is missing"
        ),
    ])
    func whatIsNoModelIsRefused(_ text: String, _ reason: String) async throws {
        try await withScratchDirectory { parent in
            let path = try directory(parent)
            try Files.replace(path.appending("MLmodel"), with: text.utf8)
            #expect(throws: ModelError.notAModel(path: path.string, reason: reason)) {
                try ModelDirectory(loading: path)
            }
        }
    }

    @Test func anotherFlavorIsNamed() async throws {
        try await withScratchDirectory { parent in
            let path = try directory(parent)
            try Files.replace(
                path.appending("MLmodel"), with: "flavors: {spark: {}, keras: {}}".utf8)
            #expect(
                throws: ModelError.unsupportedFormat(
                    path: path.string, flavors: ["keras", "spark"])
            ) { try ModelDirectory(loading: path) }
        }
    }

    @Test func aModelOfANewerLibraryIsNotScored() async throws {
        var metadata = Self.metadata
        metadata.libraryVersion = "99.1.0"
        try await withScratchDirectory { parent in
            let model = try ModelDirectory(loading: try directory(parent, metadata))
            #expect {
                _ = try Predictors.load(model)
            } throws: { error in
                guard case ModelError.newerThanLibrary(_, "99.1.0", _) = error else {
                    return false
                }
                return (error as? any Failure)?.exitStatus == .unavailable
            }
        }
    }

    @Test func aFileThatIsNoModelIsRefusedAndNotACrash() async throws {
        try await withScratchDirectory { parent in
            let model = try ModelDirectory(loading: try directory(parent))
            #expect {
                _ = try Predictors.load(model)
            } throws: { error in
                (error as? any Failure)?.exitStatus == .dataFormat
            }
        }
    }
}
