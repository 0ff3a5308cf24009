"""Writes drift.json: pairs of columns and what Evidently, scipy and numpy say of them.

    pip install 'evidently==0.7.23' 'pandas==2.3.3' 'scipy==1.17.1' 'numpy==2.4.6'
    python drift_make.py > drift.json

A side is a list of values and counts, or the words for a generator that the test repeats
(`drift_sides.py`). Scores, methods and verdicts come from Evidently's own functions; the type of a
column from its own Dataset. What TFDV says of the same pairs is made by `tfdv_make.py`.
"""
import json
import math
import sys
import warnings

import numpy as np
import pandas as pd
import scipy
from scipy import stats

import evidently
from evidently import Dataset
from evidently.legacy.calculations.data_drift import get_one_column_drift
from evidently.legacy.calculations.stattests.registry import get_registered_stattest
from evidently.legacy.calculations.stattests.tvd_stattest import _total_variation_distance
from evidently.legacy.core import ColumnType
from evidently.legacy.metric_results import DatasetColumns, DatasetUtilityColumns
from evidently.legacy.options.data_drift import DataDriftOptions

import drift_sides

warnings.simplefilter("ignore")
np.seterr(all="ignore")

METHODS = {
    "psi": "PSI", "kl": "Kullback-Leibler divergence", "jensenshannon": "Jensen-Shannon distance",
    "wasserstein": "Wasserstein distance (normed)", "ks": "K-S p_value",
    "chisquare": "chi-square p_value", "z": "Z-test p_value", "hellinger": "Hellinger distance",
}
NAMES = {display: name for name, display in METHODS.items()}
THEIRS = {"kl": "kl_div"}


def series(side):
    """The column as pandas would read it."""
    words = drift_sides.texts(side)
    if words is not None:
        return pd.Series(words + [None] * side.get("missing", 0), dtype=object, name="x")
    values = drift_sides.numbers(side)
    holes = side.get("missing", 0) + side.get("nan", 0)
    odd = [math.nan] * holes + [math.inf] * side.get("up", 0) + [-math.inf] * side.get("down", 0)
    if side.get("integer") and not odd:
        return pd.Series(values.astype(np.int64), name="x")
    return pd.Series(np.concatenate([values, odd]), name="x", dtype=float)


def number(value):
    value = float(value)
    return value if math.isfinite(value) else None


def chosen(reference, current):
    frame = pd.DataFrame({"x": current})
    kind = Dataset.from_pandas(frame).column("x").type
    if kind not in (ColumnType.Numerical, ColumnType.Categorical):
        return kind, None
    only = lambda t: ["x"] if kind == t else []
    columns = DatasetColumns(
        utility_columns=DatasetUtilityColumns(date=None, id=None, target=None, prediction=None),
        target_type=None, task=None, num_feature_names=only(ColumnType.Numerical),
        cat_feature_names=only(ColumnType.Categorical), text_feature_names=[],
        datetime_feature_names=[], target_names=None)
    try:
        drift = get_one_column_drift(
            current_data=frame, reference_data=pd.DataFrame({"x": reference}), column_name="x",
            options=DataDriftOptions(), dataset_columns=columns, column_type=kind, agg_data=True)
    except ValueError as error:
        return kind, {"error": str(error)}
    return kind, {
        "method": NAMES[drift.stattest_name], "score": number(drift.drift_score),
        "drifted": bool(drift.drift_detected), "threshold": drift.stattest_threshold}


