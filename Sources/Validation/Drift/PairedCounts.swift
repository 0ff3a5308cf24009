/// How often each bin or category was met on the reference's and on the current side.
struct PairedCounts: Sendable {
    private(set) var reference: [Double] = []
    private(set) var current: [Double] = []
    private(set) var referenceTotal = 0.0
    private(set) var currentTotal = 0.0
    /// How far a share may be off, for each bin; empty if the counts are exact.
    private(set) var referenceError: [Double] = []
    private(set) var currentError: [Double] = []

    var count: Int { reference.count }
    var isExact: Bool { referenceError.isEmpty }

    mutating func append(_ reference: Int, _ current: Int) {
        append(Double(reference), Double(current))
    }

    mutating func append(_ reference: Double, _ current: Double) {
        self.reference.append(reference)
        self.current.append(current)
        referenceTotal += reference
        currentTotal += current
    }

    /// - Parameters: as many as `count`, from 0 to 1.
    mutating func setErrors(reference: [Double], current: [Double]) {
        guard (reference + current).contains(where: { $0 > 0 }) else { return }
        referenceError = reference
        currentError = current
    }
}
