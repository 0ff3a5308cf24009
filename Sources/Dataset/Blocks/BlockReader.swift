import CByteMasks
import FileStorage
import Glibc

/// Reads sources one after the other, as blocks of whole records.
///
/// Where a block ends depends on nothing but the text: not on how many bytes a read returned.
final class BlockReader {
    private let sources: [DataSource]
    private let options: ReadingOptions
    private var opened = 0
    private var source: SourceText?
    private(set) var header = SourceHeader.none
    private var blocks = 0
    /// The memory of all sources' texts, one after the other.
    private let rest = ByteArena(capacity: 1 << 16)
    /// Whether the source has had no block: it has one even without rows, for its header.
    private var isUnseen = false
    /// Whether reading has failed.
    private var isBroken = false
    /// Stored bytes of the sources that were read to their ends.
    private var finishedBytes = 0
    /// The digest of each source that was read to its end, if that was asked for.
    private(set) var digests: [Digest] = []

    init(_ sources: [DataSource], _ options: ReadingOptions) {
        self.sources = sources
        self.options = options
    }

    /// How many stored bytes were read.
    var position: Int { finishedBytes + (source?.stream.position ?? 0) }

    /// Fills a block with the next records.
    ///
    /// - Returns: false at the end of the last source.
    func next(into block: TableBlock) throws(DatasetError) -> Bool {
        block.index = blocks
        // Behind an error nothing is read, whichever thread asks: a FIFO opened again would wait.
        guard !isBroken else { return false }
        isBroken = true
        let isFilled = try advance(block)
        isBroken = false
        return isFilled
    }

    private func advance(_ block: TableBlock) throws(DatasetError) -> Bool {
        while true {
            if source == nil { try open() }
            guard let source else { return false }
            if try fill(block, source) || isUnseen {
                isUnseen = false
                blocks += 1
                return true
            }
            close(source)
        }
    }

    /// Opens the next source, if there is one, and reads its header.
    private func open() throws(DatasetError) {
        guard opened < sources.count else { return }
        let known = HeaderReader.format(of: sources[opened], options)
        var encoding: String?
        if case .delimited(let dialect) = known { encoding = dialect.encoding }
        let source = try SourceText(sources[opened], options, encoding: encoding, rest)
        self.source = source
        header = try HeaderReader(source: source, options: options, index: opened).header(known)
        opened += 1
        isUnseen = true
    }

    private func close(_ source: SourceText) {
        if let digest = source.stream.digest { digests.append(digest) }
        finishedBytes += source.stream.position
        self.source = nil
    }

    /// - Returns: false if no record is left in the source.
    private func fill(_ block: TableBlock, _ source: SourceText) throws(DatasetError) -> Bool {
        block.source = header
        block.fault = nil
        block.start = 0
        block.offset = source.offset
        var wanted = options.blockSize
        /// How much of the source's `rest` the block has.
        var taken = 0
        var count = 0
        block.reserve(wanted, keeping: 0)
        while true {
            let added = min(wanted, source.rest.count) - taken
            if added > 0 {
                memcpy(block.base + taken, source.rest.base + taken, added)
                taken += added
                count = taken
            }
            // Without waiting for its bytes, a block first looks at what it has.
            if options.fillsBlocks || added <= 0 {
                let memory = UnsafeMutableRawBufferPointer(start: block.base, count: wanted)
                count = try source.read(into: memory, from: count)
            }
            let text = UnsafeMutableBufferPointer(start: block.base, count: count)
            if let end = boundary(
                text, isWhole: source.isAtEnd && taken == source.rest.count, block)
            {
                block.end = end
                source.handOut(text, to: end, taken: taken)
                return end > 0
            }
            // Less than a block, if it does not wait for its bytes.
            if count < wanted { continue }
            // What is no text has no line ends either.
            block.fault = TextCheck.firstNUL(in: UnsafeBufferPointer(text)).map(BlockFault.notText)
            if wanted >= options.maximumRecord, block.fault == nil {
                block.fault = .tooLong(options.maximumRecord)
            }
            if block.fault != nil {
                block.end = 0
                return true
            }
            wanted = min(2 * wanted, options.maximumRecord)
            block.reserve(wanted, keeping: count)
        }
    }

    /// Where the records end that the block takes.
    private func boundary(
        _ text: UnsafeMutableBufferPointer<UInt8>, isWhole: Bool, _ block: TableBlock
    ) -> Int? {
        let dialect: Dialect
        let columns: Int
        switch header.format {
        case .delimited(let own): (dialect, columns) = (own, header.names.count)
        case .jsonLines:
            (dialect, columns) = (.lines, ObjectCutter.columns(known: header.names.count))
        }
        let limit = TableBlock.rowLimit(columns: columns)
        // What is true of the text is true of the records at its front.
        block.survey = mlx_survey(text.baseAddress, Int64(text.count))
        if block.survey.line_ends > limit {
            let end = RecordWalk(text, dialect, isWhole: isWhole, limit: limit).end
            block.survey = mlx_survey(text.baseAddress, Int64(end ?? 0))
            return end
        }
        if isWhole { return text.count }
        return RecordBoundary.last(in: text, dialect, isWhole: false)
    }
}
