package import Evaluation
import Registry
import RunDocument

/// Gates on the live service for some time after a switch.
package struct Watch: Sendable {
    package var duration: Duration
    package var interval: Duration
    package var gates: [Gate]

    package init(duration: Duration, interval: Duration, gates: [Gate]) {
        self.duration = duration
        self.interval = interval
        self.gates = gates
    }

    package var words: String {
        "watch \(gates.map(\.metric).joined(separator: ", ")) for \(duration)"
    }

    /// As often as this in a row, a service that cannot be asked is not taken for gone.
    private static let patience = 4

    /// Measures from the switch on, until a gate is broken or the time is over.
    ///
    /// Without a request there is nothing to judge, and a gate that says nothing else passes; but
    /// the service must have been asked twice, and must answer in the end.
    ///
    /// - Throws: `CancellationError`.
    func run(_ version: RegisteredVersion, in store: ModelStore, url: String) throws -> Check {
        let page = MetricsPage(url)
        let end = ContinuousClock.now + duration
        var first: (time: ContinuousClock.Instant, numbers: ServiceNumbers)?
        var errors = 0
        while true {
            do throws(PromotionError) {
                let numbers = try page.numbers(store.model.description, version.number)
                errors = 0
                let now = ContinuousClock.now
                if let first {
                    let broken = brokenGate(numbers.since(first.numbers), now - first.time)
                    if let broken { return broken }
                    if now >= end { return Check(id: "watch", status: .passed, expected: words) }
                } else {
                    first = (now, numbers)
                }
            } catch {
                errors += 1
                guard errors <= Self.patience, ContinuousClock.now < end else {
                    return Check(id: "watch", status: .failed, message: error.description)
                }
            }
            try Pause.sleep(for: min(interval, duration))
            guard try store.productionVersion() == version.number else {
                return Check(
                    id: "watch", status: .skipped, message: "another version went live meanwhile")
            }
        }
    }

    private func brokenGate(_ numbers: ServiceNumbers, _ time: Duration) -> Check? {
        for gate in gates {
            let value = numbers.metric(gate.metric, over: time)
            guard value != nil || gate.onMissing == .fail else { continue }
            var check = gate.check(Gate.Evidence(value: value))
            guard check.status == .failed else { continue }
            check.message = "\(check.message ?? gate.metric), while it was watched"
            check.id = "watch"
            check["metric"] = .string(gate.metric)
            return check
        }
        return nil
    }
}
