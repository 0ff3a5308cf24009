import Dataset
import FileStorage
import Model
import RunDocument
import SystemPackage
import TestSupport
import Testing

/// Models whose training was stopped early, some rounds behind the best one.
@Suite struct EarlyStoppingTests {
    /// An MLflow directory with a model in it, of one of XGBoost's classes.
    private func directory(
        _ file: String, class modelClass: String, in parent: FilePath, _ options: RuntimeOptions
    ) throws -> ModelDirectory {
        let text = "flavors:\n  xgboost:\n    data: \(file)\n    model_class: \(modelClass)\n"
        FileBytes.write(Array(text.utf8), to: parent.appending("MLmodel"))
        return try ModelDirectory(loading: parent, options: options)
    }

    /// As an estimator for scikit-learn up to the best round, as a booster all of them.
    @Test func scoresAreThoseOfTheClassThatTheModelIsOf() async throws {
        let cases = try BindingCase.all("early.json")
        #expect(cases.count == 12)
        try await withScratchDirectory { parent in
            for (number, model) in cases.enumerated() {
                let file = "\(number).json"
                try model.write(to: parent.appending(file))
                func scores(_ directory: ModelDirectory) throws -> [Double] {
                    let predictor = try #require(try TreePredictor(directory, threads: 1))
                    return model.comparable(try predictor.predict(model.rows).scores)
                }
                let options = model.options
                let alone = try ModelDirectory(
                    loading: parent.appending(file), options: options)
                let estimator = try directory(
                    file, class: "xgboost.sklearn.XGBModel", in: parent, options)
                let booster = try directory(
                    file, class: "xgboost.core.Booster", in: parent, options)
                #expect(model.scores("best") != model.scores("all"))
                #expect(try scores(alone) == model.scores("best"), "case \(number)")
                #expect(try scores(estimator) == model.scores("best"), "case \(number)")
                #expect(try scores(booster) == model.scores("all"), "case \(number)")
            }
        }
    }

    /// Writes the model again as one whose best round was that.
    private func write(_ path: FilePath, bestRound: Int, to other: FilePath) throws {
        // No JSON throughout: it may have infinities.
        let whole = String(decoding: try Files.read(path), as: UTF8.self)
        let none = "\"attributes\":{}"
        try #require(whole.contains(none))
        let text = whole.replacing(
            none, with: "\"attributes\":{\"best_iteration\":\"\(bestRound)\"}")
        FileBytes.write(Array(text.utf8), to: other)
    }

    /// A model that was stopped early, and one that has no more than its best rounds, agree in both
    /// scorers and in SHAP values.
    @Test func roundsBehindTheBestAreAsIfTheyWereNot() async throws {
        try await withScratchDirectory { parent in
            var models = TreeModels(seed: 41)
            var differing = 0
            for number in 0..<60 {
                let model = try models.next(in: parent, number: number, rounds: 6, until: 3)
                let early = parent.appending("early.json")
                try write(model.path, bestRound: 2, to: early)
                func load(_ path: FilePath) throws -> (TreePredictor, XGBoostPredictor) {
                    let directory = try ModelDirectory(loading: path, options: model.options)
                    return (
                        try #require(try TreePredictor(directory, threads: 1)),
                        try XGBoostPredictor(directory, threads: 1)
                    )
                }
                let (cut, all) = (try load(model.cut), try load(model.path))
                let (ours, theirs) = try load(early)
                let expected = try cut.1.predict(model.rows).scores
                #expect(try ours.predict(model.rows).scores == expected, "\(model.description)")
                #expect(try theirs.predict(model.rows).scores == expected, "\(model.description)")
                #expect(
                    try theirs.contributions(model.rows) == cut.1.contributions(model.rows),
                    "\(model.description)")
                if try all.1.predict(model.rows).scores != expected { differing += 1 }
            }
            #expect(differing > 30)
        }
    }

    @Test func allRoundsCountOnceTheBestIsForgotten() async throws {
        try await withScratchDirectory { parent in
            var models = TreeModels(seed: 47)
            for number in 0..<10 {
                let model = try models.next(in: parent, number: number, rounds: 6, until: 3)
                let (early, whole) = (parent.appending("early.json"), parent.appending("all.json"))
                try write(model.path, bestRound: 2, to: early)
                let booster = try Booster(loading: early)
                try booster.forgetBestRound()
                try booster.save(to: whole)
                func scores(_ path: FilePath) throws -> [Double] {
                    let directory = try ModelDirectory(loading: path, options: model.options)
                    return try Predictors.load(directory).predict(model.rows).scores
                }
                #expect(try scores(whole) == scores(model.path), "\(model.description)")
            }
        }
    }

    @Test(arguments: [-1, 6, 1 << 40]) func aBestRoundThatIsNotThereIsRefused(
        _ round: Int
    ) async throws {
        try await withScratchDirectory { parent in
            var models = TreeModels(seed: 43)
            let model = try models.next(in: parent, number: 0, rounds: 6, until: 3)
            let path = parent.appending("early.json")
            try write(model.path, bestRound: round, to: path)
            let directory = try ModelDirectory(loading: path, options: model.options)
            let reason = "its best round, \(round), is none that it has"
            let error = ModelError.notAModel(path: path.string, reason: reason)
            #expect(throws: error) { try Predictors.load(directory) }
            #expect(throws: error) { try XGBoostPredictor(directory, threads: 1) }
        }
    }
}
