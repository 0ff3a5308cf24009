extension GateKey {
    static let eval: [GateKey] = [
        .init("gates", "see GATES", nil, "[{metric: accuracy, lower_bound: 0.9}]"),
        .init("baseline", "see BASELINE", "production", "\"registry:penguins@2\""),
        .init("confidence", "of the gates that do not say it", "none", "0.95"),
        .init("resamples", "of a bootstrap, 100 to 1000000", "1000", "2000"),
        .init("seed", "of resamples and shuffles; the same gives the same bytes", "0", "7"),
        .init("method", "auto or bootstrap; see INTERVALS", "auto", "bootstrap"),
        .init("weight", "the column that says how much a row counts", "each counts 1", "weight"),
        .init("positive", "the label that scores and fairness are about", "the second", "spam"),
        .init("slices", "a list; their metrics are in the reports", nil, "[island]"),
        .init(
            "weak_slices",
            "search for slices of one or two columns with a loss above that of the "
                + "others (effect size 0.4, at least 30 rows, false discovery rate 0.05); each row "
                + "counts the same, whatever its weight", "false", "true"),
        .init("fairness", "columns of groups that are to be treated alike", nil, "[sex]"),
        .init(
            "tests", "files of cases, {cases: FILE}, or commands; see CASES and COMMANDS", nil,
            "[cases.jsonl, {command: [pytest], junit: out.xml}]"),
        .init("importance", "shuffle each column so many times", "0", "5"),
        .init(
            "predictions", "truth, prediction, score, query and task; see PREDICTIONS", nil,
            "{truth: y, score: p, task: binary}"),
        .init(
            "predict",
            "command (a program that scores), format (csv or jsonl) and timeout (of silence)", nil,
            "{command: [python3, predict.py], format: jsonl, timeout: 90s}"),
        .init(
            "load",
            "url, latency, rate, connections, duration, warmup and rows, as the options of mlx-eval",
            nil, "{rate: 200, duration: 10s}"),
    ]
}
