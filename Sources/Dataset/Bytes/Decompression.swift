import CZlib
import CZstd
import SystemPackage

/// How a source's bytes are packed.
enum Compression: String {
    case gzip
    case zstandard = "zstd"

    /// By the first bytes; a name can be wrong.
    init?(signature bytes: UnsafeRawBufferPointer) {
        if bytes.starts(with: [0x1F, 0x8B]) {
            self = .gzip
        } else if bytes.starts(with: [0x28, 0xB5, 0x2F, 0xFD]) {
            self = .zstandard
        } else {
            return nil
        }
    }

    func decompressor(for name: String) throws(DatasetError) -> any ByteTransform {
        switch self {
        case .gzip: try GzipDecompressor(name: name)
        case .zstandard: try ZstandardDecompressor(name: name)
        }
    }
}

/// Unpacks gzip, several members behind each other too.
final class GzipDecompressor: ByteTransform {
    private let name: String
    private var stream = z_stream()
    /// Whether a member has begun and not ended.
    private var isInside = false
    private var unpacked = 0

    init(name: String) throws(DatasetError) {
        self.name = name
        guard mlx_inflate_init(&stream) == Z_OK else {
            throw .unreadable(path: name, .noMemory)
        }
    }

    deinit { inflateEnd(&stream) }

    func transform(
        _ input: UnsafeRawBufferPointer,
        into output: UnsafeMutableRawBufferPointer,
        atEnd: Bool
    ) throws(DatasetError) -> (consumed: Int, produced: Int) {
        if input.isEmpty {
            guard !(atEnd && isInside) else { throw truncated }
            return (0, 0)
        }
        stream.next_in = UnsafeMutablePointer(
            mutating: input.baseAddress?.assumingMemoryBound(to: UInt8.self)
        )
        stream.avail_in = UInt32(clamping: input.count)
        stream.next_out = output.baseAddress?.assumingMemoryBound(to: UInt8.self)
        stream.avail_out = UInt32(clamping: output.count)
        let result = inflate(&stream, Z_NO_FLUSH)
        let consumed = input.count - Int(stream.avail_in)
        let produced = output.count - Int(stream.avail_out)
        unpacked += produced
        switch result {
        case Z_OK: isInside = true
        case Z_STREAM_END:
            isInside = false
            inflateReset(&stream)
        case Z_BUF_ERROR where !atEnd: break
        case Z_BUF_ERROR: throw truncated
        default: throw .corrupt(file: name, format: "gzip", byte: unpacked + 1)
        }
        return (consumed, produced)
    }

    private var truncated: DatasetError {
        .truncated(file: name, format: "gzip", byte: unpacked + 1)
    }
}

/// Unpacks Zstandard, several frames behind each other too.
final class ZstandardDecompressor: ByteTransform {
    private let name: String
    private let context: OpaquePointer
    private var isInside = false
    private var unpacked = 0

    init(name: String) throws(DatasetError) {
        self.name = name
        guard let context = ZSTD_createDStream() else {
            throw .unreadable(path: name, .noMemory)
        }
        // A window of more than 128 MiB is refused: it bounds the memory.
        ZSTD_DCtx_setParameter(context, ZSTD_d_windowLogMax, 27)
        self.context = context
    }

    deinit { ZSTD_freeDStream(context) }

    func transform(
        _ input: UnsafeRawBufferPointer,
        into output: UnsafeMutableRawBufferPointer,
        atEnd: Bool
    ) throws(DatasetError) -> (consumed: Int, produced: Int) {
        var source = ZSTD_inBuffer(src: input.baseAddress, size: input.count, pos: 0)
        var target = ZSTD_outBuffer(dst: output.baseAddress, size: output.count, pos: 0)
        let result = ZSTD_decompressStream(context, &target, &source)
        guard ZSTD_isError(result) == 0 else {
            throw .corrupt(file: name, format: "zstd", byte: unpacked + 1)
        }
        unpacked += target.pos
        if source.pos > 0 || target.pos > 0 { isInside = result != 0 }
        if atEnd, input.isEmpty, target.pos == 0, isInside {
            throw .truncated(file: name, format: "zstd", byte: unpacked + 1)
        }
        return (source.pos, target.pos)
    }
}
