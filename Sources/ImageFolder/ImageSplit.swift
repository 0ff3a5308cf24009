import Dispatch
package import FileStorage
import Synchronization
package import SystemPackage

/// A folder of `class/…` directories, as one split of a dataset.
package struct ImageSplit: Hashable, Sendable {
    /// Nil for a folder that is not part of several.
    package var name: String?
    package var folder: FilePath

    package init(name: String? = nil, folder: FilePath) {
        self.name = name
        self.folder = folder
    }

    /// The names that directories of splits commonly have, in the order of their use.
    static let names = [
        "train", "training", "val", "valid", "validation", "dev", "test", "testing",
    ]

    /// The splits that a folder holds: one for each directory, if all have names of splits.
    ///
    /// - Throws: `StorageError` if the folder cannot be listed.
    package static func found(in folder: FilePath) throws(StorageError) -> [ImageSplit] {
        let directories = try Files.names(in: folder).filter {
            !$0.hasPrefix(".")
                && Files.kind(of: folder.appending($0), followLinks: false) == .directory
        }
        let ranks = directories.map { names.firstIndex(of: $0.lowercased()) }
        guard !ranks.isEmpty, !ranks.contains(nil) else { return [ImageSplit(folder: folder)] }
        return zip(directories, ranks.map { $0 ?? 0 })
            .sorted { $0.1 < $1.1 }
            .map { ImageSplit(name: $0.0, folder: folder.appending($0.0)) }
    }
}

/// A split and what is in each of its files.
struct ImageSplitContent: Sendable {
    let split: ImageSplit
    /// The directories right below the folder.
    let classes: [String]
    /// Sorted by the bytes of their paths.
    let files: [ImageFile]

    /// Reads each file once.
    ///
    /// - Parameter threads: how many files at a time; the result does not depend on it.
    static func read(_ split: ImageSplit, threads: Int) throws(ImageFolderError)
        -> ImageSplitContent
    {
        let listing = try FolderListing(split.folder)
        let links = listing.links.map { ImageFile(path: $0, content: .link) }
        let unreadable = listing.unreadable.map {
            ImageFile(path: $0.path, content: .unreadable($0.reason))
        }
        let files = read(listing.files, below: split.folder, threads: threads)
        let all = (files + links + unreadable).sorted {
            $0.path.utf8.lexicographicallyPrecedes($1.path.utf8)
        }
        guard all.contains(where: \.isSample) else {
            throw .noImages(path: split.folder.string)
        }
        return ImageSplitContent(split: split, classes: listing.classes, files: all)
    }

    private static func read(_ paths: [String], below folder: FilePath, threads: Int)
        -> [ImageFile]
    {
        // Enough that threads seldom wait for each other, few enough that they end together.
        let portion = 16
        let portions = (paths.count + portion - 1) / portion
        let results = Mutex([[ImageFile]](repeating: [], count: portions))
        let next = Atomic(0)
        DispatchQueue.concurrentPerform(iterations: max(1, threads)) { _ in
            while true {
                let index = next.wrappingAdd(1, ordering: .relaxed).oldValue
                guard index < portions else { return }
                let files = paths[(index * portion)..<min(paths.count, (index + 1) * portion)]
                    .map { ImageFileReader.read($0, below: folder) }
                results.withLock { $0[index] = files }
            }
        }
        return results.withLock { $0.flatMap(\.self) }
    }

    /// A file's path as a person finds it.
    func path(of file: ImageFile) -> String {
        split.folder.appending(file.path).string
    }

    var samples: [ImageFile] { files.filter(\.isSample) }

    /// How many images in order each class has, in the order of the names.
    var classCounts: [(name: String, count: Int)] {
        var counts: [String: Int] = [:]
        for file in files where file.header != nil {
            if let name = file.className { counts[name, default: 0] += 1 }
        }
        return classes.map { ($0, counts[$0] ?? 0) }
    }

    /// The digest of the folder's regular files; nil if one of them could not be read.
    ///
    /// It is that of `TreeDigest`, which says how to check it, but for links: `find -type f`
    /// leaves them out, and so does this.
    var digest: Digest? {
        var parts: [TreeDigest.File] = []
        for file in files {
            if case .link = file.content { continue }
            guard let digest = file.digest else { return nil }
            parts.append(TreeDigest.File(path: file.path, digest: digest, size: file.size))
        }
        return TreeDigest.of(parts)
    }
}
