"""Numbers of SciPy, scikit-learn and Deepchecks for the checks of quality and splits.

Run: python make_quality.py > quality.json
Versions are written into the fixture; Deepchecks 0.19 wants scikit-learn below 1.6.
"""

import json
import math
import random
import warnings

import numpy as np

# Deepchecks 0.19 uses names that NumPy 2 has no more.
np.NaN, np.Inf = np.nan, np.inf
warnings.filterwarnings("ignore")

import deepchecks
import pandas as pd
import scipy
import sklearn
from deepchecks.tabular import Dataset
from deepchecks.tabular.checks import (
    ConflictingLabels,
    DataDuplicates,
    DatasetsSizeComparison,
    IndexTrainTestLeakage,
    MixedDataTypes,
    NewCategoryTrainTest,
    NewLabelTrainTest,
    SpecialCharacters,
    StringLengthOutOfBounds,
    StringMismatch,
    TrainTestSamplesMix,
)
from deepchecks.utils.correlation_methods import (
    correlation_ratio,
    symmetric_theil_u_correlation,
)
from deepchecks.utils.strings import string_baseform
from scipy.stats import chi2_contingency, spearmanr
from scipy.stats.contingency import association, crosstab
from sklearn.metrics import normalized_mutual_info_score

rng = random.Random(20240611)


def corrected_cramers_v(table):
    """Bergsma 2013, from SciPy's uncorrected V."""
    n = table.sum()
    r, k = table.shape
    phi2 = association(table, method="cramer") ** 2 * min(r - 1, k - 1)
    phi2 = max(0, phi2 - (r - 1) * (k - 1) / (n - 1))
    r = r - (r - 1) ** 2 / (n - 1)
    k = k - (k - 1) ** 2 / (n - 1)
    return math.sqrt(phi2 / (min(r, k) - 1))


def associations():
    cases = []
    for index in range(60):
        n = rng.choice([10, 50, 300, 1000])
        rows, columns = rng.randint(2, 8), rng.randint(2, 6)
        noise = rng.choice([0, 0.1, 0.5, 1])
        first = [rng.randrange(rows) for _ in range(n)]
        second = [rng.randrange(columns) if rng.random() < noise else v % columns for v in first]
        table = crosstab(first, second).count
        if min(table.shape) < 2:
            continue
        cases.append(
            {
                "first": first,
                "second": second,
                "chiSquared": chi2_contingency(table, correction=False).statistic,
                "cramersV": min(1, corrected_cramers_v(table)),
                "mutualInformation": normalized_mutual_info_score(first, second),
                "theilU": symmetric_theil_u_correlation(first, second),
            }
        )
    return cases


def correlations():
    cases = []
    for index in range(40):
        n = rng.choice([5, 40, 400])
        kinds = rng.randint(2, 5)
        numbers = [rng.choice([rng.gauss(0, 1), float(rng.randint(0, 5))]) for _ in range(n)]
        others = [rng.choice([-1, 1]) * v + rng.gauss(0, 0.5) for v in numbers]
        codes = [int(abs(v)) % kinds for v in numbers]
        if len(set(codes)) < 2:
            continue
        codes = [sorted(set(codes)).index(c) for c in codes]
        cases.append(
            {
                "numbers": numbers,
                "others": others,
                "codes": codes,
                "spearman": float(spearmanr(numbers, others).statistic),
                "ratio": float(correlation_ratio(np.array(codes), np.array(numbers))),
            }
        )
    return cases


def base_forms():
    texts = [
        "OK", "ok.", "O-K!", "...", "Ünïcode Straße", "½ cup", "٣ three", "a_b", "x²", "日本", " ",
        "Ⅷ", "naïve—", "\u0301", "I\u0307", "ΑΒΓ", "tab\tbed", "!?", "№5", "ª", "ǅ", "🙂",
    ]
    return [{"text": t, "base": string_baseform(t), "special": string_baseform(t, True) == ""}
            for t in texts]


def word():
    return "".join(rng.choice("abcdefgh") for _ in range(rng.randint(3, 9)))


