import FileStorage
import RunDocument
import SystemPackage

/// What an executable or a library of Linux says of how it is to be loaded: 64 bits, little endian.
///
/// The format is that of the System V ABI, chapters 4 and 5.
struct ELFFile {
    let path: FilePath
    /// As OCI calls it: `amd64`, `arm64`.
    let architecture: String
    /// The loader; nil for a library and for a program that needs none.
    private(set) var interpreter: FilePath?
    /// The names of the libraries that it asks for.
    private(set) var needed: [String] = []
    /// Where it wants them to be looked for, with `$ORIGIN` replaced.
    private(set) var searchPaths: [FilePath] = []

    private static let headerSize = 64
    private static let segmentSize = 56
    /// Far more than any string table here.
    private static let maximumSection = 1 << 26

    private enum Segment { static let (load, dynamic, interpreter): (Int, Int, Int) = (1, 2, 3) }
    private enum Tag {
        static let (needed, strings, stringsSize): (Int, Int, Int) = (1, 5, 10)
        static let (rpath, runpath): (Int, Int) = (15, 29)
    }

    /// - Throws: `ImageError.notExecutable`.
    init(_ path: FilePath) throws {
        self.path = path
        guard Files.exists(path) else { throw StorageError.missing(path: path.string) }
        let file: FileDescriptor
        do {
            file = try FileDescriptor.open(path, .readOnly, options: .closeOnExec)
        } catch {
            throw StorageError.unreadable(path: path.string, error as? Errno ?? .ioError)
        }
        defer { try? file.close() }
        let reader = Reader(file: file, path: path)
        let header = try reader.bytes(at: 0, count: Self.headerSize)
        guard header.starts(with: [0x7F, 0x45, 0x4C, 0x46, 2, 1]) else {
            throw ImageError.notExecutable(path: path.string, reason: "it is not ELF of 64 bits")
        }
        switch header.number(at: 18, bytes: 2) {
        case 62: architecture = "amd64"
        case 183: architecture = "arm64"
        case let machine:
            throw ImageError.notExecutable(path: path.string, reason: "machine \(machine)")
        }
        let segments = try reader.segments(
            at: header.number(at: 32, bytes: 8), count: header.number(at: 56, bytes: 2))
        if let segment = segments.first(where: { $0.kind == Segment.interpreter }) {
            let name = try reader.bytes(at: segment.offset, count: segment.size)
            interpreter = FilePath(name.string(at: 0))
        }
        guard let dynamic = segments.first(where: { $0.kind == Segment.dynamic }) else { return }
        try read(dynamic, segments, reader)
    }

    private mutating func read(_ dynamic: Part, _ segments: [Part], _ reader: Reader) throws {
        let table = try reader.bytes(at: dynamic.offset, count: dynamic.size)
        var entries: [(tag: Int, value: Int)] = []
        for start in stride(from: 0, to: table.count - 15, by: 16) {
            entries.append(
                (table.number(at: start, bytes: 8), table.number(at: start + 8, bytes: 8)))
        }
        func value(_ tag: Int) -> Int? { entries.first { $0.tag == tag }?.value }
        guard let address = value(Tag.strings), let size = value(Tag.stringsSize),
            let home = segments.first(where: { $0.kind == Segment.load && $0.holds(address) })
        else { return }
        let strings = try reader.bytes(at: address &- home.address &+ home.offset, count: size)
        needed = entries.filter { $0.tag == Tag.needed }.map { strings.string(at: $0.value) }
        // The newer tag replaces the older one.
        let paths = value(Tag.runpath) ?? value(Tag.rpath)
        let origin = path.removingLastComponent().string
        searchPaths = (paths.map { strings.string(at: $0) } ?? "").split(separator: ":").map {
            let place = String($0).replacing("${ORIGIN}", with: origin)
            return FilePath(place.replacing("$ORIGIN", with: origin)).lexicallyNormalized()
        }
    }

    private struct Part {
        let kind: Int
        let offset: Int
        let address: Int
        let size: Int

        func holds(_ place: Int) -> Bool { place >= address && place &- address < size }
    }

    private struct Reader {
        let file: FileDescriptor
        let path: FilePath

        func bytes(at offset: Int, count: Int) throws -> [UInt8] {
            guard offset >= 0, (0...ELFFile.maximumSection).contains(count) else {
                throw ImageError.notExecutable(path: path.string, reason: "a size is too large")
            }
            var bytes = [UInt8](repeating: 0, count: count)
            var filled = 0
            while filled < count {
                let read: Int
                do {
                    read = try bytes.withUnsafeMutableBytes { buffer in
                        try file.read(
                            fromAbsoluteOffset: Int64(offset + filled),
                            into: UnsafeMutableRawBufferPointer(rebasing: buffer[filled...]))
                    }
                } catch {
                    throw StorageError.unreadable(path: path.string, error as? Errno ?? .ioError)
                }
                guard read > 0 else {
                    throw ImageError.notExecutable(path: path.string, reason: "it is cut off")
                }
                filled += read
            }
            return bytes
        }

        func segments(at offset: Int, count: Int) throws -> [Part] {
            let table = try bytes(at: offset, count: count * ELFFile.segmentSize)
            return (0..<count).map { index in
                let start = index * ELFFile.segmentSize
                return Part(
                    kind: table.number(at: start, bytes: 4),
                    offset: table.number(at: start + 8, bytes: 8),
                    address: table.number(at: start + 16, bytes: 8),
                    size: table.number(at: start + 32, bytes: 8)
                )
            }
        }
    }
}

extension [UInt8] {
    /// A little-endian number; one that does not fit is -1.
    fileprivate func number(at offset: Int, bytes count: Int) -> Int {
        var value: UInt64 = 0
        for index in (0..<count).reversed() { value = value << 8 | UInt64(self[offset + index]) }
        return Int(exactly: value) ?? -1
    }

    /// The bytes up to the next zero.
    fileprivate func string(at offset: Int) -> String {
        guard indices.contains(offset) else { return "" }
        return String(decoding: self[offset...].prefix { $0 != 0 }, as: UTF8.self)
    }
}
