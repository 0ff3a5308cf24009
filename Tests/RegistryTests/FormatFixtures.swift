import FileStorage
import FoundationEssentials
import Registry
import RunDocument
import SystemPackage
import TestSupport
import Testing

/// Files by those who define the formats; `make_formats.py` has written them.
struct FormatFixtures {
    private let files: JSONObject

    init() throws {
        let path = Tool.root.appending("Tests/RegistryTests/Fixtures/formats.json")
        files = try #require(try JSONValue.read(path)["files"]?.objectValue)
    }

    subscript(_ name: String) -> [UInt8] {
        get throws {
            let text = try #require(files[name]?.stringValue, "no fixture '\(name)'")
            return Array(try #require(Data(base64Encoded: text)))
        }
    }
}

/// A model of some files, which is offered to a registry.
struct OfferedModel {
    let scratch: FilePath
    let directory: FilePath

    init(_ files: [(name: String, bytes: [UInt8])], in scratch: FilePath) throws {
        self.scratch = scratch
        directory = scratch.appending("offered")
        Files.removeTreeIfPossible(directory)
        try Files.makeDirectory(directory)
        for (name, bytes) in files {
            let path = directory.appending(name)
            try Files.makeDirectory(path.removingLastComponent())
            try Files.replace(path, with: bytes)
        }
    }

    var store: ModelStore {
        get throws { try .testing(scratch) }
    }

    @discardableResult
    func register(allowUnsafe: Bool = false) throws -> Registration {
        let run = try FakeModel.run(of: directory, id: "run-1")
        var request = RegistrationRequest(directory: directory, run: run)
        request.allowUnsafe = allowUnsafe
        return try store.register(request, .test)
    }

    /// Why it is refused; nil if it is not.
    func refusal() throws -> (name: String, format: UnsafeFormat)? {
        do {
            try register()
            return nil
        } catch RegistryError.unsafeFormat(let name, let format) {
            return (name, format)
        }
    }
}
