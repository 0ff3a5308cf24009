import FileStorage
import Registry
import RunDocument
import SystemPackage
import TestSupport
import Testing

/// ONNX models whose weights are in other files, and what the user lets in all the same.
@Suite struct ExternalDataTests {
    private func model(_ names: [String], in scratch: FilePath) throws -> OfferedModel {
        let fixtures = try FormatFixtures()
        return try OfferedModel(
            try names.map { name in
                (
                    name: name,
                    bytes: try fixtures[name.split(separator: "/").last.map(String.init) ?? name]
                )
            }, in: scratch)
    }

    @Test func `weights that a model names are taken, and no others`() async throws {
        try await withScratchDirectory { scratch in
            for names in [
                ["external.onnx", "external.onnx.data"], ["nested.onnx", "nested.bin"],
                ["a/b/external.onnx", "a/b/external.onnx.data"],
            ] {
                #expect(try model(names, in: scratch).refusal() == nil, "\(names)")
            }
            for names in [
                ["external.onnx.data"], ["model.onnx", "nested.bin"],
                ["external.onnx", "external.onnx.data", "nested.bin"],
                ["a/external.onnx", "a/external.onnx.data", "external.onnx.data"],
            ] {
                let found = try model(names, in: scratch).refusal()
                #expect(found?.name == names.last, "\(names): \(String(describing: found))")
                #expect(found?.format == .unknown)
            }
        }
    }

    @Test(arguments: [
        ("absolute.onnx", "outside of the model"), ("dir/parent.onnx", "outside of the model"),
        ("backslash.onnx", "outside of the model"), ("beyond.onnx", "past the end"),
        ("a/negative.onnx", "no number"), ("a/nested.onnx", "no file of the model"),
    ])
    func `weights elsewhere are refused`(name: String, reason: String) async throws {
        try await withScratchDirectory { scratch in
            let found = try model([name, "external.onnx.data", "nested.bin"], in: scratch).refusal()
            #expect(found?.name == name)
            guard case .malformed("ONNX", let found)? = found?.format else {
                Issue.record("\(String(describing: found))")
                return
            }
            #expect(found.contains(reason), "\(found)")
        }
    }

    @Test func `a link in place of the weights is refused`() async throws {
        try await withScratchDirectory { scratch in
            let model = try model(["external.onnx"], in: scratch)
            let result = try await Tool.shell(
                "ln -s /etc/passwd '\(model.directory)/external.onnx.data'")
            try #require(result.status == 0)
            #expect(throws: StorageError.self) { try model.register(allowUnsafe: true) }
        }
    }

    @Test func `a pickle is no weights, whoever names it`() async throws {
        try await withScratchDirectory { scratch in
            let fixtures = try FormatFixtures()
            let padding = [UInt8](repeating: 0, count: 4096)
            let files = [
                (name: "external.onnx", bytes: try fixtures["external.onnx"]),
                (name: "external.onnx.data", bytes: try fixtures["object.4.pickle"] + padding),
            ]
            let found = try OfferedModel(files, in: scratch).refusal()
            #expect(found?.name == "external.onnx.data")
            #expect(found?.format == .pickle)
        }
    }

    @Test func `what the user answers for is taken and recorded, and a refusal is too`()
        async throws
    {
        try await withScratchDirectory { scratch in
            try FakeModel(in: scratch).register(in: scratch)
            let model = try OfferedModel(
                [("a.bin", [0, 1]), ("b.pkl", [1]), ("text", [])], in: scratch)
            #expect(throws: RegistryError.unsafeFormat("a.bin", .unknown)) { try model.register() }
            let denied = try #require(try model.store.history().last)
            #expect(denied.outcome == .denied)
            #expect(denied.reason?.contains("'a.bin'") == true)
            #expect(try model.register(allowUnsafe: true).outcome == .created)
            let record = try #require(try model.store.history().last)
            #expect(record.reason == "--allow-unsafe: 'a.bin', 'b.pkl'")
            // Who need not answer for anything is not said to have done so.
            let good = try OfferedModel([("text", [0x61])], in: scratch)
            try good.register(allowUnsafe: true)
            #expect(try good.store.history().last?.reason == nil)
        }
    }

    @Test func `an import looks at the content too`() async throws {
        try await withScratchDirectory { scratch in
            let from = ModelStore(
                root: scratch.appending("from"), model: try ModelName("penguins"))
            let model = try model(["parent.onnx"], in: scratch)
            var request = RegistrationRequest(
                directory: model.directory, run: try FakeModel.run(of: model.directory, id: "r"))
            request.allowUnsafe = true
            _ = try from.register(request, .test)
            var wanted = ImportRequest(try ImportSource("\(from.path):1"))
            let store = try ModelStore.testing(scratch)
            #expect(throws: RegistryError.self) { try store.importModel(wanted, .test) }
            #expect(try store.versions().isEmpty)
            wanted.allowUnsafe = true
            #expect(try store.importModel(wanted, .test).outcome == .created)
            #expect(try store.history().last?.reason == "--allow-unsafe: 'parent.onnx'")
        }
    }
}
