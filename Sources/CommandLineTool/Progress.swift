import Glibc
import RunDocument
import Synchronization

/// How far long work has come: a bar on a terminal, a line each 30 s anywhere else.
///
/// A terminal that moves no cursor, and the one that some CI systems pretend to be, are none.
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
    private let isTerminal: Bool
    private let state: Mutex<State>

    /// - Parameter title: what is being done, as `training`.
    package init(_ title: String, unit: Unit = .items, _ diagnostics: Diagnostics) {
        self.title = title
        self.unit = unit
        self.diagnostics = diagnostics
        let isDumb = getenv("TERM").map { String(cString: $0) } == "dumb"
        let isCI = getenv("CI").map { String(cString: $0).isEmpty } == false
        isTerminal = isatty(STDERR_FILENO) == 1 && !isDumb && !isCI
        state = Mutex(State(lastReport: start))
    }

    /// - Parameter total: 0 if it is not known.
    package func update(_ done: Int, of total: Int) {
        guard diagnostics.verbosity != .quiet, total > 0 || unit == .bytes else { return }
        let now = ContinuousClock.now
        let interval: Duration = isTerminal ? .milliseconds(100) : .seconds(30)
        state.withLock { state in
            guard now - state.lastReport >= interval else { return }
            state.lastReport = now
            let text = "\(title) \(amount(done, total, now - start))"
            if isTerminal {
                state.hasBar = true
                diagnostics.fragment("\r\u{1B}[K\(Self.bar(done, total))\(text)")
            } else {
                diagnostics.note(text)
            }
        }
    }

    private static func bar(_ done: Int, _ total: Int) -> String {
        guard total > 0 else { return "" }
        let filled = min(20, 20 * done / total)
        return "[" + String(repeating: "#", count: filled)
            + String(repeating: "-", count: 20 - filled) + "] "
    }

    /// What is done of what there is, and how long the rest may take; of bytes also how many there
    /// are in a second.
    private func amount(_ done: Int, _ total: Int, _ time: Duration) -> String {
        let left = left(done, total, time).map { ", \($0) s left" } ?? ""
        guard unit == .bytes else { return "\(done)/\(total)\(left)" }
        let rate = Double(done) / max(1e-3, time / .seconds(1))
        let whole = total > 0 ? " of \(total / 1_000_000)" : ""
        return "\(done / 1_000_000)\(whole) MB, \(Int(rate / 1e6)) MB/s\(left)"
    }

    /// Seconds; nil before enough is done to tell.
    private func left(_ done: Int, _ total: Int, _ time: Duration) -> Int64? {
        guard total > 0, done > 0, done >= total / 100 else { return nil }
        return (time * (Double(total - done) / Double(done))).components.seconds
    }

    /// Takes the bar away.
    package func finish() {
        state.withLock { state in
            if state.hasBar { diagnostics.fragment("\r\u{1B}[K") }
            state.hasBar = false
        }
    }
}
