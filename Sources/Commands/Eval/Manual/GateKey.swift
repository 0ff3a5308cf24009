/// What the manual says of a key of `eval` in mlx.yaml, or of a line of a file of cases.
struct GateKey {
    let key: String
    let meaning: String
    /// What holds without it.
    let fallback: String?
    /// A value, as YAML.
    let example: String

    init(_ key: String, _ meaning: String, _ fallback: String?, _ example: String) {
        self.key = key
        self.meaning = meaning
        self.fallback = fallback
        self.example = example
    }

    static let gate: [GateKey] = [
        .init("metric", "what is bounded; required", nil, "accuracy"),
        .init("lower_bound", "the least value that is kept", nil, "0.9"),
        .init("upper_bound", "the greatest value that is kept", nil, "0.3"),
        .init(
            "change",
            "how the metric may change against the baseline: absolute (candidate less baseline), "
                + "relative (that, by the magnitude of the baseline), or both; negative numbers "
                + "allow it to become worse by so much, in the direction of the metric",
            nil, "{absolute: -0.01, relative: -0.02}"),
        .init(
            "direction", "higher_is_better or lower_is_better",
            "that of the metric; a gap is better if it is lower", "lower_is_better"),
        .init(
            "slice",
            "the rows that the metric is of: values of columns, null for a missing one, or where "
                + "with an expression",
            "all rows", "{island: Dream}"),
        .init("slices", "each slice of a definition (see SLICES) keeps the bounds", nil, "island"),
        .init(
            "gap", "the bounds are of the best less the worst slice of a definition", nil,
            "{columns: [island, sex]}"),
        .init("by", "the column of the groups of a fairness metric", nil, "sex"),
        .init(
            "min_slice_size",
            "the rows that a slice or a group must have; with slices, gap and by smaller ones do "
                + "not count, with slice a smaller one is missing", "1", "30"),
        .init(
            "on_missing",
            "fail or pass: what a missing value, slice or baseline means",
            "a missing value or slice fails, and a missing baseline passes", "pass"),
        .init(
            "confidence",
            "between 0 and 1: the verdict takes an interval into account; none, though eval or "
                + "--confidence has one: it takes the value for what it is",
            "that of eval, or none", "0.95"),
        .init(
            "on_inconclusive", "review, fail or pass: what it means that the rows are too few",
            "review", "fail"),
    ]

    static let slice: [GateKey] = [
        .init("column", "each value of a column is a slice, and what is missing", nil, "island"),
        .init(
            "columns", "each combination of columns, or of mappings with column, bins and edges",
            nil, "[island, {column: body_mass_g, bins: 2}]"),
        .init(
            "where", "the rows for which an expression is true; see ROW RULES in mlx-schema(7)",
            nil, "\"body_mass_g > 4000 and sex == 'male'\""),
        .init(
            "bins", "so many ranges of a column's numbers, with about as many rows each", nil, "4"),
        .init("edges", "ascending numbers between ranges", nil, "[3000, 4000]"),
        .init("name", "what the slices are called", "the columns or the expression", "heavy"),
        .init("limit", "the slices at most; the rows of the others are counted", "100", "20"),
    ]

    static let behaviourCase: [GateKey] = [
        .init("name", "of the check; required, and no two cases share it", nil, "\"a Gentoo\""),
        .init(
            "kind", "minimum_functionality, invariance or directional; required", nil, "invariance"),
        .init(
            "input",
            "a row, by the model's features, or rows of the test data: from: data, with rows (at "
                + "most, evenly chosen; by default 100) and where (an expression)",
            nil, "{from: data, rows: 50, where: \"island == 'Biscoe'\"}"),
        .init(
            "change",
            "what is different when the model is asked again: a value, or add or multiply for a "
                + "number; a list of several is tried one by one", nil,
            "[{sex: male}, {flipper_length_mm: {add: 10}}]"),
        .init(
            "expect",
            "minimum_functionality: a label, or label and score with bounds by label; for "
                + "numbers bounds, which are min and max, or value and tolerance. directional: by "
                + "label, or alone for numbers, increase, decrease, not_increase or not_decrease, "
                + "or direction with by: at least so much, and with not_ at most so much", nil,
            "{Gentoo: {direction: increase, by: 0.1}}"),
        .init(
            "tolerance", "invariance: how far scores or the number may move",
            "the label alone must stay; a number may not move", "0.05"),
        .init("max_failure_rate", "the share of rows of the data that may fail", "0", "0.1"),
        .init("severity", "error, or warning: the check warns", "error", "warning"),
        .init(
            "allow_unseen", "true: categories that the model was not trained with are allowed",
            "false", "true"),
    ]

    static let command: [GateKey] = [
        .init(
            "command", "the program and its arguments; $(MLX_JUNIT) and the like are replaced", nil,
            "[pytest, -q, model_tests, \"--junitxml=$(MLX_JUNIT)\"]"),
        .init("name", "of its checks", "the program's name", "pytest"),
        .init(
            "junit", "where it writes a JUnit file, each case of which is a check",
            "the exit status is the check", "out.xml"),
        .init("timeout", "as 90s, 10m or 2h", "30m", "10m"),
        .init(
            "image", "a container image to run it in, without network and with files read-only",
            "it runs as it is", "python:3.12"),
    ]
}
