"""Writes binary.json, multiclass.json, multilabel.json, regression.json and ranking.json: what
scikit-learn says of 1,000 random cases each.

    pip install scikit-learn==1.9.1 && python make_metrics.py

Only its answers are written. The cases are made by a seeded generator that `MetricCases.swift`
repeats: ties, constant scores, one class only, classes that never occur, weights (also of 0), one row
and twenty thousand. A value that scikit-learn does not define is null.
"""
import functools
import json
import math
import operator
import pathlib
import warnings

import numpy as np
import sklearn
from sklearn import metrics as m
from sklearn.calibration import calibration_curve

warnings.simplefilter("ignore")
CASES = 1000
SIZES = [1, 2, 3, 5, 8, 13, 30, 60, 120, 250]
MASK = (1 << 64) - 1


class SplitMix:
    def __init__(self, seed):
        self.state = seed

    def next(self):
        self.state = (self.state + 0x9E3779B97F4A7C15) & MASK
        word = ((self.state ^ self.state >> 30) * 0xBF58476D1CE4E5B9) & MASK
        word = ((word ^ word >> 27) * 0x94D049BB133111EB) & MASK
        return word ^ word >> 31

    def unit(self):
        return (self.next() >> 11) * 2.0**-53

    def below(self, limit):
        return int(self.unit() * limit)


class Case:
    """Number of rows, weights, and how scores are tied: by the number of the case."""

    def __init__(self, task, index):
        self.random = SplitMix(task * 1_000_000 + index)
        self.index = index
        self.rows = 20_000 if index == 500 else SIZES[index % 10]
        self.weights = None
        if index // 10 % 3 == 1:
            self.weights = np.array([self.random.unit() * 3 for _ in range(self.rows)])
        elif index // 10 % 3 == 2:
            # Whole numbers, 0 among them, but not for the first row.
            self.weights = np.array(
                [float(self.random.below(4) + (row == 0)) for row in range(self.rows)])

    def tied(self, value):
        """Scores as they are, of one decimal, all the same, or 0 and 1."""
        kind = self.index // 30 % 5
        if kind == 1:
            return math.floor(value * 10) / 10
        if kind == 2:
            return 0.25
        if kind == 3:
            return float(value >= 0.5)
        return value


def number(value):
    value = float(value)
    return float(f"{value:.13g}") if math.isfinite(value) else None


def averages(truth, predicted, weights, labels=None):
    values = {}
    for average in ("micro", "macro", "weighted"):
        p, r, f, _ = m.precision_recall_fscore_support(
            truth, predicted, average=average, zero_division=0, sample_weight=weights, labels=labels)
        values.update({f"precision_{average}": p, f"recall_{average}": r, f"f1_{average}": f})
    return values


def common(truth, predicted, weights):
    return {
        "accuracy": m.accuracy_score(truth, predicted, sample_weight=weights),
        "balanced_accuracy": m.balanced_accuracy_score(truth, predicted, sample_weight=weights),
        "matthews_corrcoef": m.matthews_corrcoef(truth, predicted, sample_weight=weights),
        "cohen_kappa": m.cohen_kappa_score(truth, predicted, sample_weight=weights),
        **averages(truth, predicted, weights),
    }


def weight_of(mask, weights):
    return mask.sum() if weights is None else weights[mask].sum()


