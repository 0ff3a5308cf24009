/// The prose of mlx-gates(7); paragraphs stand between empty lines.
enum GateManualText {
    static let introduction = """
        A gate bounds a metric of a model. mlx-eval computes the metrics on test data, or of predictions, \
        and makes a check of each gate and each behaviour test. A key that nobody knows is an error \
        that names the line and the key that was meant. In mlx.yaml:
        """

    static let example = """
        eval:
          confidence: 0.95
          gates:
            - {metric: accuracy, lower_bound: 0.9, change: {absolute: -0.01}}
            - {metric: accuracy, slices: island, lower_bound: 0.8, min_slice_size: 30}
          tests: [cases.jsonl]
        """

    static let eval = "Keys under eval; options of mlx-eval go before them."

    static let gates = """
        Keys of a gate. It has at least one of lower_bound, upper_bound and change, which are inclusive, and \
        at most one of slice, slices, gap and by.
        """

    static let verdicts = """
        Without a confidence a gate has passed if the value keeps its bounds, and else failed. With one, it \
        has passed if the whole interval keeps them, failed if none of it does, and is inconclusive if a bound is \
        in it. Of several bounds one that is broken decides, then one that is inconclusive.

        With on_inconclusive review, which is the default, the status of the check is inconclusive, and if \
        nothing failed the phase of the run is AwaitingApproval and the exit status 0: mlx-register stores the \
        model, mlx-promote does nothing, and mlx-notify asks the owner. fail and pass make it a failed or \
        a passed check.

        A value that is not defined on the rows, a slice without rows and one below min_slice_size fail, or are skipped \
        with on_missing pass; so do slices none of which is large enough, a gap of fewer than two, and a metric of fewer than two groups. A metric that the kind of predictions does not have is an error of the configuration.
        """

    static let intervals = """
        With method auto, the interval of roc_auc and of its change is DeLong's, by ranks as Sun and Xu have it, that \
        of accuracy is Wilson's score interval, and that of its change is Tango's score interval for paired rows, which holds 0 exactly if McNemar's \
        test does not reject. All others, and with method bootstrap these too, are bias-corrected and accelerated (BCa): each row \
        is drawn as often as a Poisson number of mean 1 says, the same for candidate and baseline, and the \
        acceleration is by a jackknife of at most 200 parts. A ranking is resampled by queries. For a gap or a metric of \
        groups all rows are drawn together, as by Fairlearn, and the best and the worst slice are those of the resample; one in which \
        the metric is not defined on a slice does not count. With few rows a gap comes out too large, since chance \
        alone makes slices differ: BCa corrects for some of that, and min_slice_size keeps small slices out.

        Intervals are of one gate each, two-sided, and not corrected for the number of gates. There is none for a \
        metric of latency, where a confidence has no effect, and none for max_error, top_k_accuracy, roc_auc_ovo, ece and others, where \
        it is an error: say confidence: none in gates on them.
        """

    static let baseline = """
        production, which is the version in production of the model that mlx.yaml names; none; \
        registry:NAME@VERSION; the directory or file of a model; the report of an earlier run, as --report writes it; \
        with --predictions, predictions of the same rows in the same order. A model is asked about the same \
        rows. A model in production that cannot be read, or predicts another target, is no baseline, and a \
        warning says so.
        """

    static let slices = """
        A column's name, or a mapping with one of column, columns and where:
        """

    static let cases = """
        A file of cases has a JSON object a line (shown here as YAML), after CheckList. Each is a check. Features are checked \
        against the model: an unknown one, a category that it was not trained with, and a missing one that it needs are errors. A \
        change that leaves each row as it is fails.
        """

    static let casesExample = """
        {"name": "a", "kind": "minimum_functionality", "input": {"mass": 5400}, "expect": "Gentoo"}
        {"name": "b", "kind": "invariance", "input": {"from": "data"}, "change": {"sex": "male"}}
        {"name": "c", "kind": "directional", "input": {"from": "data"},
         "change": {"mass": {"add": 500}}, "expect": {"Gentoo": "increase"}}
        """

    static let commands = """
        A program that tests the model. It finds MLX_MODEL_DIR, MLX_DATA_TEST (a file a line), MLX_JUNIT and \
        MLX_RUN_ID in its environment. A JUnit file that is missing, older than the run, or says that all is well \
        while the exit status does not, fails.
        """
}
