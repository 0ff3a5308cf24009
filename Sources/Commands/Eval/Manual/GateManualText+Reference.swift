extension GateManualText {
    static let predictions = """
        --predictions takes CSV or JSON Lines. The truth is in the column that --truth names, the schema's target, label, \
        target, y_true, truth or actual. Predictions are in prediction, predicted, predicted_label or y_pred; the score of the \
        positive label in score, probability, y_score or y_prob; those of several labels in score_LABEL, \
        probability_LABEL or proba_LABEL; weights in sample_weight. A query, query_id or qid makes a ranking. Columns \
        label_LABEL with prediction_LABEL or a score of each make sets of labels. Where the columns leave open what is predicted, \
        --task says it.

        Of two labels the second is the positive one, in the order of numbers or else of letters, unless --positive names \
        it: without --positive, a score of benign and malignant is that of malignant. A label as 1.0 is the label 1.
        """

    static let metrics = """
        Names in brackets are functions of scikit-learn, with which tests hold the numbers together. All count rows by their weight. \
        What is not defined on the rows, or is no finite number, is null.
        """

    static let differences = """
        A metric that is not defined is null and fails its gate, where scikit-learn says 0, NaN or 1 with a warning. Of two \
        labels, a score of 0.5 or more is the positive one, unless a prediction beside it says otherwise; \
        scikit-learn's predict takes more than 0.5. brier_score of several labels is \
        the sum over them, from 0 to 2. A query with one row counts in ndcg, where ndcg_score is an error. Rows that are tied with the first \
        relevant one stand before it in mrr.

        Bounds and changes are those of TensorFlow Model Analysis, but a relative change is by the magnitude of the \
        baseline, and one against a baseline of 0 infinite, where TFMA divides by it. A stored report has no rows to draw again: its \
        values are taken for exact. Fewer than 10 rows leave a gate with a confidence inconclusive. Fairness is Fairlearn's; rows \
        without a value in the column are a group of their own.
        """

    static let statuses = """
        0 if no check failed, that is also if some are inconclusive; 1 if one did; 65 if data, predictions, cases or a \
        model cannot be read as such; 66 if one is missing; 78 if a gate, slice or key makes no sense. A run in which \
        nothing was checked is an error unless --allow-empty is given. All are in mlx-eval(1).
        """

    static let references = """
        Efron, Better bootstrap confidence intervals, JASA 1987. DeLong, DeLong and Clarke-Pearson, Comparing the areas under two or more \
        correlated ROC curves, Biometrics 1988. Sun and Xu, Fast implementation of DeLong's algorithm, IEEE SPL 2014. McNemar, \
        Note on the sampling error of the difference between correlated proportions, Psychometrika 1947. Tango, Equivalence test \
        and confidence interval for the difference in proportions for the paired-sample design, Statistics in Medicine 1998. Ribeiro et \
        al., Beyond accuracy: behavioral testing of NLP models with CheckList, ACL 2020. Chung et al., Automated data slicing for \
        model validation, IEEE TKDE 2019. Sagadeeva and Boehm, SliceLine, SIGMOD 2021. Benjamini and Hochberg, Controlling the false \
        discovery rate, JRSS B 1995. Guo et al., On calibration of modern neural networks, ICML 2017. Hand and Till, A simple \
        generalisation of the area under the ROC curve, Machine Learning 2001.
        """
}
