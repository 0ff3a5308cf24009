/// Why a file is not taken for something that can do no harm when it is loaded.
package enum UnsafeFormat: Hashable, Sendable {
    case pickle
    /// In the words of a message.
    case known(String)
    /// What it should be by its name or its beginning, and why it is not.
    case malformed(String, reason: String)
    case unknown

    package var reason: String {
        switch self {
        case .pickle: "loading a pickle runs the code in it"
        case .known(let name): "it is \(name), and what loading that does is not known here"
        case .malformed(let name, let reason): "it is taken for \(name), and \(reason)"
        case .unknown: "it is of no format that is known here"
        }
    }

    var hint: String {
        switch self {
        case .pickle: "use --allow-unsafe if you trust where it comes from"
        case .known, .malformed, .unknown:
            "safetensors, GGUF, ONNX, XGBoost's JSON and UBJSON, JSON and text can do no harm; "
                + "use --allow-unsafe if you trust where it comes from"
        }
    }

    /// Formats that are known by their first bytes, and are not those of models that only hold
    /// numbers.
    private static let beginnings: [(bytes: [UInt8], name: String)] = [
        (Array("PK\u{3}\u{4}".utf8), "a ZIP archive"),
        (Array("PK\u{5}\u{6}".utf8), "a ZIP archive"),
        ([0x1F, 0x8B], "packed with gzip"),
        ([0x89] + Array("HDF\r\n".utf8), "HDF5"),
        ([0x93] + Array("NUMPY".utf8), "a NumPy array"),
        ([0x7F] + Array("ELF".utf8), "a program"),
        ([0x28, 0xB5, 0x2F, 0xFD], "packed with Zstandard"),
        ([0xFD] + Array("7zXZ".utf8), "packed with xz"),
        (Array("BZh".utf8), "packed with bzip2"),
    ]

    /// The protocols 2 to 5 name themselves; joblib packs them with zlib.
    private static let packedPickles: [[UInt8]] =
        [[0x78, 0x01], [0x78, 0x5E], [0x78, 0x9C], [0x78, 0xDA]] + (2...5).map { [0x80, $0] }

    /// What binary content is, as far as its first bytes tell.
    init(beginning: [UInt8]) {
        if Self.packedPickles.contains(where: beginning.starts) {
            self = .pickle
        } else if let known = Self.beginnings.first(where: { beginning.starts(with: $0.bytes) }) {
            self = .known(known.name)
        } else {
            self = .unknown
        }
    }
}

/// A file that is not what it is taken for.
struct MalformedFile: Error {
    let reason: String

    static let truncated = MalformedFile(reason: "it is cut off")
}
