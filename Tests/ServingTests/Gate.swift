import Dispatch
import Synchronization

/// Holds up predictions until a test has seen what it wants to see.
final class Gate: Sendable {
    private let arrivals = DispatchSemaphore(value: 0)
    private let passage = DispatchSemaphore(value: 0)
    private let isOpen = Atomic<Bool>(false)

    func wait() {
        arrivals.signal()
        if isOpen.load(ordering: .acquiring) { return }
        passage.wait()
        passage.signal()
    }

    func awaitArrivals(_ count: Int) {
        for _ in 0..<count { arrivals.wait() }
    }

    func open() {
        isOpen.store(true, ordering: .releasing)
        passage.signal()
    }
}

/// Sends on another thread while `body` receives, and ends after both.
func withSender<Result>(
    _ send: @escaping @Sendable () throws -> Void,
    _ body: () throws -> Result
) throws -> Result {
    let group = DispatchGroup()
    DispatchQueue(label: "sender").async(group: group) { try? send() }
    defer { group.wait() }
    return try body()
}
