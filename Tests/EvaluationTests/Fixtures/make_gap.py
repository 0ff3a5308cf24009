"""Writes gap.json: SciPy's BCa intervals of how far metrics differ between groups of rows.

    pip install numpy scipy
    python make_gap.py > gap.json

Whole rows are drawn, as the bootstrap of Fairlearn's MetricFrame does; `mean` and `spread` are of
the intervals' ends over several seeds.
"""
import json
import platform

import numpy as np
import scipy
from scipy import stats

SEEDS = range(6)
RESAMPLES = 9999


def accuracy(truth, scores):
    return np.mean((scores >= 0.5) == truth)


def f1(truth, scores):
    guesses = scores >= 0.5
    return 2 * np.sum(guesses * truth) / (guesses.sum() + truth.sum())


def area(truth, scores):
    ranks = stats.rankdata(scores)
    own = truth.sum()
    return (ranks[truth == 1].sum() - own * (own + 1) / 2) / (own * (len(truth) - own))


def mae(truth, guesses):
    return np.mean(np.abs(truth - guesses))


def selected(truth, scores):
    return np.mean(scores >= 0.5)


def gap(metric, truth, scores, groups):
    values = [metric(truth[groups == group], scores[groups == group]) for group in range(3)]
    return max(values) - min(values)


def equalized_odds(truth, scores, groups):
    return max(gap(selected, truth[truth == label], scores[truth == label], groups[truth == label])
               for label in (0, 1))


def interval(statistic, truth, scores, groups):
    ends = []
    for seed in SEEDS:
        found = stats.bootstrap(
            (np.arange(len(truth)),),
            lambda rows: statistic(truth[rows], scores[rows], groups[rows]),
            vectorized=False, method="BCa", n_resamples=RESAMPLES,
            random_state=np.random.default_rng(seed)).confidence_interval
        ends.append([found.low, found.high])
    ends = np.array(ends)
    return {"mean": ends.mean(axis=0).tolist(), "spread": ends.std(axis=0, ddof=1).tolist()}


def case(random, task, count):
    groups = random.choice(3, count, p=[0.5, 0.3, 0.2])
    if task == "regression":
        truth = np.round(random.normal(10, 3, count), 3)
        scores = np.round(truth + random.normal(0, 1 + 0.6 * groups), 3)
        statistics = {"mae": lambda *rows: gap(mae, *rows)}
    else:
        truth = (random.random(count) < 0.4).astype(int)
        noise = 0.15 + 0.1 * groups
        scores = np.round(np.clip(random.normal(0.35 + 0.3 * truth, noise), 0, 1), 3)
        statistics = {
            "accuracy": lambda *rows: gap(accuracy, *rows),
            "f1": lambda *rows: gap(f1, *rows),
            "roc_auc": lambda *rows: gap(area, *rows),
            "demographic_parity_difference": lambda *rows: gap(selected, *rows),
            "equalized_odds_difference": equalized_odds}
    return {
        "task": task, "truth": truth.tolist(), "scores": scores.tolist(),
        "groups": groups.tolist(),
        "observed": {name: float(value(truth, scores, groups))
                     for name, value in statistics.items()},
        "intervals": {name: interval(value, truth, scores, groups)
                      for name, value in statistics.items()}}


random = np.random.default_rng(5)
print(json.dumps({
    "versions": {"python": platform.python_version(), "numpy": np.__version__,
                 "scipy": scipy.__version__},
    "cases": [case(random, "binary", 400), case(random, "regression", 300)]}))
