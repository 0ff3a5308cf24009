import RunDocument
import Testing
import Validation

@Suite struct InvariantDependencyTests {
    /// The state after rows in blocks of that size; lines are counted from 1.
    private func state(_ rows: [(String, String)], blocks size: Int, limit: Int = 100)
        -> FunctionalDependency
    {
        var whole = FunctionalDependency(limit: limit)
        for start in stride(from: 0, to: rows.count, by: size) {
            var block = FunctionalDependency(limit: limit)
            for (index, row) in rows[start..<min(rows.count, start + size)].enumerated() {
                Array(row.0.utf8).withUnsafeBufferPointer { first in
                    Array(row.1.utf8).withUnsafeBufferPointer { second in
                        block.look(first, second, at: RowPlace(file: "t.csv", line: index + 1))
                    }
                }
            }
            whole.merge(block, linesBefore: start)
        }
        return whole
    }

    @Test(arguments: [1, 2, 3, 100])
    func contradictionsAreFound(blocks: Int) throws {
        let rows = [
            ("a", "1"), ("b", "2"), ("a", "1"), ("a", "3"), ("c", "2"), ("a", "3"), ("b", "2"),
        ]
        let findings = try state(rows, blocks: blocks)
            .findings(determinant: "name", dependent: "code", isOneToOne: true)
        try #require(findings.count == 2)
        #expect(findings[0].check.id == "functional-dependency/name,code")
        #expect(findings[0].check.status == .failed)
        #expect(findings[0].check["count"] == 2)
        #expect(findings[0].offences.map(\.line) == [4, 6])
        #expect(
            findings[0].lines[0] == "t.csv:4: '3' in 'code' is not the first one for its 'name'")
        #expect(findings[1].check.id == "functional-dependency/code,name")
        #expect(findings[1].offences.map(\.line) == [5])
        #expect(findings[1].offences.first?.value == "c")
    }

    @Test func aFunctionPasses() throws {
        let rows = (0..<1000).map { ("\($0 % 50)", "\($0 % 25)") }
        let state = state(rows, blocks: 64)
        let oneWay = try state.findings(determinant: "a", dependent: "b", isOneToOne: false)
        #expect(oneWay.map(\.check.status) == [.passed])
        let back = try state.findings(determinant: "a", dependent: "b", isOneToOne: true)
        #expect(back.last?.check["count"] == 500)
    }

    @Test(arguments: [1, 7, 1000])
    func theLimitIsSaid(blocks: Int) throws {
        let state = state((0..<500).map { ("\($0)", "\($0)") }, blocks: blocks)
        let error = try #require(throws: InvariantError.self) {
            try state.findings(determinant: "a", dependent: "b", isOneToOne: false)
        }
        #expect(error == .tooManyPairs(determinant: "a", dependent: "b", limit: 100))
    }

    @Test func aContradictionIsKnownInSpiteOfTheLimit() throws {
        let rows = [("a", "1"), ("a", "2")] + (0..<500).map { ("\($0)", "x") }
        let findings = try state(rows, blocks: 9)
            .findings(determinant: "a", dependent: "b", isOneToOne: false)
        #expect(findings.map(\.check.status) == [.failed])
        #expect(findings.first?.check["exact"] == false)
    }
}

@Suite struct InvariantOrderTests {
    private func finding(_ values: [Double], blocks size: Int, _ check: OrderCheck) -> Finding {
        var whole = check
        for start in stride(from: 0, to: values.count, by: size) {
            var block = check
            for (index, value) in values[start..<min(values.count, start + size)].enumerated() {
                block.look(value, at: RowPlace(file: "t.csv", line: index + 1))
            }
            whole.merge(block, linesBefore: start)
        }
        return whole.finding(column: "x") { "\($0)" }
    }

    @Test(arguments: [1, 2, 3, 4, 100])
    func breaksAreFound(blocks: Int) {
        let values = [1, 2, 2, .nan, 1.5, 3, 3, 2, 9]
        let rising = finding(values, blocks: blocks, OrderCheck(.increasing))
        #expect(rising.check.id == "increasing/x")
        #expect(rising.check["count"] == 2)
        #expect(rising.offences.map(\.line) == [5, 8])
        #expect(rising.lines[0] == "t.csv:5: '1.5' in 'x' is less than the one before")
        let strict = finding(values, blocks: blocks, OrderCheck(.increasing, isStrict: true))
        #expect(strict.offences.map(\.line) == [3, 5, 7, 8])
        let falling = finding(values, blocks: blocks, OrderCheck(.decreasing))
        #expect(falling.offences.map(\.line) == [2, 6, 9])
        let down = finding(values.reversed(), blocks: blocks, OrderCheck(.decreasing))
        #expect(down.check["count"] == 2)
    }

    @Test func orderPasses() {
        #expect(finding([1, 1, 2], blocks: 2, OrderCheck(.increasing)).check.status == .passed)
        #expect(finding([], blocks: 2, OrderCheck(.increasing)).check.status == .passed)
    }
}
