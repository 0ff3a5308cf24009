import Glibc

/// Turns a text of another encoding into UTF-8, by the C library's tables.
final class Transcoding: ByteTransform {
    private let name: String
    private let encoding: String
    private let converter: iconv_t
    private var read = 0

    /// - Throws: `DatasetError.unknownEncoding`.
    init(from encoding: String, name: String) throws(DatasetError) {
        self.name = name
        self.encoding = encoding
        guard let converter = iconv_open("UTF-8", encoding),
            Int(bitPattern: converter) != -1
        else { throw .unknownEncoding(encoding) }
        self.converter = converter
    }

    deinit { iconv_close(converter) }

    func transform(
        _ input: UnsafeRawBufferPointer,
        into output: UnsafeMutableRawBufferPointer,
        atEnd: Bool
    ) throws(DatasetError) -> (consumed: Int, produced: Int) {
        guard !input.isEmpty else { return (0, 0) }
        var source = UnsafeMutablePointer(
            mutating: input.baseAddress?.assumingMemoryBound(to: CChar.self)
        )
        var target = output.baseAddress?.assumingMemoryBound(to: CChar.self)
        var left = input.count
        var room = output.count
        let result = iconv(converter, &source, &left, &target, &room)
        let reason = errno
        read += input.count - left
        if result == -1 {
            // EINVAL: the last character goes on in what has not been read yet.
            guard reason != EILSEQ, reason != EINVAL || !atEnd else {
                throw .encoding(file: name, encoding: encoding, byte: read + 1)
            }
        }
        return (input.count - left, output.count - room)
    }
}
