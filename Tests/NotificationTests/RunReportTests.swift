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

    @Test("Whether lower is better is what the evaluation says, not what a name sounds like")
    func direction() throws {
        var stage = SampleRuns.evaluation
        stage.metrics = ["ece": 0.02, "loss_of_luggage": 0.9, "accuracy": 0.9]
        stage.details["lowerIsBetter"] = ["ece"]
        stage.details["baseline"] = [
            "metrics": ["ece": 0.03, "loss_of_luggage": 0.8, "accuracy": 0.9]
        ]
        let rows = try #require(RunReport(SampleRuns.make([stage])).comparison).rows
        #expect(rows.map { $0.direction } == [.same, .better, .better])
        stage.details["lowerIsBetter"] = nil
        let unsaid = try #require(RunReport(SampleRuns.make([stage])).comparison).rows
        #expect(unsaid.map { $0.direction } == [.same, .unknown, .unknown])
    }

    @Test("What is live already and promoted again: nothing to do, and nothing to go back to")
    func unchangedPromotion() {
        var run = SampleRuns.registered
        var promotion = SampleRuns.stage("promote")
        promotion.details = ["action": "promote", "version": 2, "before": 1, "changed": false]
        run.append(promotion)
        let next = RunReport(run).next
        #expect(next.text == "Nothing: it was in production already.")
        #expect(next.command == nil)
    }

    @Test("A rollback: who asked for it, why, and which version had to go")
    func rollback() {
        var run = SampleRuns.promoted(action: "rollback", before: 3)
        run.stages[run.stages.count - 1].details["actor"] = "Kim Owner"
        run.stages[run.stages.count - 1].details["reason"] = "too slow"
        let report = RunReport(run)
        #expect(report.facts.contains { $0.name == "By" && $0.value == "Kim Owner" })
        #expect(report.facts.contains { $0.name == "Reason" && $0.value == "too slow" })
        #expect(report.next.text == "Find out why version 3 had to go.")
    }

    @Test("New tests of a registered version, passed and failed, in either registry")
    func retest() {
        func report(_ registry: String, _ status: StageStatus) -> RunReport {
            var stage = SampleRuns.evaluation
            stage.status = status
            stage.exitCode = status == .failed ? 1 : 0
            var run = SampleRuns.make([stage])
            run.spec["pipeline"] = "retest"
            run.spec["base"] = ["registry": .string(registry), "version": 2]
            return RunReport(run)
        }
        let live = report("production", .passed)
        #expect(live.headline == "penguins 2 passed the new tests")
        #expect(live.next.command == nil && live.next.text.contains("it is in production"))
        let candidate = report("testing", .passed)
        #expect(candidate.next.command == "mlx-promote penguins@2")
        let broken = report("production", .failed)
        #expect(broken.headline == "penguins 2 failed the new tests")
        #expect(broken.next.command == "mlx-promote penguins --rollback")
        let refused = report("testing", .failed)
        #expect(refused.next.command == nil && refused.next.text.contains("Do not promote"))
    }

    @Test("A version that was taken back: the one before it serves")
    func takenBack() {
        var promotion = SampleRuns.stage("promote", .failed, code: 1)
        promotion.details = [
            "action": "promote", "takenBack": ["version": 2, "to": 1, "reason": "the gate failed"],
        ]
        let report = RunReport(SampleRuns.make([promotion]))
        #expect(report.next.text.hasPrefix("Version 1 serves again."))
    }

    @Test("A training command that failed: its last words")
    func log() throws {
        var stage = SampleRuns.stage("train", .failed, code: 1)
        var check = Check(id: "command", status: .failed)
        check["log"] = .array((0..<50).map { .string("line \($0)") })
        stage.checks = [check]
        let failure = try #require(RunReport(SampleRuns.make([stage])).failure)
        #expect(failure.checks[0].log.count == 20)
        #expect(failure.checks[0].log.last == "line 49")
    }

    @Test("A link is to the place of approval, else to the build, and only to the web")
    func link() {
        var run = SampleRuns.registered
        var surroundings = RunSurroundings()
        #expect(RunReport(run, surroundings).link == nil)
        run.metadata.ci["url"] = "https://ci.example.com/1"
        #expect(RunReport(run, surroundings).link?.url == "https://ci.example.com/1")
        surroundings.approvalURL = "https://ci.example.com/1/input"
        #expect(RunReport(run, surroundings).link?.url == "https://ci.example.com/1/input")
        for hostile in ["javascript:alert(1)", "https://a\"onclick=", "https://a b", "data:x"] {
            surroundings.approvalURL = hostile
            run.metadata.ci["url"] = .string(hostile)
            #expect(RunReport(run, surroundings).link == nil, "\(hostile)")
        }
    }

    @Test("What a run is an occasion of")
    func occasions() {
        var after = RunSurroundings()
        after.followsFailure = true
        #expect(RunReport(SampleRuns.registered).occasions == [.success])
        #expect(RunReport(SampleRuns.registered, after).occasions == [.success, .recovered])
        #expect(RunReport(SampleRuns.registered, after).headline == "penguins 2 passed again")
        #expect(RunReport(SampleRuns.promoted()).occasions == [.success, .promoted])
        let back = RunReport(SampleRuns.promoted(action: "rollback"))
        #expect(back.occasions == [.success, .rolledBack])
        #expect(RunReport(SampleRuns.brokenData, after).occasions == [.failure])
        var stage = SampleRuns.stage("validate")
        stage.checks = [Check(id: "drift/island", status: .warning)]
        #expect(RunReport(SampleRuns.make([stage])).occasions == [.success, .drift])
        stage.checks = [Check(id: "drift/island", status: .passed)]
        #expect(RunReport(SampleRuns.make([stage])).occasions == [.success])
    }
}
