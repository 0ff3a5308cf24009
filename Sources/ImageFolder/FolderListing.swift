import FileStorage
import Glibc
import SystemPackage

/// All that is below a folder; links are named and not followed.
struct FolderListing {
    private(set) var files: [String] = []
    private(set) var links: [String] = []
    /// What cannot be read, and why.
    private(set) var unreadable: [(path: String, reason: String)] = []
    /// The directories right below the folder, without hidden ones.
    private(set) var classes: [String] = []
    private let folder: FilePath

    /// - Throws: `ImageFolderError` if the folder itself cannot be listed.
    init(_ folder: FilePath) throws(ImageFolderError) {
        self.folder = folder
        switch Files.kind(of: folder) {
        case .directory: break
        case nil: throw .missing(path: folder.string)
        case .regular, .other: throw .notDirectory(path: folder.string)
        }
        do throws(Errno) {
            try list("")
        } catch {
            throw .unreadable(path: folder.string, error)
        }
        // As in a tree digest: by whole paths, in which '/' comes before letters.
        files.sort { $0.utf8.lexicographicallyPrecedes($1.utf8) }
        links.sort { $0.utf8.lexicographicallyPrecedes($1.utf8) }
        unreadable.sort { $0.path.utf8.lexicographicallyPrecedes($1.path.utf8) }
        classes.sort { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    }

    /// Lists the directory at `path`, which is empty or ends in a slash.
    private mutating func list(_ path: String) throws(Errno) {
        for (bytes, type) in try entries(path) {
            guard let name = String(validating: bytes, as: UTF8.self) else {
                let name = path + String(decoding: bytes, as: UTF8.self)
                unreadable.append((name, "has a name that is not UTF-8"))
                continue
            }
            add(path + name, type == DT_UNKNOWN ? self.type(of: path + name) : type)
        }
    }

    private mutating func add(_ path: String, _ type: Int) {
        switch type {
        case DT_REG: files.append(path)
        case DT_LNK: links.append(path)
        case DT_DIR:
            if !path.contains("/"), !ImageFile.isHidden(path[...]) { classes.append(path) }
            do throws(Errno) {
                try list(path + "/")
            } catch {
                unreadable.append((path, "cannot be read: \(error)"))
            }
        default: unreadable.append((path, "is not a regular file"))
        }
    }

    /// Names and types of what a directory holds, in the order of the file system.
    private func entries(_ path: String) throws(Errno) -> [(name: [UInt8], type: Int)] {
        let directory = folder.appending(path)
        guard let stream = directory.withPlatformString({ opendir($0) }) else {
            throw Errno(rawValue: errno)
        }
        defer { closedir(stream) }
        var entries: [(name: [UInt8], type: Int)] = []
        while let entry = readdir(stream) {
            let name = withUnsafeBytes(of: &entry.pointee.d_name) { Array($0.prefix { $0 != 0 }) }
            if name != [0x2E], name != [0x2E, 0x2E] {
                entries.append((name, Int(entry.pointee.d_type)))
            }
        }
        return entries
    }

    /// What `readdir` leaves open on some file systems.
    private func type(of path: String) -> Int {
        var status = stat()
        guard folder.appending(path).withPlatformString({ lstat($0, &status) }) == 0 else {
            return DT_UNKNOWN
        }
        return switch status.st_mode & S_IFMT {
        case S_IFREG: DT_REG
        case S_IFLNK: DT_LNK
        case S_IFDIR: DT_DIR
        default: DT_UNKNOWN
        }
    }
}
