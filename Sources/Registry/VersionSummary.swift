package import FileStorage
import RunDocument
import SystemPackage

/// What a list shows of a version.
///
/// It stands in the index beside the version, so that a list of ten thousand reads one file.
/// `fsck` compares it with the manifest and the runs, which have the last word.
package struct VersionSummary: Hashable, Sendable {
    package struct Metric: Hashable, Sendable {
        package let name: String
        package let value: Double
    }

    package let number: Int
    /// The digest of the manifest.
    package let manifestDigest: Digest
    /// `TreeDigest` of the model's files.
    package let modelDigest: Digest
    /// The moving tags that stand on it.
    package let tags: [String]
    /// ISO 8601, UTC.
    package let createdAt: String?
    /// Bytes of the model's files.
    package let size: Int
    /// The metrics as the index writes them: `accuracy=0.97 f1=0.95`.
    private let metricsText: String

    /// The metrics that people look at first, of its newest evaluation.
    package var metrics: [Metric] { metrics(first: .max) }

    /// Some of them, the others unread.
    package func metrics(first count: Int) -> [Metric] {
        var metrics: [Metric] = []
        var rest = metricsText.utf8[...]
        while metrics.count < count, !rest.isEmpty {
            let end = rest.firstIndex(of: UInt8(ascii: " ")) ?? rest.endIndex
            if let metric = Metric(rest[..<end]) { metrics.append(metric) }
            rest = rest[end...].dropFirst()
        }
        return metrics
    }
}

extension ModelStore {
    /// All versions by number, without what only their manifests and runs tell.
    package func summaries() throws -> [VersionSummary] {
        let index = try self.index()
        let tags = index.movingTags
        lazy var referrers = ReferrerTable(of: index)
        return try index.versions.map { number, entry in
            let tags = tags[entry.digest] ?? []
            return try VersionSummary(number, entry, tags: tags)
                ?? summary(number, entry, tags: tags, referrers)
        }
    }

    /// What the entry of a version repeats of its manifest and its runs.
    func notes(of entry: Descriptor, _ referrers: ReferrerTable) throws -> [String: String] {
        let manifest = try manifest(entry)
        let candidates = referrers.entries(for: entry.digest)
        let runs = try self.referrers(of: entry.digest, among: candidates)
            .compactMap(\.document).map { try Run(parsing: blobs.read($0)) }
        let metrics = runs.lastEvaluated?.headline ?? []
        var notes = [
            Annotation.modelDigest: manifest.modelDigest.description,
            Annotation.modelSize: String(manifest.files.reduce(0) { $0 + $1.size }),
            Annotation.metrics: metrics.map(\.description).joined(separator: " "),
        ]
        notes[Annotation.created] = manifest.annotations[Annotation.created]
        return notes
    }

    /// Notes down in the index what is new of its versions.
    ///
    /// - Parameter before: the entries that stood there before.
    /// - Throws: if what is new cannot be read; then it must not be committed.
    func takeNotes(in index: inout Index, since before: [IndexEntry]) throws {
        let new = Self.manifests(of: index.entries, since: before)
        let subjects = Set(
            index.entries.filter { $0.tag == nil && new.contains($0.digest) }
                .compactMap { $0.annotation(Annotation.subject).flatMap { Digest($0) } })
        lazy var referrers = ReferrerTable(of: index)
        for entry in index.entries {
            guard let number = entry.version else { continue }
            if new.contains(entry.digest) || subjects.contains(entry.digest) {
                index.annotate(number, try notes(of: entry.descriptor, referrers))
            } else if !entry.isNoted,
                // What is damaged is for fsck to tell, and is no reason to refuse another change.
                let notes = try? notes(of: entry.descriptor, referrers)
            {
                index.annotate(number, notes)
            }
        }
    }

    /// The versions and referrers that were not there before.
    private static func manifests(
        of entries: [IndexEntry], since before: [IndexEntry]
    ) -> Set<Digest> {
        // Most changes are made at the end.
        let shorter = min(entries.count, before.count)
        let common = (0..<shorter).first { entries[$0] != before[$0] } ?? shorter
        var new = Set<Digest>()
        for entry in entries[common...] where entry.version != nil || entry.tag == nil {
            new.insert(entry.digest)
        }
        for entry in before where !new.isEmpty { new.remove(entry.digest) }
        return new
    }

    /// Of a version that another tool brought in.
    private func summary(
        _ number: Int, _ entry: IndexEntry, tags: [String], _ referrers: ReferrerTable
    ) throws -> VersionSummary {
        var noted = entry.descriptor
        noted.annotations.merge(try notes(of: noted, referrers)) { $1 }
        guard let summary = VersionSummary(number, IndexEntry(noted), tags: tags) else {
            throw RegistryError.damaged(path: layout.index.string, reason: "no version \(number)")
        }
        return summary
    }
}

extension VersionSummary {
    /// Nil if the entry does not say it all.
    init?(_ number: Int, _ entry: IndexEntry, tags: [String]) {
        let notes = entry.annotations(Self.annotations)
        guard let modelDigest = notes[1].flatMap({ Digest($0) }),
            let size = notes[2].flatMap({ Int($0) }),
            let metrics = notes[3]
        else { return nil }
        self.number = number
        self.tags = tags
        self.modelDigest = modelDigest
        self.size = size
        manifestDigest = entry.digest
        createdAt = notes[0]
        metricsText = metrics
    }

    /// The annotations by which the entry of a version says it.
    static let annotations = [
        Annotation.created, Annotation.modelDigest, Annotation.modelSize, Annotation.metrics,
    ]
}

extension VersionSummary.Metric: CustomStringConvertible {
    package var description: String { "\(name)=\(value)" }

    init?(_ text: Substring.UTF8View) {
        guard let equals = text.firstIndex(of: UInt8(ascii: "=")), equals > text.startIndex,
            let name = String(text[..<equals]),
            let value = Double(Substring(text[text.index(after: equals)...]))
        else { return nil }
        self.init(name: name, value: value)
    }
}

extension Run {
    private static let first = [
        "accuracy", "balanced_accuracy", "f1", "roc_auc", "rmse", "mae", "r2", "log_loss",
    ]

    /// At most eight metrics of the evaluation, the well-known ones before the others.
    ///
    /// One whose name could not be told from its value is left out.
    fileprivate var headline: [VersionSummary.Metric] {
        let metrics = stage(named: "eval")?.metrics ?? [:]
        let others = metrics.keys.filter { !Self.first.contains($0) }.sorted()
        let readable = (Self.first + others).filter { name in
            name.utf8.allSatisfy { (0x21..<0x7F).contains($0) && $0 != UInt8(ascii: "=") }
        }
        return readable.compactMap { name in
            metrics[name].flatMap { $0 }.map { VersionSummary.Metric(name: name, value: $0) }
        }.prefix(8).map(\.self)
    }
}
