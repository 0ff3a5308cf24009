import Dispatch
import Synchronization

/// Work on blocks of rows, on as many threads as are asked for.
enum RowBlocks {
    /// Fills an array of `rowCount` × `width` numbers.
    ///
    /// - Parameters:
    ///   - blockSize: the rows of a block, whatever the number of threads: what a model says of a
    ///     row never depends on it.
    ///   - body: fills the part of some rows; called from several threads at once.
    static func fill(
        rowCount: Int,
        width: Int,
        blockSize: Int,
        threads: Int,
        _ body: @Sendable (Range<Int>, UnsafeMutableBufferPointer<Double>) throws -> Void
    ) throws -> [Double] {
        let blocks = (rowCount + blockSize - 1) / blockSize
        let failure = Mutex<(block: Int, error: any Error)?>(nil)
        let result = [Double](unsafeUninitializedCapacity: rowCount * width) { buffer, count in
            nonisolated(unsafe) let buffer = buffer
            buffer.initialize(repeating: .nan)
            count = buffer.count
            work(blocks: blocks, threads: threads) { block in
                let rows = block * blockSize..<min((block + 1) * blockSize, rowCount)
                do {
                    try body(
                        rows,
                        UnsafeMutableBufferPointer(
                            rebasing: buffer[rows.lowerBound * width..<rows.upperBound * width]))
                    return true
                } catch {
                    // The first block's error is told, not the first thread's.
                    failure.withLock { known in
                        if known.map({ block < $0.block }) ?? true { known = (block, error) }
                    }
                    return false
                }
            }
        }
        if let failure = failure.withLock({ $0 }) { throw failure.error }
        return result
    }

    /// - Parameter body: false to end early.
    private static func work(
        blocks: Int, threads: Int, _ body: @Sendable (Int) -> Bool
    ) {
        guard threads > 1, blocks > 1 else {
            for block in 0..<blocks where !body(block) { return }
            return
        }
        let next = Atomic(0)
        DispatchQueue.concurrentPerform(iterations: min(threads, blocks)) { _ in
            while true {
                let block = next.wrappingAdd(1, ordering: .relaxed).oldValue
                guard block < blocks, body(block) else { return }
            }
        }
    }
}
