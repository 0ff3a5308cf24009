import Dispatch
package import FileStorage
import FoundationEssentials
import Synchronization

/// What is done with the blocks of a table, on several threads at once.
package protocol BlockConsumer: AnyObject, Sendable {
    /// What a thread needs for itself.
    associatedtype Scratch

    func makeScratch() throws -> Scratch

    /// Looks at a block in turn: when all blocks before it have been looked at.
    ///
    /// - Returns: how many stages of work, each with a turn of its own, there are from this block
    ///   on: never fewer than before.
    func begin(_ block: TableBlock, _ scratch: inout Scratch) throws -> Int

    /// Works on a block; what must be in order is done by `turns`, in stages from 1.
    ///
    /// Each stage must be taken, and in ascending order.
    func consume(_ block: TableBlock, _ scratch: inout Scratch, _ turns: Turns) throws
}

/// Reads tables in blocks, on as many threads as there are cores.
package enum TableScan {
    /// What was read of the sources.
    package struct Summary: Sendable {
        /// Of each source's stored bytes, if that was asked for.
        package var digests: [Digest]
        /// Rows of each source.
        package var rows: [Int]
        /// Stored bytes.
        package var bytes: Int
    }

    /// The rows and lines that were met so far, and whose.
    private struct Place {
        var source = -1
        var rows: [Int]
        var line = 1
    }

    private final class State<Consumer: BlockConsumer>: @unchecked Sendable {
        // Each is touched under the lock of the reader, or in turn.
        let reader: BlockReader
        var place: Place
        let consumer: Consumer
        let turns = Turns()
        let reading = Mutex(())

        init(_ reader: BlockReader, sources: Int, _ consumer: Consumer) {
            self.reader = reader
            place = Place(rows: Array(repeating: 0, count: sources))
            self.consumer = consumer
        }
    }

    /// Reads all sources to their ends.
    ///
    /// - Parameters:
    ///   - threads: what is computed does not depend on it.
    ///   - progress: told of the stored bytes read so far, now and then, by any thread.
    /// - Throws: `DatasetError`, and what the consumer throws: the error of the first block
    ///   that has one.
    package static func run(
        _ sources: [DataSource],
        _ options: ReadingOptions,
        threads: Int = ProcessorCount.available,
        progress: @escaping @Sendable (Int) -> Void = { _ in },
        _ consumer: some BlockConsumer
    ) throws -> Summary {
        let reader = BlockReader(sources, options)
        let state = State(reader, sources: sources.count, consumer)
        if threads > 1 {
            DispatchQueue.concurrentPerform(iterations: threads) { _ in
                work(state, progress)
            }
        } else {
            work(state, progress)
        }
        if let error = state.turns.failure { throw error }
        return Summary(
            digests: reader.digests, rows: state.place.rows, bytes: reader.position)
    }

    private static func work<Consumer>(
        _ state: State<Consumer>, _ progress: (Int) -> Void
    ) {
        let block = TableBlock()
        var cutters = Cutters()
        var index = 0
        do {
            var scratch = try state.consumer.makeScratch()
            while state.turns.failure == nil {
                let read = try state.reading.withLock { _ in
                    index = block.index
                    defer { index = block.index }
                    return try state.reader.next(into: block) ? state.reader.position : nil
                }
                guard let read else { return }
                progress(read)
                cutters.cut(block)
                try state.turns.inOrder(0, block.index) {
                    try begin(block, &scratch, state)
                }
                try state.consumer.consume(block, &scratch, state.turns)
            }
        } catch {
            state.turns.fail(index, error)
        }
    }

    /// Tells a block where it stands, and the consumer of the block.
    private static func begin<Consumer>(
        _ block: TableBlock, _ scratch: inout Consumer.Scratch, _ state: State<Consumer>
    ) throws {
        if block.source.index != state.place.source {
            state.place.source = block.source.index
            state.place.line = block.source.firstLine
        }
        block.firstLine = state.place.line
        block.firstRow = state.place.rows[state.place.source]
        if let fault = block.fault { throw fault.error(in: block) }
        let stages = try state.consumer.begin(block, &scratch)
        state.turns.open(stages: stages + 1, from: block.index)
        state.place.line += block.lineCount
        state.place.rows[state.place.source] += block.rowCount
    }
}

/// The number of processors that this process may run on.
package enum ProcessorCount {
    package static var available: Int { ProcessInfo.processInfo.activeProcessorCount }
}
