import Glibc

/// P(Dₙ < x), exactly: Durbin's matrix as Marsaglia, Tsang and Wang power it (2003, "Evaluating
/// Kolmogorov's distribution"), for 1 < nx.
///
/// With x = (k − h)/n the result is n!/nⁿ times the middle entry of the n-th power of a matrix of
/// 2k − 1 rows. No entry is negative, so nothing cancels. O((nx)³ log n).
func durbinDistribution(_ n: Int, _ x: Double) -> Double {
    let scaled = Double(n) * x
    let k = Int(scaled.rounded(.up))
    let power = ScaledMatrix(durbin: k, remainder: Double(k) - scaled).power(n)
    var value = power[k - 1, k - 1]
    var exponent = power.exponent
    for factor in 1...n {
        value *= Double(factor) / Double(n)
        if value < 0x1p-400 {
            value *= 0x1p400
            exponent -= 400
        }
    }
    return min(1, scalbn(value, exponent))
}

/// A square matrix times a power of two, so that large powers do not overflow.
private struct ScaledMatrix {
    private var entries: [Double]
    private let size: Int
    private(set) var exponent = 0

    subscript(row: Int, column: Int) -> Double {
        get { entries[row * size + column] }
        set { entries[row * size + column] = newValue }
    }

    private init(size: Int) {
        self.size = size
        entries = [Double](repeating: 0, count: size * size)
    }

    /// 1/(i − j + 1)! on and below the first superdiagonal; the first column and the last row have
    /// powers of `h`, from 0 to 1, taken off.
    init(durbin k: Int, remainder h: Double) {
        self.init(size: 2 * k - 1)
        var inverseFactorials = [1.0]
        for number in 1...size {
            inverseFactorials.append(inverseFactorials[number - 1] / Double(number))
        }
        for row in 0..<size {
            for column in 0...min(row + 1, size - 1) {
                self[row, column] = inverseFactorials[row - column + 1]
            }
        }
        for row in 0..<(size - 1) {
            let edge = (1 - pow(h, Double(row + 1))) * inverseFactorials[row + 1]
            self[row, 0] = edge
            self[size - 1, size - 1 - row] = edge
        }
        let both = 1 - 2 * pow(h, Double(size)) + pow(max(0, 2 * h - 1), Double(size))
        self[size - 1, 0] = both * inverseFactorials[size]
    }

    func power(_ n: Int) -> ScaledMatrix {
        var result = ScaledMatrix(size: size)
        for index in 0..<size { result[index, index] = 1 }
        var square = self
        var rest = n
        while rest > 0 {
            if rest & 1 == 1 { result = result.times(square) }
            rest >>= 1
            if rest > 0 { square = square.times(square) }
        }
        return result
    }

    private func times(_ other: ScaledMatrix) -> ScaledMatrix {
        var product = ScaledMatrix(size: size)
        product.exponent = exponent + other.exponent
        for row in 0..<size {
            for middle in 0..<size {
                let factor = entries[row * size + middle]
                guard factor != 0 else { continue }
                for column in 0..<size {
                    product.entries[row * size + column] +=
                        factor * other.entries[middle * size + column]
                }
            }
        }
        if let largest = product.entries.max(), largest > 0x1p200 {
            for index in product.entries.indices { product.entries[index] *= 0x1p-200 }
            product.exponent += 200
        }
        return product
    }
}
