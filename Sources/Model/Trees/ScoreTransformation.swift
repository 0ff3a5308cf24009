import Glibc

/// What an objective of XGBoost does to the sums of its trees, in 32-bit arithmetic.
enum ScoreTransformation: Hashable, Sendable {
    case none, logistic, softmax, exponential

    /// The transformation of an objective; nil for one that is not known.
    init?(objective: String) {
        switch objective {
        case "reg:squarederror", "reg:linear", "reg:squaredlogerror", "reg:pseudohubererror",
            "reg:absoluteerror":
            self = .none
        case "binary:logistic", "reg:logistic": self = .logistic
        case "multi:softprob": self = .softmax
        case "count:poisson", "reg:gamma", "reg:tweedie": self = .exponential
        default: return nil
        }
    }

    /// The sum at which an output begins, from the score that a user would give.
    func margin(ofBaseScore score: Float) -> Float {
        switch self {
        case .none, .softmax: score
        case .logistic: -logf(1 / score - 1)
        case .exponential: logf(score)
        }
    }

    /// Changes the sums of one row.
    func apply(to row: UnsafeMutableBufferPointer<Float>) {
        switch self {
        case .none: break
        case .logistic:
            // XGBoost bounds the exponent, and adds what a float does not notice.
            for index in row.indices {
                row[index] = 1 / (expf(min(-row[index], 88.7)) + 1 + 1e-16)
            }
        case .exponential:
            for index in row.indices { row[index] = expf(row[index]) }
        case .softmax: softmax(row)
        }
    }

    private func softmax(_ row: UnsafeMutableBufferPointer<Float>) {
        guard var highest = row.first else { return }
        for value in row.dropFirst() { highest = fmaxf(value, highest) }
        var sum = 0.0
        for index in row.indices {
            row[index] = expf(row[index] - highest)
            sum += Double(row[index])
        }
        for index in row.indices { row[index] /= Float(sum) }
    }
}
