import FileStorage
import SystemPackage

import struct Crypto.SHA256

/// Reads a source chunk by chunk, and digests what it reads.
final class ByteStream {
    private enum Origin {
        case descriptor(FileDescriptor, isOwned: Bool)
        case bytes([UInt8], read: Int)
    }

    let name: String
    private var origin: Origin
    private var hash: SHA256?

    init(_ source: DataSource, digesting: Bool) throws(DatasetError) {
        name = source.name
        hash = digesting ? SHA256() : nil
        switch source {
        case .descriptor(let file, _): origin = .descriptor(file, isOwned: false)
        case .bytes(let bytes, _): origin = .bytes(bytes, read: 0)
        case .file(let path):
            guard Files.kind(of: path) != .directory else {
                throw .directory(path: path.string)
            }
            do {
                let file = try FileDescriptor.open(path, .readOnly, options: .closeOnExec)
                origin = .descriptor(file, isOwned: true)
            } catch let error as Errno where error == .noSuchFileOrDirectory {
                throw .missing(path: path.string)
            } catch {
                throw .unreadable(path: path.string, error as? Errno ?? .ioError)
            }
        }
    }

    deinit {
        if case .descriptor(let file, isOwned: true) = origin { try? file.close() }
    }

    /// Fills the front of `buffer`.
    ///
    /// - Returns: how many bytes there were; 0 at the end.
    func read(into buffer: UnsafeMutableRawBufferPointer) throws(DatasetError) -> Int {
        let count: Int
        switch origin {
        case .descriptor(let file, _):
            do { count = try file.read(into: buffer) } catch {
                throw .unreadable(path: name, error as? Errno ?? .ioError)
            }
        case .bytes(let bytes, let read):
            count = min(buffer.count, bytes.count - read)
            buffer.copyBytes(from: bytes[read..<read + count])
            origin = .bytes(bytes, read: read + count)
        }
        hash?.update(bufferPointer: UnsafeRawBufferPointer(rebasing: buffer[..<count]))
        return count
    }

    /// The digest of everything read so far, if that was asked for.
    var digest: Digest? { hash.map { Digest($0.finalize()) } }
}
