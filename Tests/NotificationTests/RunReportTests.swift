import Notification
import RunDocument
import Testing

@Suite("What the owner is told")
struct RunReportTests {
    @Test("A registered version: its metrics against production, and how to promote it")
    func registered() throws {
        let report = RunReport(SampleRuns.registered)
        #expect(report.event == .success)
        #expect(report.subject == "[mlx] penguins 2: passed")
        #expect(report.next.command == "mlx-promote penguins@2")
        let comparison = try #require(report.comparison)
        #expect(comparison.baselineVersion == 1)
        // The gated metric first.
        #expect(comparison.rows.map(\.metric) == ["accuracy", "f1_macro", "log_loss"])
        #expect(comparison.rows.map(\.before) == [0.97, 0.9, 0.1])
        #expect(comparison.rows.map(\.after) == [0.9812, nil, 0.11])
        #expect(comparison.rows.map(\.direction) == [.better, .unknown, .worse])
        #expect(report.failure == nil)
    }

    @Test("A run that waits for approval names the same command")
    func approval() {
        var run = SampleRuns.registered
        run.status.phase = .awaitingApproval
        let report = RunReport(run)
        #expect(report.event == .approval)
        #expect(report.next.command == "mlx-promote penguins@2")
    }

    @Test("A promoted version: how to go back, if there is something to go back to")
    func promoted() {
        let report = RunReport(SampleRuns.promoted())
        #expect(report.event == .promoted)
        #expect(report.headline == "penguins 2 is in production")
        #expect(report.next.command == "mlx-promote penguins --rollback")
        #expect(report.next.text.contains("version 1"))
        #expect(RunReport(SampleRuns.promoted(before: nil)).next.command == nil)
        #expect(RunReport(SampleRuns.promoted(action: "rollback")).event == .rolledBack)
    }

    @Test("A run that only tested has nothing to promote")
    func tested() {
        let report = RunReport(SampleRuns.make([SampleRuns.evaluation]))
        #expect(report.event == .success)
        #expect(report.next.command == nil)
        #expect(report.subject == "[mlx] penguins: passed")
    }

    @Test("A failed check: where it is, what was expected, the first rows")
    func failedCheck() throws {
        let report = RunReport(SampleRuns.brokenData)
        #expect(report.event == .failure)
        #expect(report.subject == "[mlx] penguins: failed at validate")
        let failure = try #require(report.failure)
        #expect(failure.stage == "validate")
        #expect(failure.checks.map(\.id) == ["species.enum"])
        let check = try #require(failure.checks.first)
        #expect(check.place == "data/train.csv, line 12")
        #expect(check.expected == "Adelie, Chinstrap or Gentoo")
        #expect(check.observed == "2")
        #expect(
            check.rows == [
                "data/train.csv, line 12: species = 'Adelia'",
                "data/train.csv, line 40: species = '<b>&\"''",
            ]
        )
        #expect(report.next.command == nil)
    }

    @Test("A stage that died is named, with what is known of it")
    func killed() throws {
        let failure = try #require(RunReport(SampleRuns.killed).failure)
        #expect(failure.stage == "train")
        #expect(failure.title == "'mlx-train' ended without writing its document")
        #expect(failure.hint == "it was killed, or the machine was out of memory")
    }

    @Test("A flood of failed checks and rows is cut, and says so")
    func flood() throws {
        var stage = SampleRuns.stage("validate", .failed, code: 1)
        stage.checks = (0..<100).map { number in
            var check = Check(id: "check-\(number)", status: .failed)
            check["rows"] = .array((0..<100).map { .string("row \($0)") })
            return check
        }
        let failure = try #require(RunReport(SampleRuns.make([stage])).failure)
        #expect(failure.checks.count == 8)
        #expect(failure.omitted == 92)
        #expect(failure.checks.allSatisfy { $0.rows.count == 5 })
    }
}
