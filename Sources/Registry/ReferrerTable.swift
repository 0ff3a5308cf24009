import FileStorage

/// Which entries of an index speak of which manifest, read once for all of them.
///
/// Without it, each of ten thousand versions would look through all entries.
struct ReferrerTable {
    /// Places in the index, in order.
    private var places: [Digest: [Int]] = [:]
    /// The places of those of which only their manifests tell what they speak of.
    private var unnamed: [Int] = []
    private let entries: [IndexEntry]

    init(of index: Index) {
        entries = index.entries
        for (place, entry) in entries.enumerated() where entry.tag == nil {
            guard let subject = entry.annotation(Annotation.subject) else {
                unnamed.append(place)
                continue
            }
            if let digest = Digest(subject) { places[digest, default: []].append(place) }
        }
    }

    /// The entries that speak of a manifest or may do so, in the order of the index.
    func entries(for subject: Digest) -> [IndexEntry] {
        let named = places[subject] ?? []
        return (unnamed.isEmpty ? named : (named + unnamed).sorted()).map { entries[$0] }
    }
}
