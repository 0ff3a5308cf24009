import FileStorage
import SystemPackage

/// A file of which parts are looked at, through a window, and never the whole.
final class WindowedFile {
    private static let windowSize = 1 << 16

    /// Bytes.
    let size: Int
    private let file: FileDescriptor
    private let path: FilePath
    private var window: [UInt8] = []
    private var start = 0

    init(_ path: FilePath) throws(StorageError) {
        let file = try Files.openRegular(path)
        do { size = Int(try file.seek(offset: 0, from: .end)) } catch {
            try? file.close()
            throw .unreadable(path: path.string, error as? Errno ?? .ioError)
        }
        (self.file, self.path) = (file, path)
    }

    deinit { try? file.close() }

    /// - Returns: nil past the end.
    func byte(at position: Int) throws(StorageError) -> UInt8? {
        guard position >= 0, position < size else { return nil }
        if position < start || position >= start + window.count {
            window = try read(at: position, count: min(Self.windowSize, size - position))
            start = position
        }
        let index = position - start
        return index < window.count ? window[index] : nil
    }

    /// - Returns: nil if they are not all in the file.
    func bytes(at position: Int, count: Int) throws(StorageError) -> [UInt8]? {
        guard position >= 0, count >= 0, position <= size, count <= size - position else {
            return nil
        }
        let first = position - start
        if first >= 0, first + count <= window.count { return Array(window[first..<first + count]) }
        let bytes = try read(at: position, count: count)
        return bytes.count == count ? bytes : nil
    }

    /// A number of up to eight bytes, the least one first; nil past the end.
    func integer(at position: Int, width: Int) throws(StorageError) -> UInt64? {
        var value: UInt64 = 0
        for place in 0..<width {
            guard let byte = try byte(at: position + place) else { return nil }
            value |= UInt64(byte) << (8 * UInt64(place))
        }
        return value
    }

    /// Where the line ends that `position` stands in; nil if no newline follows.
    func lineEnd(from position: Int) throws(StorageError) -> Int? {
        var position = position
        while try byte(at: position) != nil {
            if let index = window[(position - start)...].firstIndex(of: 0x0A) {
                return start + index
            }
            position = start + window.count
        }
        return nil
    }

    private func read(at position: Int, count: Int) throws(StorageError) -> [UInt8] {
        var done = 0
        do {
            return try [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
                while done < count {
                    let part = UnsafeMutableRawBufferPointer(
                        UnsafeMutableBufferPointer(rebasing: buffer[done...]))
                    let got = try file.read(
                        fromAbsoluteOffset: Int64(position + done), into: part)
                    guard got > 0 else { break }
                    done += got
                }
                filled = done
            }
        } catch {
            throw .unreadable(path: path.string, error as? Errno ?? .ioError)
        }
    }
}
