import RunDocument
import Testing

@Suite struct RunTests {
    private static let full = """
        {"apiVersion":"mlx/v1","inputs":{"code":{"dirty":false,"uri":"."},\
        "data":{"train":{"digest":"sha256:00","new":1,"rows":344,"uri":"t.csv"}},"more":[]},\
        "kind":"Run","metadata":{"ci":{"change":12,"provider":"jenkins"},\
        "createdAt":"2026-11-20T12:00:00Z","id":"01JD","labels":{"a":"b"},"model":"penguins"},\
        "model":{"digest":"sha256:11","format":"xgboost","origin":"x","uri":"m","version":3},\
        "spec":{"pipeline":"retrain"},"stages":[{"artifacts":[{"name":"r","size":1,"uri":"u"}],\
        "checks":[{"expected":">= 0.95","id":"accuracy","observed":0.81,"other":true,\
        "status":"failed"}],"durationMs":12.4,"exitCode":1,"metrics":{"accuracy":0.81,"auc":null},\
        "name":"eval","note":"kept","problem":{"status":400,"title":"t","type":"x"},\
        "startedAt":"2026-11-20T12:00:00Z","status":"failed","tool":"mlx-eval",\
        "version":"0.1.0"}],"status":{"exitCode":1,"failedStage":"eval","phase":"Failed","why":"?"},\
        "unknown":{"x":1.0}}
        """

    @Test func unknownMembersAreKeptAtEveryLevel() throws {
        #expect(try Run(parsing: Self.full.utf8).json.canonicalText() == Self.full)
    }

    @Test(arguments: [
        ("", "the input holds no document"),
        (" \n\t", "the input holds no document"),
        (
            #"{"apiVersion":"mlx/v2"}"#,
            "the document's apiVersion is 'mlx/v2'; this tool reads 'mlx/v1'"
        ),
        (#"{"apiVersion":"mlx/v1"}"#, "the document has no 'kind'"),
        (#"{"apiVersion":"mlx/v1","kind":"Pod"}"#, "the document's kind is 'Pod', not 'Run'"),
        (
            #"{"apiVersion":"mlx/v1","kind":"Run","metadata":{"id":7,"createdAt":""}}"#,
            "the document's 'metadata.id' is a number, not a string"
        ),
        (
            #"{"apiVersion":"mlx/v1","kind":"Run","metadata":{"id":"a","createdAt":""},"stages":[{"name":"x","tool":"x","version":"1","status":"odd"}],"status":{"phase":"Succeeded"}}"#,
            "the document's 'stages[0].status' is 'odd', not one of passed, failed, error, skipped"
        ),
        (
            #"{"apiVersion":"mlx/v1","kind":"Run","metadata":{"id":"a","createdAt":""},"stages":[],"status":{"phase":"Succeeded","exitCode":700}}"#,
            "the document's 'status.exitCode' is '700', not one of 0 to 255"
        ),
        (
            #"{"apiVersion":"mlx/v1","kind":"Ru"#,
            "the input is not a Run document: line 1, column 34: the text ends inside a string"
        ),
        ("[]", "the document's '' is an array, not an object"),
    ])
    func whatIsNoRunIsRefused(_ text: String, _ message: String) {
        #expect {
            _ = try Run(parsing: text.utf8)
        } throws: { error in
            "\(error)" == message && (error as? any Failure)?.exitStatus == .dataFormat
        }
    }

    @Test func aMinorVersionIsRead() throws {
        let text = Self.full.replacing("mlx/v1", with: "mlx/v1.7")
        #expect(try Run(parsing: text.utf8).json.canonicalText() == text)
    }

    @Test func theFirstTroubleDecides() {
        var run = Run(metadata: RunMetadata(id: "a", createdAt: "2026-11-20T12:00:00Z"))
        run.append(stage("validate", .passed, 0))
        #expect(run.status == RunStatus())
        run.append(stage("train", .error, 70))
        run.append(stage("eval", .failed, 1))
        #expect(run.status == RunStatus(phase: .error, failedStage: "train", exitCode: 70))
    }

    @Test func nothingToDoEndsTheRunWithoutAFailure() {
        var run = Run(metadata: RunMetadata(id: "a", createdAt: "2026-11-20T12:00:00Z"))
        run.append(stage("trigger", .skipped, 1))
        #expect(run.isEnded)
        #expect(run.status == RunStatus(phase: .succeeded, exitCode: 1))
    }

    private func stage(_ name: String, _ status: StageStatus, _ code: Int) -> Stage {
        Stage(name: name, tool: "mlx-\(name)", version: "1", status: status, exitCode: code)
    }
}
