import RunDocument
import Testing
import Triggering

/// Which pipeline each mixture of changes calls for.
@Suite("The decision")
struct TriggerDecisionTests {
    private static func base(_ registry: String) -> RegisteredModels.Base {
        RegisteredModels.Base(
            registry: registry, uri: "registry:m@1", version: 1, digest: "sha256:1")
    }

    private static let production = RegisteredModels(
        production: base("production"), testing: base("testing"))
    private static let testing = RegisteredModels(production: nil, testing: base("testing"))
    private static let none = RegisteredModels(production: nil, testing: nil)

    private static func decision(_ kinds: [ChangeKind], _ models: RegisteredModels)
        -> TriggerDecision
    {
        var changes = Changes()
        for kind in kinds { changes.add(kind, "because of \(kind)") }
        if kinds.isEmpty { changes.addAbsence("because of nothing") }
        return TriggerDecision(changes, models)
    }

    @Test(
        "With a model in production",
        arguments: [
            ([.code], .train, .code), ([.code, .data], .train, .code),
            ([.code, .tests], .train, .code), ([.code, .drift, .age], .train, .code),
            ([.data], .retrain, .data), ([.data, .tests], .retrain, .data),
            ([.drift], .retrain, .drift), ([.metrics], .retrain, .metrics),
            ([.age], .retrain, .age), ([.age, .tests], .retrain, .age),
            ([.metrics, .drift], .retrain, .drift), ([.tests], .retest, .tests),
            ([], Pipeline.none, nil),
        ] as [([ChangeKind], Pipeline, ChangeKind?)]
    )
    func withProduction(kinds: [ChangeKind], pipeline: Pipeline, decisive: ChangeKind?) {
        for models in [Self.production, Self.testing] {
            let decision = Self.decision(kinds, models)
            #expect(decision.pipeline == pipeline)
            #expect(decision.kind == decisive)
            #expect(decision.base == models.base)
            #expect(decision.reasons.count == max(1, kinds.count))
        }
    }

    @Test(
        "Without any model there is nothing to go on from, and nothing to test",
        arguments: [
            ([.code], .train), ([.data], .train), ([.drift], .train), ([.age], .train),
            ([.data, .tests], .train), ([.tests], Pipeline.none),
        ] as [([ChangeKind], Pipeline)]
    )
    func withoutModel(kinds: [ChangeKind], pipeline: Pipeline) {
        let decision = Self.decision(kinds, Self.none)
        #expect(decision.pipeline == pipeline)
        #expect(decision.base == nil)
        #expect(decision.spec["base"] == nil)
        if kinds == [.tests] {
            #expect(decision.kind == nil)
            #expect(decision.reasons.last == "there is no registered model to test")
        }
    }

    @Test("Each pipeline has its stages")
    func stages() {
        let all: JSONValue = ["validate", "train", "eval", "register", "notify"]
        #expect(Self.decision([.code], Self.production).spec["stages"] == all)
        #expect(Self.decision([.data], Self.production).spec["stages"] == all)
        let retest = Self.decision([.tests], Self.production).spec
        #expect(retest["stages"] == ["eval", "register", "notify"])
        #expect(Self.decision([], Self.production).spec["stages"] == [])
    }

    @Test("All kinds of change are among the reasons, code before data before tests")
    func reasons() {
        let decision = Self.decision([.tests, .data, .code], Self.production)
        #expect(
            decision.spec["reasons"]
                == ["because of code", "because of data", "because of tests"])
    }
}