def everything(reference, current, kind):
    """Every method that Evidently allows for the type, by its own function."""
    clean = lambda s: s.replace([-np.inf, np.inf], np.nan).dropna()
    reference, current = clean(reference), clean(current)
    scores = {}
    for name in METHODS:
        try:
            test = get_registered_stattest(THEIRS.get(name, name), kind)
        except Exception:
            continue
        if name == "chisquare" and len(set(reference) | set(current)) == 1:
            continue  # No degrees of freedom: 0 or NaN, as rounding has it.
        result = test(reference.copy(), current.copy(), kind, None)
        scores[name] = {"score": number(result.drift_score), "drifted": bool(result.drifted)}
    if kind == ColumnType.Categorical:
        scores["tvd"] = {"score": number(_total_variation_distance(reference, current))}
        keys = sorted(set(reference) | set(current), key=str)
        table = np.array([[(s == k).sum() for k in keys] for s in (reference, current)], float)
        scores["cramers_v"] = {"score": cramers_v(table)}
    else:
        scores["ks_statistic"] = {"score": number(stats.ks_2samp(reference, current)[0])}
    return scores


def cramers_v(table):
    """Bergsma 2013."""
    n, (r, k) = table.sum(), table.shape
    if k < 2:
        return None
    chi2 = stats.chi2_contingency(table, correction=False)[0]
    phi2 = max(0, chi2 / n - (k - 1) * (r - 1) / (n - 1))
    rows, columns = r - (r - 1) ** 2 / (n - 1), k - (k - 1) ** 2 / (n - 1)
    return number(math.sqrt(phi2 / min(rows - 1, columns - 1)))


CASES = []


def case(name, reference, current):
    a, b = series(reference), series(current)
    kind, choice = chosen(a, b)
    entry = {"name": name, "reference": reference, "current": current, "type": kind.value, "auto": choice}
    if choice is not None and "error" not in choice:
        entry["scores"] = everything(a, b, kind)
    CASES.append(entry)


SEED = iter(range(1, 100000))


def bell(n, **more):
    return {"shape": "bell", "n": n, "seed": next(SEED), **more}


def levels(n, k, integer=True, **more):
    return {"shape": "levels", "levels": k, "n": n, "seed": next(SEED), "integer": integer, **more}


def switch_points():
    for n in (999, 1000, 1001):
        for m in (40, 1000, 3000):
            case(f"bell {n}/{m}", bell(n), bell(m, shift=0.05))
            case(f"bell moved {n}/{m}", bell(n), bell(m, shift=0.3, scale=1.2))
        for k in (1, 2, 3, 5, 6, 10, 11, 20, 21, 30):
            case(f"{k} integers {n}", levels(n, k), levels(700, k))
            case(f"{k} integers skewed {n}", levels(n, k), levels(700, k, skew=1))
            case(f"{k} floats {n}", levels(n, k, False), levels(700, k, False, skew=0.0 if k % 2 else 1))
        for k in (1, 2, 3, 5, 6, 20, 21, 40):
            case(f"{k} words {n}", levels(n, k, prefix="w"), levels(500, k, prefix="w"))
            case(f"{k} words skewed {n}", levels(n, k, prefix="w"), levels(500, k, prefix="w", skew=1))
        case(f"new word {n}", levels(n, 3, prefix="w"), levels(600, 5, prefix="w"))
        case(f"lost word {n}", levels(n, 5, prefix="w"), levels(600, 3, prefix="w"))
        case(f"10 integers against 15 {n}", levels(n, 15), levels(600, 10))
        case(f"integer with a hole {n}", levels(n, 4), levels(600, 4, missing=1))


def smirnov():
    sizes = [(1000, 10000), (1000, 10001), (999, 10000), (100, 20000), (50, 10001), (7, 12000),
             (1, 10001), (140, 30000), (141, 30000), (200, 10001)]
    for n, m in sizes:
        for shift in (0.0, 0.03, 0.1, 0.5, 2.0, 5.0):
            case(f"ks {n}/{m} {shift}", bell(n), bell(m, shift=shift))
    for n, m in [(1, 1), (1, 2), (2, 2), (2, 3), (3, 3), (5, 8), (100, 100), (100, 150), (997, 991),
                 (1000, 1000), (600, 900), (10000, 10000), (10000, 9999), (10001, 10000),
                 (10001, 10001), (30000, 20000)]:
        for shift in (0.0, 0.02, 0.2):
            case(f"sizes {n}/{m} {shift}", bell(n), bell(m, shift=shift))


