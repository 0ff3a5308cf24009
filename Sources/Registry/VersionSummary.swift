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
    package let modelDigest: String
    /// The moving tags that stand on it.
    package let tags: [String]
    /// ISO 8601, UTC.
    package let createdAt: String?
    /// Bytes of the model's files.
    package let size: Int
    /// The metrics that people look at first, of its newest evaluation.
    package let metrics: [Metric]
}

extension ModelStore {
    /// All versions by number, without what only their manifests and runs tell.
    package func summaries() throws -> [VersionSummary] {
        let index = try Index(reading: layout.index)
        let tags = index.movingTags
        return try index.versions.map { number, entry in
            try VersionSummary(number, entry, tags: tags[entry.digest] ?? [])
                ?? summary(number, in: index)
        }
    }

    /// Of a version that another tool, or an older one, brought in.
    private func summary(_ number: Int, in index: Index) throws -> VersionSummary {
        guard let version = try version(number, in: index) else {
            throw RegistryError.damaged(path: layout.index.string, reason: "no version \(number)")
        }
        let evaluation = try runs(of: version, in: index).last { $0.stage(named: "eval") != nil }
        return VersionSummary(
            number: number,
            manifestDigest: version.manifestDigest,
            modelDigest: version.modelDigest,
            tags: version.tags,
            createdAt: version.createdAt,
            size: version.size,
            metrics: evaluation?.headline ?? []
        )
    }
}

extension VersionSummary {
    /// Nil if the entry does not say it all.
    init?(_ number: Int, _ entry: IndexEntry, tags: [String]) {
        guard let modelDigest = entry.annotation(Annotation.modelDigest),
            let size = entry.annotation(Annotation.modelSize).flatMap({ Int($0) }),
            let metrics = entry.annotation(Annotation.metrics)
        else { return nil }
        self.init(
            number: number,
            manifestDigest: entry.digest,
            modelDigest: modelDigest,
            tags: tags,
            createdAt: entry.annotation(Annotation.created),
            size: size,
            metrics: metrics.split(separator: " ").compactMap(Metric.init)
        )
    }

    /// What the entry of a version says of its model.
    static func annotations(of files: [TreeDigest.File], in run: Run) -> [String: String] {
        var annotations = evaluation(in: run) ?? [Annotation.metrics: ""]
        annotations[Annotation.modelDigest] = TreeDigest.of(files).description
        annotations[Annotation.modelSize] = String(files.reduce(0) { $0 + $1.size })
        annotations[Annotation.created] = run.metadata.createdAt
        return annotations
    }

    /// What the entry of a version says of its evaluation; nil for a run without one.
    static func evaluation(in run: Run) -> [String: String]? {
        guard run.stage(named: "eval") != nil else { return nil }
        return [Annotation.metrics: run.headline.map(\.description).joined(separator: " ")]
    }
}

extension VersionSummary.Metric: CustomStringConvertible {
    package var description: String { "\(name)=\(value)" }

    init?(_ text: Substring) {
        let parts = text.split(separator: "=")
        guard parts.count == 2, let value = Double(parts[1]) else { return nil }
        self.init(name: String(parts[0]), value: value)
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
