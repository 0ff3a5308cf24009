package import Dataset

/// Counts the values of one column in one block.
///
/// A class, whose memory is used for column after column.
package final class ColumnCounter {
    package let numbers = BlockNumbers()
    package let texts = BlockTexts()
    /// Rows without a cell, nulls, and cells that stand for no value.
    @exclusivity(unchecked) package private(set) var missing = 0
    /// Rows without a cell, and nulls.
    @exclusivity(unchecked) package private(set) var absent = 0
    @exclusivity(unchecked) private var empty = 0

    package init() {}

    /// Counts the cells of a column.
    ///
    /// - Parameter column: its place in the block; nil if the block does not have it.
    package func count(_ block: TableBlock, column: Int?, _ reading: ColumnReading) {
        let rows = block.rowCount
        numbers.reset(rows: rows)
        texts.reset(rows: rows, base: UnsafePointer(block.base))
        (empty, absent, missing) = (0, 0, 0)
        guard let column, column < block.columnCount else {
            (absent, missing) = (rows, rows)
            return
        }
        let cells = UnsafePointer(block.column(column))
        switch reading.form {
        case .texts, .parsed, .sifted: countTexts(cells, rows)
        case .any:
            countNumbers(cells, rows, UnsafePointer(block.base), reading, acceptsCodes: false)
        case .numbers:
            countNumbers(cells, rows, UnsafePointer(block.base), reading, acceptsCodes: true)
        }
        if reading.isEmptyMissing { missing += empty } else { texts.addEmpty(empty, row: 0) }
        settle(reading)
    }

    /// Takes what is missing, or a number after all, out of the texts.
    private func settle(_ reading: ColumnReading) {
        for (index, entry) in texts.entries.enumerated() {
            let text = texts.text(entry)
            if reading.isMissing(text) {
                missing += Int(entry.count)
            } else if let number = reading.parse(text) {
                numbers.add(number.value, count: Int(entry.count))
                if number.isInteger { numbers.integers += Int(entry.count) }
            } else {
                continue
            }
            texts.entries[index].count = 0
        }
    }

    private func countTexts(_ cells: UnsafePointer<Cell>, _ rows: Int) {
        var (empty, absent) = (0, 0)
        for row in 0..<rows {
            let cell = cells[row]
            if cell.count == 0 {
                empty &+= 1
            } else if cell.isAbsent {
                absent &+= 1
            } else {
                texts.add(cell, row: row)
            }
        }
        self.empty = empty
        self.absent = absent
        missing += absent
    }

    /// Works on local copies: each access to a class's property is checked at run time.
    private func countNumbers(
        _ cells: UnsafePointer<Cell>,
        _ rows: Int,
        _ base: UnsafePointer<UInt8>,
        _ reading: ColumnReading,
        acceptsCodes: Bool
    ) {
        let small = numbers.small
        let (smallest, smallCount) = (BlockNumbers.smallest, BlockNumbers.smallCount)
        var (least, greatest) = (Int.max, Int.min)
        var (empty, absent, smallNumbers) = (0, 0, 0)
        for row in 0..<rows {
            let cell = cells[row]
            let start = base + Int(cell.start)
            var count = Int(cell.count)
            if count == 0 {
                empty &+= 1
                continue
            }
            let isNegative = start.pointee == UInt8(ascii: "-")
            let digits = start + (isNegative ? 1 : 0)
            count &-= isNegative ? 1 : 0
            if count &- 1 < 8, count > 0, let value = DigitWord.value(digits, count),
                acceptsCodes || count == 1 || digits.pointee != UInt8(ascii: "0")
            {
                let place = (isNegative ? 0 &- value : value) &- smallest
                if UInt(bitPattern: place) < UInt(bitPattern: smallCount) {
                    small[place] &+= 1
                    least = min(least, place)
                    greatest = max(greatest, place)
                    smallNumbers &+= 1
                    continue
                }
            } else if cell.isAbsent {
                absent &+= 1
                continue
            }
            countOther(cell, row, base, reading, acceptsCodes)
        }
        numbers.addSmallRange(least, greatest)
        numbers.count &+= smallNumbers
        numbers.integers &+= smallNumbers
        self.empty = empty
        self.absent = absent
        missing += absent
    }

    private func countOther(
        _ cell: Cell, _ row: Int, _ base: UnsafePointer<UInt8>, _ reading: ColumnReading,
        _ acceptsCodes: Bool
    ) {
        let text = UnsafeBufferPointer(start: base + Int(cell.start), count: Int(cell.count))
        guard let number = NumberParser.value(text, acceptsCodes: acceptsCodes) else {
            return texts.add(cell, row: row)
        }
        // NaN is a number, or a word for no value.
        if !number.value.isFinite, reading.isMissing(text) { return missing += 1 }
        numbers.add(number.value)
        if number.isInteger { numbers.integers &+= 1 }
    }
}

/// Up to eight digits as one word.
enum DigitWord {
    /// - Parameter count: from 1 to 8; eight bytes are read, whatever it is.
    /// - Returns: nil if one of them is no digit.
    @inline(__always)
    static func value(_ digits: UnsafePointer<UInt8>, _ count: Int) -> Int? {
        let zeros: UInt64 = 0x3030_3030_3030_3030
        var word = UnsafeRawPointer(digits).loadUnaligned(as: UInt64.self)
        let missing = UInt64(truncatingIfNeeded: 64 &- 8 &* count)
        // The first digit is in the lowest byte; zeros take the place of those before it.
        word = word << missing | zeros & ((1 &<< missing) &- 1)
        word = word &- zeros
        // A byte above 9 carries into its highest bit, one below 0 has borrowed it.
        guard (word &+ 0x7676_7676_7676_7676 | word) & 0x8080_8080_8080_8080 == 0 else {
            return nil
        }
        // Pairs, then fours, then all eight.
        word = word &* 10 &+ (word >> 8)
        let low = (word & 0x0000_00FF_0000_00FF) &* 0x000F_4240_0000_0064
        let high = ((word >> 16) & 0x0000_00FF_0000_00FF) &* 0x0000_2710_0000_0001
        return Int(truncatingIfNeeded: (low &+ high) >> 32 & 0xFFFF_FFFF)
    }
}