def odd_ones():
    for n in (300, 1500):
        case(f"holes {n}", bell(n, missing=20, nan=5), bell(400, missing=90))
        case(f"infinities {n}", bell(n, up=3, down=2), bell(400, up=10, shift=0.1))
        case(f"constant {n}", {"values": [3.5], "counts": [n]}, {"values": [3.5], "counts": [200]})
        case(f"constants differ {n}", {"values": [3.5], "counts": [n]}, {"values": [4.5], "counts": [200]})
        case(f"constant against bell {n}", {"values": [0.25], "counts": [n]}, bell(500))
        case(f"bell against constant {n}", bell(n), {"values": [0.25], "counts": [300]})
        case(f"ties {n}", {"shape": "grid", "levels": 8, "n": n, "seed": next(SEED)},
             {"shape": "grid", "levels": 8, "n": 777, "seed": next(SEED), "shift": 0.125})
        case(f"tiny spread {n}", bell(n, scale=1e-6, shift=1e3), bell(400, scale=1e-6, shift=1e3))
        case(f"large values {n}", bell(n, scale=1e12), bell(400, scale=1.1e12))
        case(f"many integers {n}", levels(n, 5000, skew=2), levels(900, 6000, skew=2))
        case(f"narrow integers {n}", levels(n, 25), levels(900, 27))
        case(f"words with holes {n}", levels(n, 4, prefix="w", missing=30), levels(300, 4, prefix="w", missing=1))
        case(f"text column {n}", levels(n, 10**6, prefix="w"), levels(300, 10**6, prefix="w"))
        case(f"accents {n}", {"texts": ["e\u0301", "z", "\u00e9", "\U0001f600"], "counts": [n, 5, 9, 1]},
             {"texts": ["e\u0301", "z", "\u00e9", "\uffee"], "counts": [n, 9, 3, 2]})
    case("empty current", bell(50), {"values": [], "counts": [], "missing": 10})
    for big in (10**5, 10**6):
        case(f"counts {big}", {"values": [1, 2, 3, 4, 9], "counts": [big, 2, 30, big // 3, 1], "integer": True},
             {"values": [1, 2, 3, 4], "counts": [big, 4, 3, big // 3], "integer": True})
        case(f"rare zero bin {big}", {"texts": ["a", "b", "c"], "counts": [big, 3, 1]},
             {"texts": ["a", "b"], "counts": [big // 2, 7]})
        case(f"floats as counts {big}", {"values": [0.5 * i for i in range(40)], "counts": [big // 40] * 40},
             {"values": [0.5 * i for i in range(3, 45)], "counts": [big // 50 + i for i in range(42)]})


def random_ones():
    rng = np.random.default_rng(20260101)
    for index in range(60):
        n, m = (int(10 ** rng.uniform(0.5, 3.7)) for _ in range(2))
        shift, scale = float(np.round(rng.normal(0, 0.2), 3)), float(np.round(rng.uniform(0.7, 1.5), 3))
        case(f"random bell {index}", bell(n), bell(m, shift=shift, scale=scale))
    for index in range(30):
        n, m, k, l = int(rng.integers(5, 3000)), int(rng.integers(5, 3000)), int(rng.integers(2, 60)), int(rng.integers(2, 60))
        case(f"random levels {index}", levels(n, k, bool(index % 2)), levels(m, l, bool(index % 3)))
        case(f"random words {index}", levels(n, k, prefix="w"), levels(m, k + index % 3, prefix="w", skew=index % 2))


for group in (switch_points, smirnov, odd_ones, random_ones):
    group()

versions = {"evidently": evidently.__version__, "scipy": scipy.__version__, "numpy": np.__version__,
            "pandas": pd.__version__}
json.dump({"versions": versions, "cases": CASES}, sys.stdout, separators=(",", ":"), allow_nan=False)
