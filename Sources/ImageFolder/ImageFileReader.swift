import Crypto
import FileStorage
import Glibc
import SystemPackage

/// Reads a file once, for its digest and for what it holds.
struct ImageFileReader {
    private enum Format {
        /// Nothing was read yet.
        case unknown
        case png(PNGReader)
        case jpeg(JPEGReader)
        case foreign(ImageFormat)
        case none
    }

    private var hash = SHA256()
    private var size = 0
    private var format = Format.unknown
    private var defect: ImageDefect?

    /// What stands at `path` below `folder`.
    static func read(_ path: String, below folder: FilePath) -> ImageFile {
        do {
            let file = try FileDescriptor.open(
                folder.appending(path),
                .readOnly,
                options: [.closeOnExec, .noFollow, .nonBlocking]
            )
            return try file.closeAfter {
                guard isRegular(file) else {
                    return ImageFile(path: path, content: .unreadable("is not a regular file"))
                }
                var reader = ImageFileReader()
                try Files.forEachChunk(of: file) { reader.take($0) }
                return reader.finish(path)
            }
        } catch {
            let reason = (error as? Errno ?? .ioError).description
            return ImageFile(path: path, content: .unreadable("cannot be read: \(reason)"))
        }
    }

    /// A name may have come to stand for a FIFO since the folder was listed.
    private static func isRegular(_ file: FileDescriptor) -> Bool {
        var status = stat()
        return fstat(file.rawValue, &status) == 0 && status.st_mode & S_IFMT == S_IFREG
    }

    private mutating func take(_ bytes: UnsafeRawBufferPointer) {
        hash.update(bufferPointer: bytes)
        size += bytes.count
        guard defect == nil else { return }
        do throws(ImageDefect) {
            switch format {
            case .unknown:
                format = Self.format(bytes)
                try parse(bytes)
            case .png, .jpeg, .foreign, .none: try parse(bytes)
            }
        } catch {
            defect = error
        }
    }

    private static func format(_ bytes: UnsafeRawBufferPointer) -> Format {
        switch ImageFormat(signature: bytes) {
        case .png: .png(PNGReader())
        case .jpeg: .jpeg(JPEGReader())
        case .some(let format): .foreign(format)
        case nil: .none
        }
    }

    private mutating func parse(_ bytes: UnsafeRawBufferPointer) throws(ImageDefect) {
        switch format {
        case .png(var reader):
            try reader.read(bytes)
            format = .png(reader)
        case .jpeg(var reader):
            try reader.read(bytes)
            format = .jpeg(reader)
        case .unknown, .foreign, .none: break
        }
    }

    private func finish(_ path: String) -> ImageFile {
        let digest = Digest(hash.finalize())
        return ImageFile(path: path, content: content(path), digest: digest, size: size)
    }

    private func content(_ path: String) -> ImageFile.Content {
        if let defect { return .corrupt(defect) }
        let isNamedImage = ImageFormat(fileName: path) != nil
        do throws(ImageDefect) {
            switch format {
            case .png(let reader): return .image(try reader.finish())
            case .jpeg(let reader): return .image(try reader.finish())
            case .foreign(let format): return .foreign(format)
            case .unknown: return isNamedImage ? .corrupt(.empty) : .other
            case .none: return isNamedImage ? .corrupt(.unknownContent) : .other
            }
        } catch {
            return .corrupt(error)
        }
    }
}
