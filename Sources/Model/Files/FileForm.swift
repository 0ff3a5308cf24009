import SystemPackage

/// What a model file is by its first bytes, whatever its name says.
enum FileForm: Hashable {
    case onnx, json, ubjson, pickle, zip, gzip, hdf5, empty, unknown

    init(_ bytes: some Sequence<UInt8>) {
        let start = Array(bytes.prefix(16))
        guard let first = start.first else { self = .empty; return }
        let second = start.count > 1 ? start[1] : 0
        switch first {
        // Protocols 2 to 5 begin with their number; joblib writes the same, maybe packed by zlib.
        case 0x80 where (2...5).contains(second): self = .pickle
        case 0x78 where [0x01, 0x5E, 0x9C, 0xDA].contains(second): self = .pickle
        case 0x50 where second == 0x4B: self = .zip
        case 0x1F where second == 0x8B: self = .gzip
        case 0x89 where start.starts(with: [0x89, 0x48, 0x44, 0x46]): self = .hdf5
        case UInt8(ascii: "{"):
            let isUBJSON = "LlIiU#$".utf8.contains(second)
            self = isUBJSON ? .ubjson : .json
        // The field `ir_version`, a small number.
        case 0x08 where second < 0x80: self = .onnx
        default: self = .unknown
        }
    }

    /// In the words of a message.
    private var phrase: String {
        switch self {
        case .onnx: "an ONNX model"
        case .json: "JSON"
        case .ubjson: "UBJSON"
        case .pickle: "a pickle"
        case .zip: "a ZIP archive, as PyTorch and Keras write them"
        case .gzip: "packed with gzip"
        case .hdf5: "HDF5, as Keras writes it"
        case .empty: "empty"
        case .unknown: "of no format that is known here"
        }
    }

    /// Checks that a file is what its name or the model's description says.
    static func check(
        _ bytes: [UInt8], is expected: FileForm, _ path: FilePath
    ) throws(ModelError) {
        let found = FileForm(bytes)
        guard found != .pickle else { throw .pickle(path: path.string) }
        guard found == expected else {
            throw .notAModel(
                path: path.string,
                reason: "it should be \(expected.phrase), and it is \(found.phrase)")
        }
    }

    /// Whether a name is one that pickles have.
    static func isPickle(name: String) -> Bool {
        [".pkl", ".pickle", ".joblib"].contains { name.lowercased().hasSuffix($0) }
    }
}
