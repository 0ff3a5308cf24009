import CByteMasks

/// Cuts blocks by the formats of their sources.
struct Cutters {
    private var source = -1
    private var objects = ObjectCutter(names: [])

    /// Cuts a block; what is wrong with it becomes its fault.
    mutating func cut(_ block: TableBlock) {
        guard block.fault == nil else { return block.prepare(rows: 0, columns: 0) }
        do {
            try cutRecords(block)
        } catch let fault {
            block.fault = fault
        }
    }

    private mutating func cutRecords(_ block: TableBlock) throws(BlockFault) {
        if block.survey.is_unusual != 0 {
            let text = UnsafeBufferPointer(start: block.base, count: block.end)
            if let place = TextCheck.firstFault(in: text) { throw .notText(place) }
        }
        let rows = rowCount(block)
        switch block.source.format {
        case .delimited(let dialect):
            let cutter = RecordCutter(dialect: dialect)
            do {
                try cutter.cut(block, columns: block.source.names.count, rows: rows)
            } catch { throw .record(error) }
        case .jsonLines:
            if source != block.source.index {
                objects = ObjectCutter(names: block.source.names)
                source = block.source.index
            }
            try objects.cut(block, rows: rows)
        }
    }

    /// As many rows as the block has, or some more; line ends in quotes end none.
    private func rowCount(_ block: TableBlock) -> Int {
        let text = UnsafeMutableBufferPointer(start: block.base, count: block.end)
        let bound = Int(block.survey.line_ends) + 1
        let dialect: Dialect
        let limit: Int
        switch block.source.format {
        case .delimited(let own):
            (dialect, limit) = (own, TableBlock.rowLimit(columns: block.source.names.count))
        case .jsonLines:
            let columns = ObjectCutter.columns(known: block.source.names.count)
            (dialect, limit) = (.lines, TableBlock.rowLimit(columns: columns))
        }
        guard bound > limit else { return bound }
        return RecordWalk(text, dialect, isWhole: true, limit: .max).rows + 1
    }
}
