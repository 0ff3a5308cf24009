import FileStorage
import ImageFolder
import RunDocument
import SystemPackage
import TestSupport

/// A folder of images in the making.
struct ImageTree {
    let root: FilePath

    /// Writes a file, not flushed to the disk: there may be thousands.
    func add(_ path: String, _ bytes: [UInt8]) throws {
        let target = root.appending(path)
        try makeDirectory(target.removingLastComponent())
        let file = try FileDescriptor.open(
            target, .writeOnly, options: [.create, .truncate], permissions: .ownerReadWrite)
        try file.closeAfter { _ = try file.writeAll(bytes) }
    }

    func makeDirectory(_ path: FilePath) throws {
        try Files.makeDirectory(path)
    }

    func report(
        _ splits: [String] = [], _ expectations: ImageExpectations = ImageExpectations(),
        threads: Int = 2
    ) throws -> ImageFolderReport {
        try ImageFolderReport.run(
            splits.isEmpty
                ? [ImageSplit(folder: root)]
                : splits.map { ImageSplit(name: $0, folder: root.appending($0)) },
            expectations: expectations,
            threads: threads
        )
    }
}

extension ImageFolderReport {
    func check(_ id: String, of split: String? = nil) -> Check? {
        checks.first { $0.id == id && $0.slice?["split"]?.stringValue == split }
    }

    /// What is said of the files that break a rule, by the end of their paths.
    func reasons(_ id: String, of split: String? = nil) -> [String] {
        (check(id, of: split)?["rows"]?.arrayValue ?? []).map { row in
            let file = row["file"]?.stringValue?.split(separator: "/").last ?? ""
            return "\(file): \(row["reason"]?.stringValue ?? "")"
        }
    }

    /// The checks that did not pass.
    var complaints: [String] {
        checks.filter { $0.status != .passed }.map { "\($0.id) \($0.status.rawValue)" }
    }
}
