import FileStorage
import Glibc
import RunDocument
import SystemPackage

/// What crashes and old deployments left in a layout.
struct Litter {
    let store: ModelStore
    let index: Index
    let age: Duration

    /// Only what has not changed for a while: others rename their files when they are finished.
    func paths() throws -> [FilePath] {
        let layout = store.layout
        var paths = (try? Files.names(in: layout.temporary))?.map(layout.temporary.appending) ?? []
        paths += try Files.names(in: layout.path).filter { $0.hasPrefix(Layout.markerLitter) }
            .map(layout.path.appending)
        paths += staleServing()
        return paths.filter(isOld)
    }

    /// The directories of versions that are neither live nor the ones before.
    private func staleServing() -> [FilePath] {
        let directory = store.layout.serving
        var needed: Set<String> = []
        for tag in [Tag.production, Tag.previous] {
            if let entry = index.entry(tagged: tag), let number = index.version(tagged: tag) {
                needed.insert(ServingName.of(number, entry.digest))
            }
        }
        let current = store.layout.current
        if let target = Files.linkTarget(of: current) {
            needed.insert(FilePath(target).lastComponent?.string ?? "")
        } else if isThere(current) {
            // It may name any of them.
            return []
        }
        // A version that is tried out beside the live one.
        let offer = store.layout.candidate
        let bytes = try? Files.readRegular(offer, limit: 1 << 16)
        if bytes == nil, isThere(offer) { return [] }
        let candidate = bytes.flatMap(CandidateOffer.init)?.version
        let names = (try? Files.names(in: directory)) ?? []
        return names.filter { name in
            !needed.contains(name) && candidate.map { name.hasPrefix("v\($0)-") } != true
        }.map(directory.appending)
    }

    /// Whether it is there, for all one knows.
    private func isThere(_ path: FilePath) -> Bool { (try? Files.isPresent(path)) != false }

    private func isOld(_ path: FilePath) -> Bool {
        var status = stat()
        guard path.withPlatformString({ lstat($0, &status) }) == 0 else { return false }
        return Glibc.time(nil) - max(status.st_mtim.tv_sec, status.st_ctim.tv_sec)
            >= Int(age.components.seconds)
    }

    /// Bytes of the files in a directory, or of one file.
    static func size(of path: FilePath) -> Int {
        switch Files.kind(of: path, followLinks: false) {
        case .regular: Files.size(of: path) ?? 0
        case .directory:
            ((try? Files.names(in: path)) ?? []).reduce(0) { $0 + size(of: path.appending($1)) }
        case .other, nil: 0
        }
    }
}
