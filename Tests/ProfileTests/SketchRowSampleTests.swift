import Profile
import TestSupport
import Testing

@Suite struct SketchRowSampleTests {
    private struct Row {
        var cells: [[UInt8]?]
        var hash: UInt64
    }

    private static func row(_ number: Int, hash: UInt64? = nil) -> Row {
        let text = Array("\(number)".utf8)
        let filler = [UInt8](repeating: 120, count: number * 7 % 23)
        let cells = [text, number % 3 == 0 ? nil : filler]
        return Row(cells: cells, hash: hash ?? ByteHash.standard.hash64(PackedRow(cells).bytes))
    }

    private func sample(
        _ rows: some Sequence<Row>, rowLimit: Int = 50, byteLimit: Int = 6400
    ) -> RowSample {
        var sample = RowSample(rowLimit: rowLimit, byteLimit: byteLimit)
        for row in rows where sample.accepts(row.hash) {
            sample.add(PackedRow(row.cells), hash: row.hash)
        }
        sample.settle()
        return sample
    }

    @Test func packedRowsHoldTheirCells() {
        let rows: [[[UInt8]?]] = [
            [], [nil], [[]], [nil, []], [[1], [2]], [[1, 2]],
            [[UInt8](repeating: 7, count: 70_000)],
            [[UInt8](repeating: 1, count: 126)], [[UInt8](repeating: 1, count: 127)],
        ]
        for cells in rows { #expect(PackedRow(cells).cells == cells) }
        #expect(Set(rows.map { PackedRow($0).bytes }).count == rows.count)
    }

    @Test func holdsTheRowsWithTheLeastHashes() {
        let rows = (0..<5000).map { Self.row($0) }
        let sample = sample(rows)
        let least = rows.sorted { $0.hash < $1.hash }
        #expect(sample.rows.map(\.hash) == least.prefix(50).map(\.hash))
        #expect(sample.rows.map(\.row.cells) == least.prefix(50).map(\.cells))
        #expect(sample.bound == least[50].hash)
        #expect(sample.accepts(least[49].hash) && !sample.accepts(least[50].hash))
        #expect(!sample.isComplete)
    }

    @Test func countsEqualRowsAndIsCompleteIfTheyAreFew() {
        let sample = sample((0..<1000).map { Self.row($0 % 40) })
        #expect(sample.isComplete)
        #expect(sample.rows.map(\.count) == Array(repeating: 25, count: 40))
    }

    /// Few hashes, so that different rows share one; limits of rows and of bytes.
    @Test func neitherOrderNorPartsMatter() throws {
        var generator = SplitMix(seed: 1)
        for _ in 0..<300 {
            let hashes = 1 + generator.next() % 100
            var rows = (0..<200).map { _ in
                Self.row(Int(generator.next() % 150), hash: generator.next() % hashes)
            }
            // Equal rows have equal hashes.
            for index in rows.indices {
                let first = rows.first { $0.cells == rows[index].cells }
                rows[index].hash = first?.hash ?? 0
            }
            let limits = (1 + Int(generator.next() % 60), 64 * (12 + Int(generator.next() % 60)))
            func make(_ rows: some Sequence<Row>) -> RowSample {
                sample(rows, rowLimit: limits.0, byteLimit: limits.1)
            }
            let whole = make(rows)
            #expect(make(rows.shuffled(using: &generator)) == whole)
            let parts = generator.parts(of: 200, into: 4).map { make(rows[$0]) }
            for order in [[0, 1, 2, 3], [3, 1, 0, 2]] {
                var merged = make([])
                for part in order { try merged.merge(parts[part]) }
                #expect(merged == whole)
            }
            var (left, right) = (parts[0], parts[2])
            try left.merge(parts[1])
            try right.merge(parts[3])
            try left.merge(right)
            #expect(left == whole)
            #expect(try RowSample(bytes: whole.bytes) == whole)
            #expect(whole.rows.count <= limits.0)
            #expect(whole.rows.reduce(0) { $0 + $1.row.bytes.count } <= limits.1)
        }
    }

    @Test func leavesOutRowsThatAreTooLong() {
        var sample = RowSample(rowLimit: 10, byteLimit: 640)
        sample.add(PackedRow([[UInt8](repeating: 1, count: 10)]), hash: 1, count: 4)
        sample.add(PackedRow([[1]]), hash: 2, count: 3)
        sample.add(PackedRow([[2]]), hash: 3, count: 0)
        #expect(!sample.isComplete && sample.bound == nil)
        #expect(sample.rows.map(\.count) == [3])
    }

    @Test func refusesOtherLimits() {
        var sample = RowSample(rowLimit: 1, byteLimit: 1)
        #expect(throws: ProfileError.self) {
            try sample.merge(RowSample(rowLimit: 2, byteLimit: 1))
        }
        #expect(throws: ProfileError.self) {
            try sample.merge(RowSample(rowLimit: 1, byteLimit: 2))
        }
    }
}
