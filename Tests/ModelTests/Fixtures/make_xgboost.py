"""Makes models of XGBoost 3 and what its Python binding says of random rows: xgboost.json.

    python make_xgboost.py DIRECTORY

Needs xgboost (or xgboost-cpu) and numpy. Numbers are C99 hex floats, bit for bit.
"""

import importlib.metadata
import json
import pathlib
import sys

import numpy as np
import xgboost

HERE = pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else __file__).resolve()
HERE = HERE if HERE.is_dir() else HERE.parent
random = np.random.default_rng(20261121)
OBJECTIVES = ["reg:squarederror", "binary:logistic", "multi:softprob", "count:poisson",
              "reg:gamma", "reg:tweedie", "reg:absoluteerror", "reg:logistic"]


def case(number):
    objective = OBJECTIVES[number % len(OBJECTIVES)]
    width, classes = int(random.integers(1, 6)), int(random.integers(3, 5))
    kinds = ["c" if random.random() < 0.3 else "q" for _ in range(width)]

    def rows(count):
        values = random.normal(size=(count, width)) * 10.0 ** random.integers(-3, 4, size=width)
        for index, kind in enumerate(kinds):
            if kind == "c":
                values[:, index] = random.integers(0, 9, size=count)
        values[random.random(size=values.shape) < 0.15] = np.nan
        return values.astype(np.float32)

    labels = {"binary:logistic": 2, "multi:softprob": classes}.get(objective, 0)
    target = random.integers(0, labels, 80) if labels else 0.01 + 0.98 * random.random(80)
    parameters = {"objective": objective, "max_depth": int(random.integers(1, 5)), "nthread": 1,
                  "eta": float(random.random()), "seed": number, "max_cat_to_onehot": 3,
                  "num_parallel_tree": int(random.integers(1, 3))}
    if labels > 2:
        parameters["num_class"] = labels
    if random.random() < 0.4:
        parameters["base_score"] = float(0.1 + 0.8 * random.random())
    data = xgboost.DMatrix(rows(80), target, feature_types=kinds, enable_categorical=True)
    booster = xgboost.train(parameters, data, int(random.integers(1, 5)))
    # The library's own types are of no use to a table whose categories are numbers already.
    test = rows(25)
    scores = booster.predict(xgboost.DMatrix(test, feature_types=kinds, enable_categorical=True))
    model = json.loads(bytes(booster.save_raw("json")))
    return {"model": model, "labels": labels, "scores": [float(v).hex() for v in scores.ravel()],
            "rows": [[None if np.isnan(v) else float(v).hex() for v in row] for row in test]}


(HERE / "xgboost.json").write_text(json.dumps({
    "version": importlib.metadata.version("xgboost-cpu"),
    "cases": [case(number) for number in range(48)],
}, separators=(",", ":")) + "\n")
