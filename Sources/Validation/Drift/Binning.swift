/// How values are put into bins before their counts are compared.
enum Binning: String, Sendable {
    /// One bin for each distinct value.
    case values
    /// Evidently's: Sturges' bins over both sides.
    case sturges
    /// Evidently's for Hellinger: Sturges' bins over the distinct values of both sides.
    case sturgesOfDistinct = "sturges-of-distinct"
    /// TFDV's: ten bins of equal width on each side, split at each other's edges.
    case equalWidth = "equal-width-10"
    /// TFDV's: each side's thousand most frequent values.
    case topValues = "top-1000"
    /// Our own for numbers: deciles of the reference, and what lies outside of it.
    case referenceDeciles = "reference-deciles"
    /// Our own for categories: those of the reference that are frequent, the others, new ones.
    case referenceCategories = "reference-categories"

    /// The counts of both sides; nil if they do not have the values that the bins are made of.
    func counts(_ pair: ColumnPair) -> PairedCounts? {
        switch self {
        case .values: countsOfValues(pair)
        case .sturges: sturgesCounts(pair, ofDistinct: false)
        case .sturgesOfDistinct: sturgesCounts(pair, ofDistinct: true)
        case .equalWidth: alignedHistograms(pair)
        case .topValues: countsOfTopValues(pair, limit: 1000)
        case .referenceDeciles: countsByReferenceDeciles(pair)
        case .referenceCategories: countsByReferenceCategories(pair)
        }
    }
}
