import FileStorage
import Glibc
import SystemPackage

import struct Crypto.SHA256

/// The bytes of a source as they are stored, digested as they are read.
final class RawBytes: ByteProducer {
    private enum Origin {
        case file(FileDescriptor, opened: FileState?)
        case descriptor(FileDescriptor)
        case bytes([UInt8])
        /// A program's output, and the file that it reads.
        case program(ReaderProcess, FileDescriptor, opened: FileState?)
    }

    private let name: String
    private let origin: Origin
    private var hash: SHA256?
    /// How many bytes were read.
    private(set) var position = 0
    /// Whether the file that a program reads was digested.
    private var isDigested = false

    init(_ source: DataSource, digesting: Bool) throws(DatasetError) {
        name = source.name
        hash = digesting ? SHA256() : nil
        switch source {
        case .descriptor(let file, _): origin = .descriptor(file)
        case .bytes(let bytes, _): origin = .bytes(bytes)
        case .file(let path):
            let file = try Self.open(path)
            origin = .file(file, opened: FileState(file))
        case .command(let arguments, let path):
            let file = try Self.openRegular(path)
            do {
                let process = try ReaderProcess(arguments, file: path.string)
                origin = .program(process, file, opened: FileState(file))
            } catch {
                try? file.close()
                throw .reader(error)
            }
        }
    }

    deinit {
        switch origin {
        case .file(let file, _), .program(_, let file, _): try? file.close()
        case .descriptor, .bytes: break
        }
    }

    /// Opens a file that a program is to read; of a pipe we would take the bytes away.
    private static func openRegular(_ path: FilePath) throws(DatasetError) -> FileDescriptor {
        guard Files.kind(of: path) != .other else {
            throw .unreadable(path: path.string, .invalidArgument)
        }
        return try open(path)
    }

    private static func open(_ path: FilePath) throws(DatasetError) -> FileDescriptor {
        guard Files.kind(of: path) != .directory else { throw .directory(path: path.string) }
        do {
            return try FileDescriptor.open(path, .readOnly, options: .closeOnExec)
        } catch let error as Errno where error == .noSuchFileOrDirectory {
            throw .missing(path: path.string)
        } catch {
            throw .unreadable(path: path.string, error as? Errno ?? .ioError)
        }
    }

    /// How many bytes there will be; nil if that is not known before the end.
    var size: Int? {
        switch origin {
        case .file(_, let opened): opened?.size
        case .descriptor(let file): FileState(file)?.size
        case .bytes(let bytes): bytes.count
        case .program: nil
        }
    }

    func read(into buffer: UnsafeMutableRawBufferPointer) throws(DatasetError) -> Int {
        let count: Int
        switch origin {
        case .file(let file, let opened):
            count = try read(file, into: buffer)
            if count == 0, let opened, FileState(file) != opened || position != opened.size {
                throw .changed(path: name)
            }
        case .descriptor(let file):
            count = try read(file, into: buffer)
        case .bytes(let bytes):
            count = min(buffer.count, bytes.count - position)
            buffer.copyBytes(from: bytes[position..<position + count])
        case .program(let process, let file, let opened):
            do { count = try process.read(into: buffer) } catch { throw .reader(error) }
            position += count
            if count == 0 { try digestFile(file, opened) }
            return count
        }
        hash?.update(bufferPointer: UnsafeRawBufferPointer(rebasing: buffer[..<count]))
        position += count
        return count
    }

    /// Digests the file that a program has read: not what was made of it.
    private func digestFile(_ file: FileDescriptor, _ opened: FileState?) throws(DatasetError) {
        guard !isDigested else { return }
        isDigested = true
        if var hash {
            let room = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 16, alignment: 16)
            defer { room.deallocate() }
            while case let count = try read(file, into: room), count > 0 {
                hash.update(bufferPointer: UnsafeRawBufferPointer(rebasing: room[..<count]))
            }
            self.hash = hash
        }
        guard FileState(file) == opened else { throw .changed(path: name) }
    }

    private func read(_ file: FileDescriptor, into buffer: UnsafeMutableRawBufferPointer)
        throws(DatasetError) -> Int
    {
        do {
            return try file.read(into: buffer)
        } catch {
            throw .unreadable(path: name, error as? Errno ?? .ioError)
        }
    }

    /// The digest of everything read so far, if that was asked for.
    var digest: Digest? { hash.map { Digest($0.finalize()) } }
}

/// What tells whether a regular file was written to.
private struct FileState: Equatable {
    let size: Int
    private let seconds: Int
    private let nanoseconds: Int

    init?(_ file: FileDescriptor) {
        var status = stat()
        guard fstat(file.rawValue, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
            return nil
        }
        size = Int(status.st_size)
        seconds = status.st_mtim.tv_sec
        nanoseconds = status.st_mtim.tv_nsec
    }
}
