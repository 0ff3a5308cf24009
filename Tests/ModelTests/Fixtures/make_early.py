"""Makes models whose training was stopped early, and what XGBoost's Python binding says of random
rows: early.json.

    python make_early.py DIRECTORY

Needs xgboost (or xgboost-cpu), scikit-learn and numpy. Numbers are C99 hex floats, bit for bit.
`best` is what the estimators for scikit-learn say, `all` what a `Booster` does.
"""

import importlib.metadata
import json
import pathlib
import sys

import numpy as np
import xgboost

HERE = pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else __file__).resolve()
HERE = HERE if HERE.is_dir() else HERE.parent
random = np.random.default_rng(20261122)


def hexadecimal(values):
    return [float(value).hex() for value in np.asarray(values).ravel()]


def case(number):
    labels = (0, 2, 3)[number % 3]
    width = int(random.integers(2, 5))
    rows = lambda count: random.normal(size=(count, width)).astype(np.float32)
    train, check, test = rows(90), rows(60), rows(20)

    def target(values):
        signal = values[:, 0] + random.normal(size=len(values))
        return np.digitize(signal, np.linspace(-0.6, 0.6, labels - 1)) if labels else signal

    kind = xgboost.XGBClassifier if labels else xgboost.XGBRegressor
    model = kind(
        n_estimators=40, learning_rate=0.7, max_depth=int(random.integers(2, 5)), n_jobs=1,
        num_parallel_tree=1 + number // 3 % 2, subsample=0.9, early_stopping_rounds=3,
        random_state=number)
    model.fit(train, target(train), eval_set=[(check, target(check))], verbose=False)
    booster = model.get_booster()
    best = model.predict_proba(test) if labels else model.predict(test)
    assert model.best_iteration + 1 < booster.num_boosted_rounds()
    return {
        "model": json.loads(bytes(booster.save_raw("json"))), "labels": labels,
        "bestIteration": model.best_iteration,
        "best": hexadecimal(best[:, 1] if labels == 2 else best),
        "all": hexadecimal(booster.predict(xgboost.DMatrix(test))),
        "rows": [hexadecimal(row) for row in test]}


(HERE / "early.json").write_text(json.dumps({
    "version": importlib.metadata.version("xgboost-cpu"),
    "cases": [case(number) for number in range(12)],
}, separators=(",", ":")) + "\n")
