/// The labels of several columns, numbered as they appear.
struct LabelNames {
    private(set) var all: [String] = []
    private var places: [String: Int32] = [:]

    /// Adds the labels of a batch, by their numbers.
    mutating func add(_ labels: PredictionBatch.Labels?, to codes: inout [Int32]) {
        guard let labels else { return }
        let translation = labels.labels.map { name in
            if let place = places[name] { return place }
            let place = Int32(all.count)
            places[name] = place
            all.append(name)
            return place
        }
        if translation == Array(0..<Int32(translation.count)) {
            codes += labels.codes
        } else {
            codes += labels.codes.lazy.map { translation[Int($0)] }
        }
    }

    /// Numbers by their value, else texts by their bytes, as `numpy.unique` sorts them.
    static func sorted(_ labels: [String]) -> [String] {
        let numbers = labels.compactMap(Double.init)
        guard numbers.count == labels.count else {
            return labels.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
        }
        return labels.indices.sorted { numbers[$0] < numbers[$1] }.map { labels[$0] }
    }
}
