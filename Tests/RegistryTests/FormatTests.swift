import FileStorage
import Registry
import RunDocument
import SystemPackage
import TestSupport
import Testing

/// What is let in by its content, whatever it is called.
@Suite struct FormatTests {
    private func refusal(_ files: [(String, [UInt8])]) async throws -> (
        name: String, format: UnsafeFormat
    )? {
        var found: (name: String, format: UnsafeFormat)?
        try await withScratchDirectory { scratch in
            let model = try OfferedModel(files.map { (name: $0.0, bytes: $0.1) }, in: scratch)
            found = try model.refusal()
            // What was refused left nothing that a collection would not take away.
            #expect(try model.store.versions().isEmpty == (found != nil))
        }
        return found
    }

    @Test(arguments: [
        "model.safetensors", "model.gguf", "model.onnx", "xgboost.ubj", "xgboost.json",
    ])
    func `what the libraries write is taken, under any name`(name: String) async throws {
        let bytes = try FormatFixtures()[name]
        for file in [name, "weights.bin", "dir/WEIGHTS"] {
            let found = try await refusal([(file, bytes)])
            #expect(found == nil, "\(file): \(String(describing: found))")
        }
    }

    private static let texts: [(String, String)] = [
        ("MLmodel", "flavors:\n  python_function:\n    loader_module: mlflow.sklearn\n"),
        ("conda.yaml", "channels:\n- conda-forge\ndependencies:\n- python=3.11.7\n"),
        ("requirements.txt", "numpy==2.4.6\n# caf\u{E9}\n"), ("README.md", "# A model\n\n- ä\n"),
        ("labels.txt", "cat\ndog\nhorse\nInu\n(other)\n.\n"), ("labels.txt", "N\nI\nV\n"),
        ("model.lgb", "tree\nversion=v4\nnum_class=1\n"), ("input_example.json", "{\"a\": [1]}"),
        ("python_env.yaml", "python: 3.11.7\n"), ("empty.txt", ""), ("predict.py", "import sys\n"),
        ("Version.txt", "Version 1\nof the model\n"), ("bom.txt", "\u{FEFF}text"),
    ]

    @Test(arguments: texts)
    func `text is taken`(name: String, text: String) async throws {
        let found = try await refusal([(name, Array(text.utf8))])
        #expect(found == nil, "\(String(describing: found))")
    }

    @Test(arguments: 0...5)
    func `a pickle of any protocol is refused under any name`(version: Int) async throws {
        let fixtures = try FormatFixtures()
        for kind in ["object", "plain"] {
            let pickle = try fixtures["\(kind).\(version).pickle"]
            for name in ["m.json", "m.txt", "m.onnx", "m.safetensors", "m.gguf", "m.ubj", "m"] {
                let found = try await refusal([(name, pickle)])
                #expect(found?.format == .pickle, "\(kind) \(name): \(String(describing: found))")
            }
        }
    }

    /// Each runs `id` in Python, whatever follows and whatever it looks like.
    private static let attacks: [String] = [
        "cos\nsystem\n(S'id'\ntR.", "cos\nsystem\n(S'id'\ntRgarbage",
        "(S'id'\nios\nsystem\n.", "I0\n0cos\nsystem\n(S'id'\ntR.",
        "V{\"a\": 1}\n0cos\nsystem\n(S'id'\ntR.\n{\"a\": 1}\n", "(cos\nsystem\nS'id'\no.",
        "S'# A model'\n0cos\nsystem\np0\n0g0\n(S'id'\ntR.# A model\n",
        "V" + String(repeating: "x", count: 100_000) + "\n0cos\nsystem\n(S'id'\ntR.",
    ]

    @Test(arguments: attacks.indices)
    func `text that a pickle is written in is refused`(number: Int) async throws {
        let text = Self.attacks[number]
        for name in ["README.md", "config.json", "MLmodel"] {
            let found = try await refusal([(name, Array(text.utf8))])
            #expect(found?.format == .pickle, "\(String(describing: found))")
        }
    }

    @Test func `a pickle in front of another format is refused`() async throws {
        // The length of the header begins with the letter of a line of text, and the line ends in
        // the header's own white space: to Python it is a string, an empty dictionary and a call.
        let code = Array("0(cos\nsystem\nS'id'\no.".utf8)
        var header = "{\"a\":{\"dtype\":\"U8\",\"shape\":[\(code.count)],"
        header += "\"data_offsets\":[0,\(code.count)]}"
        let length = 0x56
        header += String(repeating: " ", count: length - header.utf8.count - 2) + "\n}"
        try #require(header.utf8.count == length)
        let bytes = [UInt8(length), 0, 0, 0, 0, 0, 0, 0] + Array(header.utf8) + code
        let found = try await refusal([("model.safetensors", bytes)])
        #expect(found?.format == .pickle, "\(String(describing: found))")
    }

    @Test(arguments: ["pkl", "pickle", "joblib", "pt", "pth", "PT"])
    func `a name that pickles have is refused whatever is in the file`(ending: String) async throws
    {
        let found = try await refusal([("model.\(ending)", Array("text".utf8))])
        #expect(found?.format == .pickle)
    }

    private static let unknown: [(String, [UInt8])] = [
        ("model.bin", [UInt8](0...255)), ("model.npz", [0x50, 0x4B, 3, 4, 0, 0]),
        ("text.txt", [0x74, 0x65, 0x78, 0x74, 0]), ("latin.txt", [0x63, 0x61, 0x66, 0xE9]),
        ("model.h5", [0x89, 0x48, 0x44, 0x46, 0x0D, 0x0A, 0x1A, 0x0A, 0]),
        ("tool", [0x7F, 0x45, 0x4C, 0x46, 0]), ("cut.txt", [0x63, 0x61, 0x66, 0xC3]),
        ("model.ubj", [0x7B, 0x4C, 0, 0, 0]),
        ("key.ubj", [0x7B, 0x69, 3, 0x61, 0x62, 0x00, 0x5B]),
    ]

    @Test(arguments: unknown)
    func `what is not known is refused`(name: String, bytes: [UInt8]) async throws {
        let found = try await refusal([(name, bytes), ("MLmodel", [])])
        #expect(found?.name == name)
        #expect(found?.format != .pickle)
    }

    @Test func `text is looked at from end to end`() async throws {
        let text = Array(String(repeating: "zw\u{F6}lf \u{1F427} ", count: 200_000).utf8)
        #expect(try await refusal([("long.txt", text)]) == nil)
        for bytes in [text + [0], Array(text.dropLast(2)) + [0x20], text + [0xFF]] {
            #expect(try await refusal([("long.txt", bytes)])?.format == .unknown)
        }
    }

    @Test func `archives and arrays are refused by their names`() async throws {
        let fixtures = try FormatFixtures()
        #expect(
            try await refusal([("model.zip", fixtures["archive.zip"])])?.format
                == .known("a ZIP archive"))
        #expect(
            try await refusal([("model.npy", fixtures["array.npy"])])?.format
                == .known("a NumPy array"))
    }
}
