import FileStorage

/// An index that is read where there is no layout around it.
package struct DetachedIndex: Sendable {
    private let index: Index

    /// - Parameters:
    ///   - bytes: those of `index.json`; nil where there is none.
    ///   - source: what they were read from, for errors.
    package init(_ bytes: [UInt8]?, source: String) throws {
        index = try bytes.map { try Index(parsing: $0, in: source) } ?? Index()
    }

    package var tags: [String] { index.entries.compactMap(\.tag) }

    package func manifest(tagged tag: String) -> Descriptor? {
        index.entry(tagged: tag)?.descriptor
    }

    /// The manifests that speak of another.
    package func referrers(of subject: Descriptor) -> [Descriptor] {
        index.manifests.filter {
            $0.tag == nil && $0.annotations[Annotation.subject] == subject.digest.description
        }
    }
}
