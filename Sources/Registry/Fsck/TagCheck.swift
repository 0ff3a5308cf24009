import FileStorage
import RunDocument
import SystemPackage

/// What tags stand on, and what referrers speak of.
extension LayoutCheck {
    mutating func checkTags(_ entries: [Descriptor]) {
        let tagged = Dictionary(grouping: entries.filter { $0.tag != nil }) { $0.tag ?? "" }
        for (tag, entries) in tagged {
            if entries.count > 1 {
                let digests = entries.map(\.digest.description).joined(separator: " and ")
                damage(.tag, layout.index, "the tag '\(tag)' stands on \(digests)")
            }
            if !Tag.isValid(tag) {
                damage(.tag, layout.index, "'\(tag)' cannot be a tag")
            }
        }
        let versions = Set(entries.filter { $0.tag.flatMap(Tag.number) != nil }.map(\.digest))
        for tag in [Tag.production, Tag.previous] {
            for entry in tagged[tag] ?? [] where !versions.contains(entry.digest) {
                damage(
                    .tag,
                    layout.index,
                    digest: entry.digest,
                    "the tag '\(tag)' stands on \(entry.digest), which is no version"
                )
            }
        }
        report.versions = versions.count
    }

    /// What a manifest is called in what is said of it.
    static func name(of entry: Descriptor) -> String {
        guard let tag = entry.tag else {
            return "the manifest sha256:\(entry.digest.hex.prefix(12))…"
        }
        return Tag.number(tag).map { "version \($0)" } ?? "'\(tag)'"
    }

    /// Each manifest that speaks of another must find it.
    mutating func checkSubjects(_ entries: [Descriptor]) {
        let known = Set(entries.map(\.digest)).union(documents.keys)
        for entry in entries {
            guard let subject = documents[entry.digest]?.subject?.digest,
                !known.contains(subject)
            else { continue }
            damage(
                .referrer,
                layout.blobs.appending(entry.digest.hex),
                digest: entry.digest,
                "\(Self.name(of: entry)) speaks of \(subject), which is not in the index"
            )
        }
    }
}
