import FileStorage
import RunDocument
import SystemPackage
import TestSupport
import Testing
import Validation

@Suite struct HistoryTests {
    private func history(_ values: [Double]) -> RunHistory {
        RunHistory(
            values.enumerated().map { index, value in
                HistoryEntry(id: "r\(index)", createdAt: "2024-01-0\(index)", metrics: ["m": value])
            }
        )
    }

    private func status(_ value: Double, _ earlier: [Double], _ check: HistoryCheck) -> [Check
        .Status]
    {
        check.findings(["m": value], id: "now", against: history(earlier)).map(\.check.status)
    }

    @Test func deviationIsThreeSigma() {
        // Mean 100, s = sqrt(10) = 3.1623.
        let earlier = [96.0, 98, 100, 102, 104]
        #expect(status(109.48, earlier, HistoryCheck()) == [.passed])
        #expect(status(109.49, earlier, HistoryCheck()) == [.failed])
        #expect(status(90.51, earlier, HistoryCheck()) == [.failed])
        #expect(status(100, Array(earlier.prefix(4)), HistoryCheck()) == [.skipped])
        #expect(status(0.1, [0.1, 0.1, 0.1, 0.1, 0.1], HistoryCheck()) == [.passed])
        #expect(status(0.2, [0.1, 0.1, 0.1, 0.1, 0.1], HistoryCheck()) == [.failed])
    }

    @Test func onlyTheNewestRunsCount() {
        var check = HistoryCheck()
        check.window = 5
        let earlier = [1e6, 1e6, 96.0, 98, 100, 102, 104]
        #expect(status(200, earlier, check) == [.failed])
        check.window = 7
        #expect(status(200, earlier, check) == [.passed])
    }

    @Test func changeIsRelativeToTheRunBefore() {
        var check = HistoryCheck()
        check.deviations = nil
        check.maximumChange = 0.5
        #expect(status(150, [1, 100], check) == [.passed])
        #expect(status(151, [1, 100], check) == [.failed])
        #expect(status(-151, [-100], check) == [.failed])
        #expect(status(0, [0], check) == [.passed])
        #expect(status(1, [0], check) == [.failed])
        #expect(status(1, [], check) == [.skipped])
    }

    @Test func theRunItselfIsPassedOver() throws {
        var check = HistoryCheck()
        check.deviations = nil
        check.maximumChange = 0.1
        let findings = check.findings(["m": 100], id: "r1", against: history([100, 500]))
        #expect(findings.map(\.check.id) == ["history-change/m"])
        #expect(findings.map(\.check.status) == [.passed])
    }

    private func run(_ id: String, rows: Int, _ status: StageStatus = .passed) -> Run {
        var run = Run(metadata: RunMetadata(id: id, createdAt: "2024-01-01T00:00:0\(rows % 10)Z"))
        run.inputs.data["train"] = InputReference(uri: "t.csv", rows: rows)
        var stage = Stage(
            name: "validate", tool: "mlx-validate", version: "1", status: status, exitCode: 0
        )
        stage.checks = [
            Check(id: "mean/x", status: .passed, observed: 2.5, slice: ["split": "train"]),
            Check(id: "min/x", status: .warning, observed: 1),
            Check(id: "history-change/mean/x", status: .passed, observed: 0.1),
        ]
        run.append(stage)
        return run
    }

    @Test func runsAreEntries() throws {
        let entry = try #require(HistoryEntry(run("a", rows: 7)))
        #expect(entry.metrics == ["rows/train": 7, "mean/x[train]": 2.5])
        #expect(HistoryEntry(run("a", rows: 7, .failed)) == nil)
    }

    @Test func theFileIsBoundedAndKeepsARunOnce() async throws {
        try await withScratchDirectory { directory in
            let path = directory.appending("history.jsonl")
            #expect(try RunHistory(reading: path).entries.isEmpty)
            let lines = (0..<1000).map {
                "{\"id\":\"r\($0)\",\"createdAt\":\"t\",\"metrics\":{\"m\":\($0)}}\n"
            }
            try Files.write(path, lines.joined().utf8)
            try RunHistory.append(
                HistoryEntry(id: "new", createdAt: "t", metrics: ["m": 1.5, "n": .nan]), to: path
            )
            var entries = try RunHistory(reading: path).entries
            #expect(entries.count == 1000)
            #expect(entries.first?.id == "r1" && entries.last?.metrics == ["m": 1.5])
            try RunHistory.append(HistoryEntry(id: "new", createdAt: "t", metrics: [:]), to: path)
            entries = try RunHistory(reading: path).entries
            #expect(entries.count == 1000 && entries.first?.id == "r1")
            #expect(entries.last?.metrics == [:])
        }
    }

    @Test func aDirectoryOfRunsIsAHistory() async throws {
        try await withScratchDirectory { directory in
            for (name, run) in [
                ("b.json", run("first", rows: 1)), ("a.json", run("second", rows: 2)),
                ("c.json", run("third", rows: 3, .failed)),
            ] {
                try Files.write(directory.appending(name), run.json.canonicalBytes())
            }
            try Files.write(directory.appending("notes.txt"), "x".utf8)
            let history = try RunHistory(reading: directory)
            #expect(history.entries.map(\.id) == ["first", "second"])
        }
    }

    @Test(arguments: [
        ("{\"id\":1}", "'history.jsonl', line 2:"),
        ("{", "'history.jsonl', line 2:"), ("{\"kind\":\"Cat\"}", "'history.jsonl', line 2:"),
    ])
    func aBrokenLineIsNamed(_ line: String, _ message: String) async throws {
        try await withScratchDirectory { directory in
            let path = directory.appending("history.jsonl")
            let first = "{\"id\":\"a\",\"createdAt\":\"t\",\"metrics\":{}}\n"
            try Files.write(path, (first + line).utf8)
            let error = try #require(throws: HistoryError.self) { try RunHistory(reading: path) }
            let text = error.description.replacing("\(directory)/", with: "")
            #expect(text.hasPrefix(message))
        }
    }
}
