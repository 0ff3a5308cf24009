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
    /// Without a request there is nothing to judge, and a gate that says nothing else passes.
    ///
    /// - Throws: `CancellationError`.
    func run(_ version: RegisteredVersion, in store: ModelStore, url: String) throws -> Check {
        let page = MetricsPage(url)
        let model = store.model.description
        let start = ContinuousClock.now
        let first = (try? page.numbers(model, version.number)) ?? ServiceNumbers()
        var errors = 0
        while ContinuousClock.now - start < duration {
            try Pause.sleep(for: min(interval, duration))
            guard try store.productionVersion() == version.number else {
                return Check(
                    id: "watch", status: .skipped, message: "another version went live meanwhile")
            }
            do throws(PromotionError) {
                let numbers = try page.numbers(model, version.number).since(first)
                if let broken = brokenGate(numbers, ContinuousClock.now - start) { return broken }
                errors = 0
            } catch {
                errors += 1
                guard errors <= Self.patience else {
                    return Check(id: "watch", status: .failed, message: error.description)
                }
            }
        }
        return Check(id: "watch", status: .passed, expected: words)
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
