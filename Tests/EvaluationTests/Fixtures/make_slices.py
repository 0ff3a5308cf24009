#!/usr/bin/env python3
"""Peers' numbers for slices, fairness and permutation importance, for slices.json.

    pip install fairlearn==0.15.0 scipy==1.17.1 scikit-learn==1.9.1
    python3 make_slices.py > slices.json
"""
import json, math, sys, warnings
import numpy as np, scipy, scipy.stats, sklearn, fairlearn
import fairlearn.metrics as fm
from sklearn.inspection import permutation_importance
from sklearn.base import BaseEstimator, RegressorMixin

warnings.filterwarnings("ignore")
SEED = 20240607
random = np.random.default_rng(SEED)


def clean(value):
    value = float(value)
    return value if math.isfinite(value) else None


def student():
    # Not closer to 0: at t = 1e-8 SciPy is 1.6e-9 off for one degree of freedom.
    cases = []
    for freedom in [0.5, 1, 1.7, 2, 3, 5, 10, 29.5, 30, 59, 61, 100, 1234.5, 1e5, 1e6, 3e9]:
        for t in [-40, -3, -0.5, -1e-6, 0, 0.01, 0.3, 1, 1.5, 2, 3.7, 6, 12, 30, 300]:
            cases.append([t, freedom, float(scipy.stats.t.sf(t, freedom))])
    return cases


def welch():
    cases = []
    for _ in range(40):
        n, m = random.integers(2, 60, 2)
        a = np.round(random.normal(random.normal(), random.uniform(0.1, 3), n), 4)
        b = np.round(random.normal(0, random.uniform(0.1, 3), m), 4)
        p = scipy.stats.ttest_ind(a, b, equal_var=False, alternative="greater").pvalue
        effect = math.sqrt(2) * (a.mean() - b.mean()) / math.sqrt(a.var(ddof=1) + b.var(ddof=1))
        cases.append({"a": a.tolist(), "b": b.tolist(), "p": float(p), "effect": effect})
    return cases


def discovery():
    cases = []
    for _ in range(20):
        p = random.uniform(0, 1, random.integers(1, 40)) ** random.integers(1, 6)
        p[random.integers(0, len(p))] = p[0]
        adjusted = scipy.stats.false_discovery_control(p, method="bh")
        cases.append({"p": p.tolist(), "adjusted": adjusted.tolist()})
    return cases


def fairness():
    cases = []
    for index in range(320):
        n = int(random.choice([2, 3, 4, 5, 20, 60]))
        groups = random.integers(0, random.integers(1, 5), n)
        share = random.choice([0.0, 0.2, 0.5, 0.9, 1.0])
        truth = (random.uniform(size=n) < share).astype(int)
        predicted = (random.uniform(size=n) < random.choice([0.0, 0.3, 0.7, 1.0])).astype(int)
        weights = np.round(random.uniform(0.1, 3, n), 3) if index % 2 else None
        arguments = dict(sensitive_features=groups, sample_weight=weights)
        metrics = {}
        for name in ["demographic_parity", "equalized_odds", "equal_opportunity"]:
            for kind in ["difference", "ratio"]:
                function = getattr(fm, f"{name}_{kind}")
                metrics[f"{name}_{kind}"] = clean(function(truth, predicted, **arguments))
        frame = fm.MetricFrame(
            metrics={"s": fm.selection_rate, "t": fm.true_positive_rate, "f": fm.false_positive_rate},
            y_true=truth, y_pred=predicted, sensitive_features=groups,
            sample_params={k: {"sample_weight": weights} for k in "stf"} if weights is not None else None,
        )
        by_group = {str(int(g)): [clean(v) for v in row] for g, row in zip(frame.by_group.index, frame.by_group.to_numpy())}
        cases.append({
            "groups": groups.tolist(), "truth": truth.tolist(), "predicted": predicted.tolist(),
            "weights": None if weights is None else weights.tolist(),
            "metrics": metrics, "byGroup": by_group,
        })
    return cases


class Linear(BaseEstimator, RegressorMixin):
    """2a - 3b + ab, by columns."""

    def fit(self, x, y):
        self.fitted_ = True
        return self

    def predict(self, x):
        return 2 * x[:, 0] - 3 * x[:, 1] + x[:, 0] * x[:, 1]


def importance():
    n, repeats = 40, 5
    x = np.round(random.normal(size=(n, 3)), 4)
    y = np.round(2 * x[:, 0] - 3 * x[:, 1] + random.normal(size=n) * 0.1, 4)
    model = Linear().fit(x, y)
    found = permutation_importance(model, x, y, scoring="neg_mean_squared_error", n_repeats=repeats, random_state=7)
    # The permutations that scikit-learn draws, as its own code draws them.
    from sklearn.utils import check_random_state
    seed = check_random_state(7).randint(np.iinfo(np.int32).max + 1)
    permutations = []
    state = check_random_state(seed)
    order = np.arange(n)
    column = np.arange(n)
    for _ in range(repeats):
        state.shuffle(order)
        column = column[order]  # It shuffles the column that is shuffled already.
        permutations.append(column.tolist())
    return {
        "x": x.T.tolist(), "y": y.tolist(), "permutations": permutations,
        "mean": found.importances_mean.tolist(), "std": found.importances_std.tolist(),
    }


json.dump(
    {
        "madeBy": f"make_slices.py, seed {SEED}, fairlearn {fairlearn.__version__}, "
        f"scipy {scipy.__version__}, scikit-learn {sklearn.__version__}",
        "student": student(), "welch": welch(), "discovery": discovery(),
        "fairness": fairness(), "importance": importance(),
    },
    sys.stdout,
    separators=(",", ":"),
)
