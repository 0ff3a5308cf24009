import Dataset
import Model
import RunDocument

/// A row that a case is about, with its variants, as places in a batch.
struct BehaviourProbe {
    struct Variant {
        let change: BehaviourChange
        /// Its row in the batch.
        let place: Int
    }

    /// What did not hold.
    struct Fault {
        let expected: String
        let found: String
        let answer: JSONValue
        let change: BehaviourChange?
    }

    let row: [FeatureValue]
    let place: Int
    let variants: [Variant]

    /// Adds a row and what becomes of it by the changes; nil if none of them changes it.
    init?(
        _ row: [FeatureValue], _ changes: [BehaviourChange], _ features: [Feature],
        to batch: inout BehaviourBatch
    ) {
        let changed = changes.compactMap { change in
            change.applied(to: row, features).map { (change, $0) }
        }
        guard changes.isEmpty || !changed.isEmpty else { return nil }
        self.row = row
        place = batch.append(row)
        var variants: [Variant] = []
        for (change, row) in changed {
            variants.append(Variant(change: change, place: batch.append(row)))
        }
        self.variants = variants
    }

    /// The first thing that does not hold.
    func fault(_ question: BehaviourCase.Question, _ predictions: Predictions) -> Fault? {
        let base = BehaviourAnswer(predictions, row: place)
        guard base.isFinite else { return notFinite(base, nil) }
        if case .answer(let expectation) = question { return fault(expectation, base) }
        for variant in variants {
            let answer = BehaviourAnswer(predictions, row: variant.place)
            guard answer.isFinite else { return notFinite(answer, variant.change) }
            let fault =
                switch question {
                case .answer: Fault?.none
                case .invariance(_, let tolerance):
                    changed(base, answer, tolerance, variant.change)
                case .directional(_, let directions):
                    directions.lazy.compactMap { astray($0, base, answer, variant.change) }.first
                }
            if let fault { return fault }
        }
        return nil
    }

    private func notFinite(_ answer: BehaviourAnswer, _ change: BehaviourChange?) -> Fault {
        Fault(expected: "a finite number", found: answer.text, answer: answer.json, change: change)
    }

    private func fault(_ expectation: BehaviourExpectation, _ answer: BehaviourAnswer) -> Fault? {
        func fault(_ expected: String, _ found: String) -> Fault {
            Fault(expected: expected, found: found, answer: answer.json, change: nil)
        }
        if let label = expectation.label, answer.label != label { return fault(label, answer.text) }
        if let bounds = expectation.value, let value = answer.score(of: nil), !bounds.hold(value) {
            return fault(bounds.text, answer.text)
        }
        for wanted in expectation.scores {
            let expected = "score of \(wanted.label) \(wanted.bounds.text)"
            guard answer.hasScores, let score = answer.score(of: wanted.label) else {
                return fault(expected, "\(answer.text) without a score")
            }
            if !wanted.bounds.hold(score) { return fault(expected, BehaviourText.number(score)) }
        }
        return nil
    }

    private func changed(
        _ base: BehaviourAnswer, _ answer: BehaviourAnswer, _ tolerance: Double?,
        _ change: BehaviourChange
    ) -> Fault? {
        func fault(_ expected: String, _ found: String) -> Fault {
            Fault(expected: expected, found: found, answer: answer.json, change: change)
        }
        if base.label != answer.label {
            return fault("the label of \(base.text)", answer.text)
        }
        let distance = base.distance(to: answer)
        guard let tolerance, base.label == nil || base.hasScores, !(distance <= tolerance) else {
            return nil
        }
        return fault(
            "\(base.text) within \(BehaviourText.number(tolerance))",
            "\(answer.text), which is \(BehaviourText.number(distance)) off")
    }

    private func astray(
        _ direction: BehaviourDirection, _ base: BehaviourAnswer, _ answer: BehaviourAnswer,
        _ change: BehaviourChange
    ) -> Fault? {
        let (before, after) = (
            base.score(of: direction.label), answer.score(of: direction.label)
        )
        let isKnown = direction.label == nil || answer.hasScores
        if isKnown, let before, let after, direction.holds(from: before, to: after) { return nil }
        let found =
            isKnown
            ? "\(before.map(BehaviourText.number) ?? "nothing") → \(after.map(BehaviourText.number) ?? "nothing")"
            : "\(answer.text) without a score"
        return Fault(expected: direction.text, found: found, answer: answer.json, change: change)
    }
}
