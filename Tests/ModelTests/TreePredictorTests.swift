import Dataset
import FileStorage
import Glibc
import Model
import RunDocument
import SystemPackage
import TestSupport
import Testing

@Suite struct TreePredictorTests {
    /// With `$MLX_XGBOOST` this holds for any version of the library.
    @Test(arguments: 0..<4) func scoresAreThoseOfTheLibraryBitForBit(_ part: Int) async throws {
        try await withScratchDirectory { parent in
            var models = TreeModels(seed: UInt64(100 + part))
            for number in 0..<300 {
                let model = try models.next(in: parent, number: number)
                let directory = try ModelDirectory(loading: model.path, options: model.options)
                let ours = try #require(
                    try TreePredictor(directory, threads: 1), "\(model.description)")
                let theirs = try XGBoostPredictor(directory, threads: 1)
                let (mine, others) = (
                    try ours.predict(model.rows).scores, try theirs.predict(model.rows).scores
                )
                #expect(
                    mine.map(\.bitPattern) == others.map(\.bitPattern), "\(model.description)")
                Files.removeIfPossible(model.path)
            }
        }
    }

    /// Models of version 3 and what its Python binding says of them.
    @Test func scoresOfALaterVersionAreThoseOfItsBinding() async throws {
        let cases = try BindingCase.all("xgboost.json")
        #expect(cases.count >= 40)
        try await withScratchDirectory { parent in
            for (number, model) in cases.enumerated() {
                let path = parent.appending("\(number).json")
                try model.write(to: path)
                let directory = try ModelDirectory(loading: path, options: model.options)
                let predictor = try #require(try TreePredictor(directory, threads: 1))
                let scores = try predictor.predict(model.rows).scores
                #expect(model.comparable(scores) == model.scores(), "case \(number)")
            }
        }
    }

    @Test func theNumberOfThreadsChangesNothing() async throws {
        try await withScratchDirectory { parent in
            var models = TreeModels(seed: 3)
            let model = try models.next(in: parent, number: 0)
            let directory = try ModelDirectory(loading: model.path, options: model.options)
            var rows = model.rows
            while rows.rowCount < 10_000 { rows.append(rows) }
            let one = try Predictors.load(directory).predict(rows).scores
            let four = try Predictors.load(directory, threads: 4).predict(rows).scores
            #expect(one == four)
        }
    }

    @Test func anInfinityIsRefused() async throws {
        try await withScratchDirectory { parent in
            var models = TreeModels(seed: 11)
            let model = try models.next(in: parent, number: 0)
            let directory = try ModelDirectory(loading: model.path, options: model.options)
            var rows = model.rows
            for index in rows.columns.indices {
                if case .numeric(var numbers) = rows.columns[index].values {
                    numbers[0] = .infinity
                    rows.columns[index].values = .numeric(numbers)
                }
            }
            #expect {
                try Predictors.load(directory).predict(rows)
            } throws: { error in
                guard case ModelError.outOfRange = error else { return false }
                return true
            }
        }
    }

    /// Damage gives an error or another result, never a crash.
    @Test(arguments: ["ubj", "json"]) func aDamagedFileIsNoCrash(_ suffix: String) async throws {
        try await withScratchDirectory { parent in
            var models = TreeModels(seed: 17)
            var model = try models.next(in: parent, number: 0)
            var number = 1
            while model.path.extension != suffix {
                model = try models.next(in: parent, number: number)
                number += 1
            }
            let whole = try Files.read(model.path)
            var random = SplitMix(seed: 23)
            var refused = 0
            for round in 0..<3000 {
                var bytes = whole
                if round % 4 == 0 {
                    bytes.removeLast(Int.random(in: 1..<bytes.count, using: &random))
                } else {
                    let place = Int.random(in: bytes.indices, using: &random)
                    bytes[place] = UInt8.random(in: 0...255, using: &random)
                }
                FileBytes.write(bytes, to: model.path)
                do {
                    let directory = try ModelDirectory(loading: model.path, options: model.options)
                    guard let predictor = try TreePredictor(directory, threads: 1) else { continue }
                    _ = try predictor.predict(model.rows)
                } catch {
                    let status = (error as? any Failure)?.exitStatus
                    #expect(status == .dataFormat || status == .configuration, "\(error)")
                    refused += 1
                }
            }
            #expect(refused > 700)
        }
    }

    /// The library itself would trust a damaged file: it gets none whose trees do not hold together.
    @Test func whatTheLibraryGetsIsCheckedFirst() async throws {
        try await withScratchDirectory { parent in
            var models = TreeModels(seed: 29)
            let model = try models.next(in: parent, number: 0)
            let whole = try Files.read(model.path)
            var random = SplitMix(seed: 31)
            for _ in 0..<1500 {
                var bytes = whole
                let place = Int.random(in: bytes.indices, using: &random)
                bytes[place] = UInt8.random(in: 0...255, using: &random)
                FileBytes.write(bytes, to: model.path)
                do {
                    let directory = try ModelDirectory(loading: model.path, options: model.options)
                    _ = try XGBoostPredictor(directory, threads: 1).predict(model.rows)
                } catch {
                    #expect(error is any Failure, "\(error)")
                }
            }
        }
    }

    /// SHAP values of a row add up to its margin.
    @Test func contributionsAddUp() async throws {
        try await withScratchDirectory { parent in
            var models = TreeModels(seed: 37)
            var found = 0
            for number in 0..<60 {
                let model = try models.next(in: parent, number: number)
                let directory = try ModelDirectory(loading: model.path, options: model.options)
                guard directory.metadata.task == .binary else { continue }
                let explainer = try #require(try Predictors.explainer(of: directory))
                let values = try explainer.contributions(model.rows)
                let scores = try explainer.predict(model.rows).scores
                let width = directory.metadata.inputs.count + 1
                #expect(values.count == model.rows.rowCount * width)
                for row in 0..<model.rows.rowCount {
                    let margin = values[row * width..<(row + 1) * width].reduce(0, +)
                    #expect(abs(1 / (1 + exp(-margin)) - scores[row * 2 + 1]) < 1e-5)
                }
                found += 1
            }
            #expect(found > 5)
        }
    }
}
