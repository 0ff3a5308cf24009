import FileStorage
import RunDocument

/// The tags as the records of an audit log tell them.
struct AuditReplay {
    /// Tags and the manifests that they stand on.
    private(set) var tags: [String: Digest] = [:]
    /// The highest version that was given, by the records that say that it was done.
    private(set) var highestVersion = 0
    /// The highest version that any record names, also one that was refused.
    private(set) var highestNamed = 0

    init(_ records: [AuditRecord]) {
        for record in records { apply(record) }
    }

    private mutating func apply(_ record: AuditRecord) {
        highestNamed = max(highestNamed, record.version ?? 0)
        guard record.outcome == .done, let action = record.action else { return }
        let version = record.version.map(String.init)
        switch action {
        case .register, .copy, .imported, .pull:
            highestVersion = max(highestVersion, record.version ?? 0)
            if let version { tags[version] = record.manifestDigest }
        case .promote, .rollback:
            if let from = record.from.flatMap({ tags[String($0)] }) { tags[Tag.previous] = from }
            tags[Tag.production] = record.manifestDigest
        case .alias:
            if let tag = record.tag { tags[tag] = record.manifestDigest }
        case .delete:
            if let version { tags[version] = nil }
        case .attach, .sign, .approve, .repair, .collect, .push, .reconcile: break
        }
    }

    /// The digest that a record holds of the tags after it.
    var references: Digest { Index.references(tags.map { ($0.key, $0.value) }) }

    /// How an index differs from what the records tell, a sentence for each tag.
    func differences(from index: Index) -> [String] {
        var found: [String: Digest] = [:]
        for entry in index.manifests {
            if let tag = entry.tag { found[tag] = entry.digest }
        }
        return Set(tags.keys).union(found.keys).sorted().compactMap { tag in
            switch (tags[tag], found[tag]) {
            case (let told?, let found?) where told != found:
                "the tag '\(tag)' stands on \(found) and by the audit log on \(told)"
            case (let told?, nil):
                "the tag '\(tag)' is gone, which by the audit log stands on \(told)"
            case (nil, let found?):
                "the tag '\(tag)' stands on \(found), and the audit log knows nothing of it"
            default: nil
            }
        }
    }
}