def binary(case):
    share = [0.5, 0.1, 1.1, -0.1][case.index // 3 % 4]
    truth = np.array([int(case.random.unit() < share) for _ in range(case.rows)])
    score = np.array([case.tied(case.random.unit() * 0.8 + 0.2 * y) for y in truth])
    w = case.weights
    predicted = (score >= 0.5).astype(int)
    values = common(truth, predicted, w)
    p, r, f, _ = m.precision_recall_fscore_support(
        truth, predicted, labels=[0, 1], average="binary", pos_label=1, zero_division=0, sample_weight=w)
    positive, negative = weight_of(truth == 1, w), weight_of(truth == 0, w)
    values.update({
        "precision": p, "recall": r, "f1": f,
        "log_loss": m.log_loss(truth, score, labels=[0, 1], sample_weight=w),
        "brier_score": m.brier_score_loss(truth, score, labels=[0, 1], pos_label=1, sample_weight=w),
        "roc_auc": m.roc_auc_score(truth, score, sample_weight=w)
        if positive > 0 and negative > 0 else math.nan,
        "average_precision": m.average_precision_score(truth, score, sample_weight=w)
        if positive > 0 else math.nan,
    })
    calibration = None
    if w is None:
        share, mean = calibration_curve(truth, score, n_bins=10) if len(set(truth)) == 2 else ([], [])
        calibration = [[number(a), number(b)] for a, b in zip(mean, share)]
    return values, {"calibration": calibration}


def multiclass(case):
    classes = 3 + case.index % 4
    # Now and then a class that never occurs, or only one.
    known = [classes, classes - 1, 1][case.index // 7 % 3]
    truth = np.array([case.random.below(known) for _ in range(case.rows)])
    raw = np.array([[case.tied(case.random.unit()) + 0.05 + 0.3 * (y == k) for k in range(classes)]
                    for y in truth])
    # Added up from the left, whatever the version of Python.
    scores = np.array([[value / functools.reduce(operator.add, row) for value in row]
                       for row in raw.tolist()])
    w = case.weights
    predicted = scores.argmax(1)
    labels = list(range(classes))
    values = common(truth, predicted, w)
    values["log_loss"] = m.log_loss(truth, scores, labels=labels, sample_weight=w)
    values["brier_score"] = m.brier_score_loss(truth, scores, labels=labels, sample_weight=w)
    for k in (2, 3, 5):
        if k < classes:
            values[f"top_{k}_accuracy"] = m.top_k_accuracy_score(
                truth, scores, k=k, labels=labels, sample_weight=w)
    supports = [weight_of(truth == k, w) for k in labels]
    complete = min(supports) > 0 and min((truth != k).sum() for k in labels) > 0
    for name, average in (("roc_auc_ovr", "macro"), ("roc_auc_ovr_weighted", "weighted")):
        values[name] = m.roc_auc_score(
            truth, scores, multi_class="ovr", average=average, sample_weight=w) if complete else math.nan
    for name, average in (("roc_auc_ovo", "macro"), ("roc_auc_ovo_weighted", "weighted")):
        values[name] = m.roc_auc_score(
            truth, scores, multi_class="ovo", average=average) if complete and w is None else math.nan
    values["average_precision_macro"] = np.mean([
        m.average_precision_score(truth == k, scores[:, k], sample_weight=w) for k in labels
    ]) if min(supports) > 0 else math.nan
    return values, {}


def multilabel(case):
    width = 2 + case.index % 4
    share = [0.5, 0.2, 0.8][case.index // 5 % 3]
    truth = np.array([[int(case.random.unit() < share) for _ in range(width)]
                      for _ in range(case.rows)])
    score = np.array([[case.tied(case.random.unit() * 0.8 + 0.2 * y) for y in row] for row in truth])
    w = case.weights
    predicted = (score >= 0.5).astype(int)
    values = averages(truth, predicted, w)
    values["subset_accuracy"] = m.accuracy_score(truth, predicted, sample_weight=w)
    values["hamming_loss"] = m.hamming_loss(truth, predicted, sample_weight=w)
    values["jaccard_samples"] = m.jaccard_score(
        truth, predicted, average="samples", zero_division=0, sample_weight=w)
    values["f1_samples"] = m.f1_score(
        truth, predicted, average="samples", zero_division=0, sample_weight=w)
    weights = np.ones(case.rows) if w is None else w
    positives = [weights[truth[:, k] == 1].sum() for k in range(width)]
    negatives = [weights[truth[:, k] == 0].sum() for k in range(width)]
    both = min(positives) > 0 and min(negatives) > 0
    pooled = sum(positives) > 0 and sum(negatives) > 0
    values["roc_auc_macro"] = m.roc_auc_score(
        truth, score, average="macro", sample_weight=w) if both else math.nan
    values["roc_auc_micro"] = m.roc_auc_score(
        truth, score, average="micro", sample_weight=w) if pooled else math.nan
    values["average_precision_macro"] = m.average_precision_score(
        truth, score, average="macro", sample_weight=w) if min(positives) > 0 else math.nan
    values["average_precision_micro"] = m.average_precision_score(
        truth, score, average="micro", sample_weight=w) if sum(positives) > 0 else math.nan
    return values, {}


def regression(case):
    scale = 10.0 ** (case.random.below(9) - 4)
    constant = case.index // 11 % 6 == 5
    truth = np.array([
        (0.5 if constant else case.tied(case.random.unit()) - 0.3) * scale for _ in range(case.rows)])
    guess = np.array([y + (case.random.unit() - 0.45) * scale for y in truth])
    if constant and case.index % 2 == 0:
        guess = truth.copy()
    w = case.weights
    mse = m.mean_squared_error(truth, guess, sample_weight=w)
    enough = case.rows > 1
    values = {
        "mae": m.mean_absolute_error(truth, guess, sample_weight=w), "mse": mse,
        "rmse": math.sqrt(mse),
        "mape": m.mean_absolute_percentage_error(truth, guess, sample_weight=w),
        "median_ae": m.median_absolute_error(truth, guess, sample_weight=w),
        "max_error": m.max_error(truth, guess),
        "r2": m.r2_score(truth, guess, sample_weight=w) if enough else math.nan,
        "explained_variance": m.explained_variance_score(truth, guess, sample_weight=w)
        if enough else math.nan,
    }
    if enough and len(set(truth.tolist())) == 1:
        # What scikit-learn documents (force_finite); its mean of equal numbers is off by a bit, and
        # what it divides by that is noise.
        values["r2"] = float((guess == truth).all())
        errors = (truth - guess)[np.ones(case.rows, bool) if w is None else w > 0]
        values["explained_variance"] = float(len(set(errors.tolist())) == 1)
    for alpha in (0.1, 0.5, 0.9):
        values[f"pinball_{alpha}"] = m.mean_pinball_loss(truth, guess, alpha=alpha, sample_weight=w)
    return values, {}


def ranking(case):
    """Groups of two to nine rows; a group counts by the weight of its first row."""
    group = np.zeros(case.rows, int)
    row = 0
    name = 0
    while row < case.rows:
        size = 2 + case.random.below(8)
        group[row:row + size] = name
        name += 1
        row += size
    relevance = np.array([float(max(0, case.random.below(6) - 2)) for _ in range(case.rows)])
    score = np.array([case.tied(case.random.unit() + 0.1 * y) for y in relevance])
    sums = {"ndcg": 0.0, "ndcg_5": 0.0, "ndcg_10": 0.0, "mrr": 0.0}
    total = 0.0
    for name in range(name):
        rows = group == name
        weight = 1.0 if case.weights is None else case.weights[rows][0]
        gains, scores = relevance[rows][None], score[rows][None]
        total += weight
        if rows.sum() > 1:
            sums["ndcg"] += weight * m.ndcg_score(gains, scores)
            sums["ndcg_5"] += weight * m.ndcg_score(gains, scores, k=5)
            sums["ndcg_10"] += weight * m.ndcg_score(gains, scores, k=10)
        elif gains[0, 0] > 0:
            # scikit-learn refuses a single row; it cannot be in a wrong place.
            for key in ("ndcg", "ndcg_5", "ndcg_10"):
                sums[key] += weight
        best = [int((scores >= s).sum()) for s, g in zip(scores[0], gains[0]) if g > 0]
        if best:
            # With one relevant row this is label_ranking_average_precision_score.
            reciprocal = 1 / min(best)
            if len(best) == 1:
                theirs = m.label_ranking_average_precision_score(gains > 0, scores)
                assert abs(theirs - reciprocal) < 1e-12
            sums["mrr"] += weight * reciprocal
    return {k: v / total if total > 0 else math.nan for k, v in sums.items()}, {}


def write(name, task, make):
    cases = []
    names = []
    for index in range(CASES):
        values, more = make(Case(task, index))
        for key in values:
            if key not in names:
                names.append(key)
        cases.append((values, more))
    document = {
        "scikit-learn": sklearn.__version__,
        "metrics": names,
        "cases": [[number(v[k]) if k in v else "absent" for k in names] for v, _ in cases],
    }
    for key in cases[0][1]:
        document[key] = [more[key] for _, more in cases]
    path = pathlib.Path(__file__).parent / f"{name}.json"
    path.write_text(json.dumps(document, separators=(",", ":")).replace("],[", "],\n[") + "\n")


write("binary", 1, binary)
write("multiclass", 2, multiclass)
write("multilabel", 3, multilabel)
write("regression", 4, regression)
write("ranking", 5, ranking)
