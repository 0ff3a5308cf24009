/// The metrics of a kind of predictions, as the manual lists them.
struct MetricGroup {
    struct Metric {
        let names: [String]
        /// The definition and, in brackets, whose it is.
        let meaning: String

        init(_ names: String, _ meaning: String) {
            self.names = names.split(separator: " ").map(String.init)
            self.meaning = meaning
        }
    }

    let title: String
    let metrics: [Metric]

    static let all = [classes, binary, multiclass, multilabel, regression, ranking, fairness, load]

    private static let classes = MetricGroup(
        title: "One label a row",
        metrics: [
            .init("accuracy", "the share of right labels (accuracy_score)"),
            .init(
                "balanced_accuracy",
                "the mean recall of the labels that occur (balanced_accuracy_score)"),
            .init(
                "matthews_corrcoef",
                "Matthews' correlation, 0 if either side is constant "
                    + "(matthews_corrcoef)"),
            .init("cohen_kappa", "agreement beyond chance (cohen_kappa_score)"),
            .init(
                "precision_micro precision_macro precision_weighted recall_micro recall_macro "
                    + "recall_weighted f1_micro f1_macro f1_weighted",
                "means over the labels that occur or are predicted; nothing by nothing is 0 "
                    + "(precision_recall_fscore_support with zero_division=0)"),
            .init("log_loss", "the mean of -ln p of the true label, p at least 2.2e-16 (log_loss)"),
            .init(
                "brier_score",
                "the mean squared error of the probabilities, summed over the labels if there are more than two (brier_score_loss)"
            ),
            .init(
                "ece",
                "expected calibration error: the mean distance of score and share in ten ranges of one width; of several labels the highest score (Guo and others 2017)"
            ),
        ])

    private static let binary = MetricGroup(
        title: "Two labels",
        metrics: [
            .init("precision recall f1", "of the positive label"),
            .init("roc_auc", "the area under the ROC curve (roc_auc_score)"),
            .init(
                "average_precision",
                "the area under precision by recall, as steps (average_precision_score)"),
        ])

    private static let multiclass = MetricGroup(
        title: "More than two labels",
        metrics: [
            .init(
                "roc_auc_ovr roc_auc_ovr_weighted",
                "the mean area of each label against the rest, alike or by its rows (roc_auc_score, multi_class=ovr)"
            ),
            .init(
                "roc_auc_ovo roc_auc_ovo_weighted",
                "the mean area of each two labels; none for weighted rows (multi_class=ovo; Hand and Till 2001)"
            ),
            .init("average_precision_macro", "the mean over the labels"),
            .init(
                "top_2_accuracy top_3_accuracy top_5_accuracy",
                "the true label is among the best (top_k_accuracy_score)"),
        ])

    private static let multilabel = MetricGroup(
        title: "Sets of labels",
        metrics: [
            .init("subset_accuracy", "the share of rows with all labels right (accuracy_score)"),
            .init("hamming_loss", "the share of wrong labels (hamming_loss)"),
            .init(
                "jaccard_samples f1_samples",
                "the mean over the rows; two empty sets are 0 (jaccard_score, f1_score)"),
            .init(
                "precision_micro precision_macro precision_weighted recall_micro recall_macro "
                    + "recall_weighted f1_micro f1_macro f1_weighted", "over the labels"),
            .init(
                "roc_auc_macro roc_auc_micro average_precision_macro average_precision_micro",
                "the mean over the labels, or of all labels as one"),
        ])

    private static let regression = MetricGroup(
        title: "Numbers",
        metrics: [
            .init(
                "rmse mse mae",
                "the root of the mean squared error, that mean, and the mean absolute error"),
            .init(
                "r2 explained_variance",
                "1 less the share of the spread that is left; not defined for one row (r2_score, explained_variance_score)"
            ),
            .init(
                "mape",
                "the mean absolute error by the truth, which is at least 2.2e-16 (mean_absolute_percentage_error)"
            ),
            .init(
                "median_ae max_error",
                "the median and the greatest absolute error (median_absolute_error, max_error)"),
            .init(
                "pinball_0.1 pinball_0.5 pinball_0.9",
                "the pinball loss of a quantile (mean_pinball_loss)"),
        ])

    private static let ranking = MetricGroup(
        title: "Rankings",
        metrics: [
            .init(
                "ndcg ndcg_5 ndcg_10",
                "the discounted gain by the best possible, linear gains, ties by their mean; the mean over the queries (ndcg_score)"
            ),
            .init(
                "mrr",
                "1 by the place of the first relevant row, which rows tied with it stand before; the mean over the queries"
            ),
        ])

    private static let fairness = MetricGroup(
        title: "Groups, with by",
        metrics: [
            .init(
                "demographic_parity_difference demographic_parity_ratio",
                "of the share of rows that are given the positive label (Fairlearn, as all of these)"
            ),
            .init(
                "equal_opportunity_difference equal_opportunity_ratio", "of the true positive rate"),
            .init(
                "equalized_odds_difference equalized_odds_ratio",
                "the worse one of the true and the false positive rate's"),
        ])

    private static let load = MetricGroup(
        title: "Latency, with --latency or --url",
        metrics: [
            .init(
                "latency_p50_ms latency_p90_ms latency_p99_ms latency_p999_ms latency_max_ms latency_mean_ms",
                "milliseconds; with a rate from when the request was due"),
            .init("throughput_rps", "answers a second"),
            .init("error_rate", "the share of requests without a good answer"),
            .init("memory_peak_mb", "of the process that scores, with --latency"),
        ])
}
