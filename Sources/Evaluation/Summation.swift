import Glibc

/// A sum that does not lose the small terms of a long series (Neumaier 1974).
struct Summation {
    private var sum = 0.0
    private var compensation = 0.0

    mutating func add(_ term: Double) {
        let next = sum + term
        compensation +=
            sum.magnitude >= term.magnitude ? (sum - next) + term : (term - next) + sum
        sum = next
    }

    var value: Double { sum + compensation }
}

func logarithm(_ value: Double) -> Double { log(value) }
