import NIOCore

/// Calls once a time has passed that is set again and again, with few timers.
///
/// Moving the time later costs one assignment: the timer looks when it fires, and sleeps on.
final class Watchdog {
    private let loop: NIOIsolatedEventLoop
    private let action: () -> Void
    private var due = NIODeadline.distantFuture
    private var timer: Scheduled<Void>?
    private var firesAt = NIODeadline.distantFuture

    init(_ eventLoop: any EventLoop, _ action: @escaping () -> Void) {
        loop = eventLoop.assumeIsolated()
        self.action = action
    }

    func set(_ duration: Duration) {
        due = .now() + TimeAmount(duration)
        if timer == nil || due < firesAt { arm() }
    }

    /// Nothing happens until the time is set again.
    func pause() { due = .distantFuture }

    func cancel() {
        timer?.cancel()
        timer = nil
    }

    private func arm() {
        timer?.cancel()
        firesAt = due
        timer = loop.scheduleTask(deadline: due) { [weak self] in self?.fire() }
    }

    private func fire() {
        timer = nil
        if due <= .now() {
            due = .distantFuture
            action()
        } else if due != .distantFuture {
            arm()
        }
    }
}
