/// The first few of some rows, ascending, whatever their order.
struct FirstRows<Value: Sendable>: Sendable {
    let limit: Int
    private(set) var rows: [(row: Int, value: Value)] = []

    init(limit: Int) { self.limit = limit }

    @inline(__always)
    mutating func insert(_ row: Int, _ value: Value) {
        if rows.count == limit {
            guard let last = rows.last, row < last.row else { return }
            rows.removeLast()
        }
        let place = rows.firstIndex { $0.row > row } ?? rows.count
        rows.insert((row, value), at: place)
    }
}
