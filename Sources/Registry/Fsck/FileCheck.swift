import FileStorage
import RunDocument
import SystemPackage

/// Which files there are, whatever is in them.
extension LayoutCheck {
    mutating func checkFiles() {
        checkNames(
            in: layout.path,
            known: ["oci-layout", "index.json", "blobs", ".mlx"],
            severity: .damage
        )
        checkNames(in: layout.path.appending("blobs"), known: ["sha256"], severity: .damage)
        checkNames(
            in: layout.own,
            known: [
                "lock", "gc.lock", "audit.jsonl", "tmp", "serving", "current", "serve.log",
                "serve.pid", "promote.log", "candidate.json", "kubernetes.yaml", "mirror.json",
            ],
            severity: .note
        )
        for directory in [layout.blobs, layout.temporary] { checkDirectory(directory) }
        for lock in [layout.lock, layout.collectorLock] { checkLock(lock) }
        checkMarker()
        listBlobs()
        for name in (try? Files.names(in: layout.temporary)) ?? [] {
            note(.file, layout.temporary.appending(name), "left over; gc removes it")
        }
    }

    /// Files that belong to no layout; what a crash may leave of our own is only noted.
    private mutating func checkNames(
        in directory: FilePath,
        known: Set<String>,
        severity: Finding.Severity
    ) {
        for name in (try? Files.names(in: directory)) ?? [] where !known.contains(name) {
            let path = directory.appending(name)
            if name.hasPrefix(Layout.markerLitter) {
                note(.file, path, "left over; gc removes it")
            } else {
                report.findings.append(
                    Finding(severity, .file, path, "does not belong to the layout")
                )
            }
        }
    }

    private mutating func checkDirectory(_ path: FilePath) {
        switch Files.kind(of: path, followLinks: false) {
        case .directory: break
        case nil where !isBegun: break
        case nil: damage(.layout, path, "is missing", remedy: .directory(path))
        case .regular, .other:
            damage(.layout, path, "is not a directory", remedy: .directory(path))
        }
    }

    private mutating func checkLock(_ path: FilePath) {
        switch Files.kind(of: path, followLinks: false) {
        case nil: break
        case .regular:
            if Files.size(of: path) != 0 { note(.layout, path, "a lock file that is not empty") }
        case .directory, .other:
            damage(.layout, path, "a lock file that is not a regular file")
        }
    }

    /// Whether anything was ever registered: a first registration may have been killed.
    var isBegun: Bool {
        [layout.index, layout.audit, layout.marker].contains {
            Files.kind(of: $0, followLinks: false) != nil
        }
    }

    private mutating func checkMarker() {
        switch Reading(layout.marker, limit: 1 << 16) {
        case .missing where !isBegun: break
        case .missing: damage(.layout, layout.marker, "is missing", remedy: .marker)
        case .unreadable(let reason):
            damage(.layout, layout.marker, "cannot be read: \(reason)", remedy: .marker)
        case .bytes(let bytes):
            guard bytes != Layout.markerBytes else { return }
            let expected = String(decoding: Layout.markerBytes, as: UTF8.self)
            if let value = try? JSONValue(parsing: bytes), value.canonicalText() == expected {
                note(.layout, layout.marker, "was written by another tool", remedy: .marker)
            } else {
                damage(
                    .layout,
                    layout.marker,
                    "does not say \(expected)",
                    remedy: .marker
                )
            }
        }
    }

    private mutating func listBlobs() {
        do {
            for name in try Files.names(in: layout.blobs) {
                if let digest = Digest("sha256:\(name)") {
                    stored.insert(digest)
                } else {
                    damage(
                        .file,
                        layout.blobs.appending(name),
                        "a blob whose name is not 64 hexadecimal digits"
                    )
                }
            }
        } catch {
            // That the directory is missing is said already.
            guard Files.isDirectory(layout.blobs) else { return }
            damage(.layout, layout.blobs, "cannot be listed: \(error)")
        }
    }
}
