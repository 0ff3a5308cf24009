package import RunDocument

/// The parameters of the built-in trainer, checked: XGBoost itself ignores a misspelt one.
package struct XGBoostParameters: Hashable, Sendable {
    /// How many rounds are added.
    package let rounds: Int
    /// What goes to XGBoost as it is, by name.
    package let values: [String: String]

    /// XGBoost's parameters of tree boosting, and `num_round`.
    private static let known: Set<String> = [
        "num_round", "eta", "learning_rate", "gamma", "min_split_loss", "max_depth",
        "min_child_weight", "max_delta_step", "subsample", "sampling_method",
        "colsample_bytree", "colsample_bylevel", "colsample_bynode", "lambda", "reg_lambda",
        "alpha", "reg_alpha", "tree_method", "scale_pos_weight", "grow_policy", "max_leaves",
        "max_bin", "num_parallel_tree", "max_cat_to_onehot", "max_cat_threshold",
        "monotone_constraints", "interaction_constraints", "base_score", "objective", "nthread",
    ]

    package init(_ parameters: JSONObject) throws(TrainingError) {
        var values: [String: String] = [:]
        for (name, value) in parameters {
            guard Self.known.contains(name) else {
                throw .unknownParameter(name: name, hint: Self.hint(for: name))
            }
            let text = value.stringValue ?? value.canonicalText()
            if let number = Double(text), !number.isFinite {
                throw .invalidParameter(name: name, expected: "a finite number")
            }
            values[name] = text
        }
        if let text = values.removeValue(forKey: "num_round") {
            guard let rounds = Int(text), (1...1_000_000).contains(rounds) else {
                throw .invalidParameter(name: "num_round", expected: "a whole number from 1")
            }
            self.rounds = rounds
        } else {
            rounds = 50
        }
        self.values = values
    }

    private static func hint(for name: String) -> String {
        name == "num_boost_round" || name == "n_estimators"
            ? "did you mean 'num_round'?"
            : "known: \(known.sorted().joined(separator: ", "))"
    }
}
