import Glibc
import RunDocument
import Synchronization

/// How far long work has come: a bar on a terminal, a line each 30 s anywhere else.
package final class Progress: Sendable {
    private struct State {
        var lastReport: ContinuousClock.Instant
        var hasBar = false
    }

    /// What is counted.
    package enum Unit: Sendable { case items, bytes }

    private let title: String
    private let unit: Unit
    private let diagnostics: Diagnostics
    private let start = ContinuousClock.now
    private let isTerminal = isatty(STDERR_FILENO) == 1
    private let state: Mutex<State>

    /// - Parameter title: what is being done, as `training`.
    package init(_ title: String, unit: Unit = .items, _ diagnostics: Diagnostics) {
        self.title = title
        self.unit = unit
        self.diagnostics = diagnostics
        state = Mutex(State(lastReport: start))
    }

    package func update(_ done: Int, of total: Int) {
        guard diagnostics.verbosity != .quiet, total > 0 else { return }
        let now = ContinuousClock.now
        let interval: Duration = isTerminal ? .milliseconds(100) : .seconds(30)
        state.withLock { state in
            guard now - state.lastReport >= interval else { return }
            state.lastReport = now
            let left = (now - start) * (Double(total - done) / Double(max(1, done)))
            let text =
                "\(title) \(amount(done, total, now - start)), \(left.components.seconds) s left"
            if isTerminal {
                state.hasBar = true
                let filled = 20 * done / total
                let bar =
                    String(repeating: "#", count: filled)
                    + String(repeating: "-", count: 20 - filled)
                diagnostics.fragment("\r\u{1B}[K[\(bar)] \(text)")
            } else {
                diagnostics.note(text)
            }
        }
    }

    /// What is done of what there is; of bytes also how many there are in a second.
    private func amount(_ done: Int, _ total: Int, _ time: Duration) -> String {
        guard unit == .bytes else { return "\(done)/\(total)" }
        let rate = Double(done) / max(1e-3, time / .seconds(1))
        return "\(done / 1_000_000) of \(total / 1_000_000) MB, \(Int(rate / 1e6)) MB/s"
    }

    /// Takes the bar away.
    package func finish() {
        state.withLock { state in
            if state.hasBar { diagnostics.fragment("\r\u{1B}[K") }
            state.hasBar = false
        }
    }
}
