import Dispatch

extension Array where Element: Sendable {
    /// What `transform` makes of each element, in their order, on as many threads as there are cores.
    package func concurrentMap<Result: Sendable>(
        _ transform: @Sendable (Element) -> Result
    ) -> [Result] {
        [Result](unsafeUninitializedCapacity: count) { results, initialized in
            nonisolated(unsafe) let results = results
            // Each place is written once, by one thread.
            DispatchQueue.concurrentPerform(iterations: count) { index in
                results.initializeElement(at: index, to: transform(self[index]))
            }
            initialized = count
        }
    }
}
