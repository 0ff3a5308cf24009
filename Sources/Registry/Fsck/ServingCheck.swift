import FileStorage
import Glibc
import RunDocument
import SystemPackage

/// The plain files beside the blobs, which a service loads.
extension LayoutCheck {
    mutating func checkServing() {
        let directory = layout.serving
        let kind = Files.kind(of: directory, followLinks: false)
        if kind != nil, kind != .directory {
            return damage(.serving, directory, "is not a directory")
        }
        // Without an index nobody can say what should be there.
        guard let index else { return }
        for name in (try? Files.names(in: directory)) ?? [] {
            let path = directory.appending(name)
            guard let version = version(servedFrom: name, index) else {
                note(.serving, path, "belongs to no version; gc removes it")
                continue
            }
            if !store.isIntact(path, version) {
                damage(
                    .serving,
                    path,
                    "does not hold the files of version \(version.number)",
                    remedy: .serving(version.number)
                )
            }
        }
        checkCurrent(index)
    }

    private func version(servedFrom name: String, _ index: Index) -> RegisteredVersion? {
        let number = name.dropFirst().prefix { $0 != "-" }
        guard let number = Tag.number(String(number)),
            let version = try? store.version(number, in: index),
            ServingName.of(version) == name
        else { return nil }
        return version
    }

    private mutating func checkCurrent(_ index: Index) {
        let path = layout.current
        let live = index.version(tagged: Tag.production)
        let version = live.flatMap { try? store.version($0, in: index) }
        let remedy = version.map { Remedy.current($0.number) }
        guard Files.kind(of: path, followLinks: false) != nil else {
            if let live {
                note(
                    .serving, path, "is missing: version \(live) was not deployed to its end",
                    remedy: remedy)
            }
            return
        }
        guard let target = Files.linkTarget(of: path) else {
            return damage(.serving, path, "is not a symbolic link", remedy: remedy)
        }
        guard Files.isDirectory(path) else {
            return damage(
                .serving, path, "leads to '\(target)', which does not exist", remedy: remedy)
        }
        if let version, target != "serving/\(ServingName.of(version))" {
            note(
                .serving,
                path,
                "leads to '\(target)' and production is version \(version.number): it was not "
                    + "deployed to its end",
                remedy: remedy
            )
        }
    }
}

/// What the directory is called that holds the files of a version.
enum ServingName {
    static func of(_ version: RegisteredVersion) -> String {
        of(version.number, version.manifestDigest)
    }

    static func of(_ version: Int, _ manifest: Digest) -> String {
        "v\(version)-\(manifest.hex.prefix(12))"
    }
}
