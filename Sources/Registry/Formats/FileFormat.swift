import FileStorage
import RunDocument
import SystemPackage

/// What a model's file is by its content.
///
/// Only headers are read, but of text every byte is looked at.
enum FileFormat {
    case safetensors, gguf, ubjson, text
    /// With the files that it takes weights from.
    case onnx(external: [ExternalData])
    case unsafe(UnsafeFormat)

    /// - Parameter name: what the file is called in the model; it may promise a format.
    init(_ file: WindowedFile, named name: String) throws {
        let ending = FilePath(name).extension?.lowercased() ?? ""
        if Self.pickleEndings.contains(ending) {
            self = .unsafe(.pickle)
        } else if try PickleScan.isPickle(file) {
            self = .unsafe(.pickle)
        } else {
            self = try Self.recognize(file, ending)
        }
    }

    private static let pickleEndings: Set<String> = [
        "pkl", "pickle", "joblib", "pt", "pth", "dill",
    ]

    private static func recognize(_ file: WindowedFile, _ ending: String) throws -> FileFormat {
        let beginning = try file.bytes(at: 0, count: min(16, file.size)) ?? []
        if try ending == "safetensors" || SafetensorsHeader.begins(file) {
            return try checked("safetensors") {
                try SafetensorsHeader.check(file)
                return .safetensors
            }
        }
        if beginning.starts(with: "GGUF".utf8) || ending == "gguf" {
            return try checked("GGUF") {
                try checkGGUF(file)
                return .gguf
            }
        }
        // The field `ir_version`, which writers put first.
        if ending == "onnx" || beginning.first == 0x08 {
            return try checked("ONNX") { .onnx(external: try ONNXFile(file).external) }
        }
        if try UBJSONBeginning.check(file) { return .ubjson }
        if try TextCheck.isText(file) { return .text }
        return .unsafe(UnsafeFormat(beginning: beginning))
    }

    private static func checked(_ name: String, _ check: () throws -> FileFormat) throws
        -> FileFormat
    {
        do { return try check() } catch let error as MalformedFile {
            return .unsafe(.malformed(name, reason: error.reason))
        }
    }

    /// Versions 1 to 3, in the byte order of all machines of today.
    private static func checkGGUF(_ file: WindowedFile) throws {
        guard try file.bytes(at: 0, count: 4) == Array("GGUF".utf8) else {
            throw MalformedFile(reason: "it does not begin with 'GGUF'")
        }
        guard let version = try file.integer(at: 4, width: 4) else { throw MalformedFile.truncated }
        guard (1...3).contains(version) else {
            throw MalformedFile(reason: "its version is \(version)")
        }
        let width = version == 1 ? 4 : 8
        guard let tensors = try file.integer(at: 8, width: width),
            let pairs = try file.integer(at: 8 + width, width: width)
        else { throw MalformedFile.truncated }
        // What describes a tensor, or a value, has at least so many bytes.
        let room = UInt64(file.size - 8 - 2 * width)
        guard tensors <= room / 20, pairs <= room / 9 else {
            throw MalformedFile(reason: "it is too short for what it is said to hold")
        }
    }
}
