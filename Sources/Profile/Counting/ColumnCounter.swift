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

    /// Works on few local copies: what is not in a register is what this loop waits for.
    @inline(__always)
    private func countNumbers(
        _ cells: UnsafePointer<Cell>,
        _ rows: Int,
        _ base: UnsafePointer<UInt8>,
        _ reading: ColumnReading,
        acceptsCodes: Bool
    ) {
        let zero = numbers.small - BlockNumbers.smallest
        var (least, greatest) = (Int.max, Int.min)
        var others = 0
        for row in 0..<rows {
            let cell = cells[row]
            let start = base + Int(cell.start)
            let sign = start.pointee == UInt8(ascii: "-") ? 1 : 0
            let count = Int(cell.count) &- sign
            if count &- 1 < 8, count > 0, let digits = DigitWord.value(start + sign, count),
                acceptsCodes || start[sign] != UInt8(ascii: "0") || count == 1
            {
                let value = (digits ^ (0 &- sign)) &+ sign
                if UInt(bitPattern: value &- BlockNumbers.smallest) < BlockNumbers.smallCount {
                    zero[value] &+= 1
                    least = min(least, value)
                    greatest = max(greatest, value)
                    continue
                }
            }
            others &+= 1
            countOther(cell, row, base, reading, acceptsCodes)
        }
        numbers.addSmall(least, greatest, count: rows &- others)
        missing += absent
    }

    private func countOther(
        _ cell: Cell, _ row: Int, _ base: UnsafePointer<UInt8>, _ reading: ColumnReading,
        _ acceptsCodes: Bool
    ) {
        if cell.count == 0 { return empty += 1 }
        if cell.isAbsent { return absent += 1 }
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
        var word = UnsafeRawPointer(digits).loadUnaligned(as: UInt64.self)
        // The first digit is in the lowest byte; zeros take the place of those before it.
        word = (word ^ 0x3030_3030_3030_3030) &<< UInt64(truncatingIfNeeded: 64 &- 8 &* count)
        // A digit is at most 9 now; what is above carries into its byte's highest bit.
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