def cells(kind, n):
    if kind == "words":
        column = [word() for _ in range(n)]
        for _ in range(rng.choice([0, 1, 3])):
            column[rng.randrange(n)] = word() * rng.choice([1, 4, 10, 30])
        return column
    if kind == "variants":
        return [rng.choice(["Yes", "yes", "YES!", "No", "no-way", "No way"]) for _ in range(n)]
    if kind == "clean":
        return [rng.choice(["red", "green", "blue"]) for _ in range(n)]
    if kind == "special":
        return [rng.choice(["!!", "?", "--"]) if rng.random() < 0.02 else word() for _ in range(n)]
    if kind == "mixed":
        share = rng.choice([0.005, 0.05, 0.3])
        return [str(rng.randint(1, 99)) if rng.random() < share else word() for _ in range(n)]
    raise ValueError(kind)


def columns():
    cases = []
    for kind in ["words", "variants", "clean", "special", "mixed"] * 8:
        n = rng.choice([60, 200, 700])
        column = cells(kind, n)
        frame = pd.DataFrame({"c": pd.Series(column, dtype=object)})
        data = Dataset(frame, cat_features=[])
        mix = MixedDataTypes().run(data).value["c"]
        lengths = StringLengthOutOfBounds().run(data).value["c"]
        variants = StringMismatch().run(data).value["columns"]["c"]
        cases.append(
            {
                "kind": kind,
                "cells": column,
                "special": SpecialCharacters().run(data).value["c"],
                "rarer": min(mix["strings"], mix["numbers"]) if mix else 0,
                "lengthOutliers": sum(o["n_samples"] for o in lengths["outliers"]),
                "variants": len(variants),
            }
        )
    return cases


def rows():
    cases = []
    for _ in range(20):
        n = rng.choice([20, 200])
        names = rng.randint(2, 30)
        frame = pd.DataFrame(
            {
                "a": [f"a{rng.randrange(names)}" for _ in range(n)],
                "b": [rng.randrange(5) for _ in range(n)],
                "y": [rng.choice(["p", "q"]) for _ in range(n)],
            }
        )
        data = Dataset(frame, label="y", cat_features=["a", "b"], label_type="binary")
        conflicts = ConflictingLabels().run(data).value
        cases.append(
            {
                "rows": [[str(v) for v in row] for row in frame.values.tolist()],
                "duplicates": DataDuplicates().run(data).value,
                "conflicts": getattr(conflicts, "percent_of_conflicting_samples", None)
                or conflicts["percent_of_conflicting_samples"],
            }
        )
    return cases


def splits():
    cases = []
    for _ in range(20):
        frames = []
        for size, labels, names in [(100, 3, 6), (rng.choice([1, 20, 80]), 4, 7)]:
            frames.append(
                pd.DataFrame(
                    {
                        "id": [f"i{rng.randrange(2000)}" for _ in range(size)],
                        "a": [f"a{rng.randrange(names)}" for _ in range(size)],
                        "b": [f"b{rng.randrange(40)}" for _ in range(size)],
                        "y": [f"y{rng.randrange(labels)}" for _ in range(size)],
                    }
                )
            )
        train, test = [
            Dataset(f, label="y", cat_features=["a", "b"], index_name="id", label_type="multiclass")
            for f in frames
        ]
        categories = NewCategoryTrainTest().run(train, test).value
        sizes = DatasetsSizeComparison().run(train, test).value
        cases.append(
            {
                "train": frames[0].values.tolist(),
                "test": frames[1].values.tolist(),
                "newLabels": len(NewLabelTrainTest().run(train, test).value["new_labels"]),
                "newCategories": float(categories.loc["a", "Ratio of New Categories"]),
                "sizeRatio": sizes["Test"] / sizes["Train"],
                "index": IndexTrainTestLeakage().run(train, test).value,
                "rows": TrainTestSamplesMix().run(train, test).value["ratio"],
            }
        )
    return cases


print(
    json.dumps(
        {
            "versions": {
                "deepchecks": deepchecks.__version__,
                "scipy": scipy.__version__,
                "scikit-learn": sklearn.__version__,
                "pandas": pd.__version__,
                "numpy": np.__version__,
            },
            "associations": associations(),
            "correlations": correlations(),
            "baseForms": base_forms(),
            "columns": columns(),
            "rows": rows(),
            "splits": splits(),
        },
        separators=(",", ":"),
    )
)
