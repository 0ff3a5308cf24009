import FileStorage
import RunDocument
import SystemPackage

/// Looks at the files of a model before they are taken in.
enum FormatCheck {
    struct File {
        /// What the file is called in the model, with `/` between components.
        let name: String
        /// Where it lies.
        let path: FilePath
    }

    /// Checks that every file is of a format that can do no harm when it is loaded.
    ///
    /// - Returns: which ones were let in all the same, as the audit log is to say it; nil for none.
    /// - Throws: `RegistryError.unsafeFormat`, unless `allowUnsafe` is set; `StorageError`.
    static func check(_ files: [File], allowUnsafe: Bool) throws -> String? {
        let refused = try objections(to: files)
        guard let first = refused.first else { return nil }
        guard allowUnsafe else { throw RegistryError.unsafeFormat(first.name, first.format) }
        let named = refused.prefix(3).map { "'\(ModelFiles.printable($0.name).shortened())'" }
        let more = refused.count > 3 ? " and \(refused.count - 3) more" : ""
        return "--allow-unsafe: \(named.joined(separator: ", "))\(more)"
    }

    private static func objections(to files: [File]) throws -> [(
        name: String, format: UnsafeFormat
    )] {
        var unsafe: [(name: String, format: UnsafeFormat)] = []
        // A file's name is bytes: Swift takes two ways to write "é" for one.
        var sizes: [[UInt8]: Int] = [:]
        var external: [(name: String, data: [ExternalData])] = []
        for file in files {
            try Task.checkCancellation()
            let content = try WindowedFile(file.path)
            sizes[Array(file.name.utf8)] = content.size
            switch try FileFormat(content, named: file.name) {
            case .safetensors, .gguf, .ubjson, .text: break
            case .onnx(let data): external.append((file.name, data))
            case .unsafe(let format): unsafe.append((file.name, format))
            }
        }
        var weights: Set<[UInt8]> = []
        for (name, data) in external {
            do {
                for part in data { weights.insert(try locate(part, of: name, in: sizes)) }
            } catch {
                unsafe.append((name, .malformed("ONNX", reason: error.reason)))
            }
        }
        // Weights are numbers without a beginning that would tell.
        unsafe.removeAll { $0.format != .pickle && weights.contains(Array($0.name.utf8)) }
        return unsafe.sorted { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }
    }

    /// The file of the model in which a part of an ONNX model's weights is.
    private static func locate(_ data: ExternalData, of name: String, in sizes: [[UInt8]: Int])
        throws(MalformedFile) -> [UInt8]
    {
        let location = ModelFiles.printable(data.location)
        let components = data.location.split(separator: "/", omittingEmptySubsequences: false)
        guard !data.location.utf8.contains(UInt8(ascii: "\\")),
            !components.contains("") && !components.contains("..")
        else {
            throw MalformedFile(reason: "it takes weights from '\(location)', outside of the model")
        }
        let directory = name.utf8.lastIndex(of: UInt8(ascii: "/")).map { name.utf8[...$0] }
        let path =
            (directory.map(Array.init) ?? [])
            + components.filter { $0 != "." }.joined(separator: "/").utf8
        guard let size = sizes[path] else {
            throw MalformedFile(
                reason: "it takes weights from '\(location)', which is no file of the model")
        }
        guard data.offset <= size, (data.length ?? 0) <= size - data.offset else {
            throw MalformedFile(reason: "its weights reach past the end of '\(location)'")
        }
        return path
    }
}
