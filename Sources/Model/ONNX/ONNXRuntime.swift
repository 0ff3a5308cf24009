import COnnxRuntime
import SystemPackage

/// ONNX Runtime, loaded at run time.
package final class ONNXRuntime: @unchecked Sendable {
    /// Never closed: the library may have threads of its own.
    fileprivate let library: OpaquePointer
    /// The name under which the library was found.
    package let path: String

    /// `1.31.1`.
    package var version: String {
        mlx_onnx_version(library).map { String(cString: $0) } ?? ""
    }

    /// Loads the library once for the process.
    package static func shared() throws(ModelError) -> ONNXRuntime { try loaded.get() }

    private static let loaded: Result<ONNXRuntime, ModelError> = load()

    /// Leads to the library.
    static let variable = "MLX_ONNXRUNTIME"

    /// Where the library is looked for.
    static var candidates: [String] {
        LibrarySearch.candidates(
            variable: variable, folder: "onnxruntime/capi", prefix: "libonnxruntime.so",
            system: ["libonnxruntime.so.1", "libonnxruntime.so"])
    }

    private static func load() -> Result<ONNXRuntime, ModelError> {
        let candidates = Self.candidates
        var tried: [String] = []
        for path in candidates {
            let message = MessageBuffer()
            if let library = mlx_onnx_open(path, message.pointer, message.capacity) {
                return .success(ONNXRuntime(library, path))
            }
            // The loader's own words begin with the path.
            tried.append(path.contains("/") ? message.text : path)
        }
        return .failure(.onnxRuntimeMissing(tried: tried))
    }

    private init(_ library: OpaquePointer, _ path: String) {
        self.library = library
        self.path = path
    }
}

/// A model in ONNX Runtime's memory, which many threads can run at once.
final class ONNXSession: @unchecked Sendable {
    private let session: OpaquePointer

    /// - Throws: `ModelError`; a model of a later version than the library knows is among that.
    init(_ path: FilePath) throws(ModelError) {
        let runtime = try ONNXRuntime.shared()
        let message = MessageBuffer()
        // One thread: rows are shared out among threads here, which changes no result.
        let session = mlx_onnx_session_open(
            runtime.library, path.string, 1, message.pointer, message.capacity)
        guard let session else {
            throw .notAModel(
                path: path.string, reason: "ONNX Runtime \(runtime.version): \(message.line)")
        }
        self.session = session
    }

    deinit { mlx_onnx_session_close(session) }

    /// Runs the model and hands its outputs to `body`; they are gone afterwards.
    func run<Value>(
        _ inputs: [mlx_onnx_input],
        outputs names: [UnsafePointer<CChar>],
        _ body: ([mlx_onnx_output]) throws -> Value
    ) throws -> Value {
        var outputs = names.map { name in
            var output = mlx_onnx_output()
            output.name = name
            return output
        }
        let message = MessageBuffer()
        let code = mlx_onnx_run(
            session, inputs, inputs.count, &outputs, outputs.count, message.pointer,
            message.capacity)
        guard code == 0 else {
            throw ModelError.onnxRuntimeFailed(operation: "predict", message: message.line)
        }
        defer { mlx_onnx_release(session, &outputs, outputs.count) }
        return try body(outputs)
    }

    /// The texts of an output.
    func texts(of output: mlx_onnx_output) -> [String] {
        var size = 0
        var offsets = [Int](repeating: 0, count: output.count)
        return withUnsafePointer(to: output) { output in
            guard mlx_onnx_text_size(session, output, &size) == 0 else { return [] }
            var bytes = [CChar](repeating: 0, count: size)
            guard mlx_onnx_texts(session, output, &bytes, size, &offsets) == 0 else { return [] }
            return offsets.indices.map { index in
                let end = index + 1 < offsets.count ? offsets[index + 1] : size
                return String(
                    decoding: bytes[offsets[index]..<end].lazy.map(UInt8.init(bitPattern:)),
                    as: UTF8.self)
            }
        }
    }
}

/// Room for what the C library says when it fails.
private final class MessageBuffer {
    let capacity = 1024
    let pointer: UnsafeMutablePointer<CChar>

    init() {
        pointer = .allocate(capacity: capacity)
        pointer.initialize(repeating: 0, count: capacity)
    }

    deinit { pointer.deallocate() }

    var text: String { String(cString: pointer) }

    /// The first line: the library may go on with a stack trace.
    var line: String { text.split(separator: "\n").first.map(String.init) ?? "unknown error" }
}
