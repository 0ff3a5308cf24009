"""Writes metrics.json: random cases and what scikit-learn says of them.

    pip install scikit-learn==1.9.1 && python make_metrics.py > metrics.json

Ties, constant scores, one class only, classes that never occur, one row, perfect and worst
predictions are among the cases. A value that scikit-learn does not define is null.
"""
import json
import math
import sys
import warnings

import numpy as np
import sklearn
from sklearn import metrics as m

warnings.simplefilter("ignore")


def number(value):
    value = float(value)
    return value if math.isfinite(value) else None


def classification(name, truth, scores, classes):
    truth, scores = np.asarray(truth), np.asarray(scores, float)
    predicted = scores.argmax(1)
    values = {
        "accuracy": m.accuracy_score(truth, predicted),
        "balanced_accuracy": m.balanced_accuracy_score(truth, predicted),
        "log_loss": m.log_loss(truth, scores, labels=list(range(classes))),
    }
    for average in ("micro", "macro", "weighted"):
        p, r, f, _ = m.precision_recall_fscore_support(truth, predicted, average=average, zero_division=0)
        values.update({f"precision_{average}": p, f"recall_{average}": r, f"f1_{average}": f})
    if classes == 2:
        p, r, f, _ = m.precision_recall_fscore_support(
            truth, predicted, labels=[0, 1], average="binary", pos_label=1, zero_division=0)
        values.update({"precision": p, "recall": r, "f1": f})
        both = len(set(truth)) == 2
        values["roc_auc"] = m.roc_auc_score(truth, scores[:, 1]) if both else math.nan
    else:
        complete = len(set(truth)) == classes
        values["roc_auc_ovr"] = (
            m.roc_auc_score(truth, scores, multi_class="ovr") if complete else math.nan)
    return {
        "name": name, "kind": "classification", "classes": classes, "truth": truth.tolist(),
        "scores": scores.ravel().tolist(),
        "confusion": m.confusion_matrix(truth, predicted, labels=list(range(classes))).tolist(),
        "metrics": {k: number(v) for k, v in values.items()},
    }


def regression(name, truth, predictions):
    mse = m.mean_squared_error(truth, predictions)
    values = {
        "mae": m.mean_absolute_error(truth, predictions), "mse": mse, "rmse": math.sqrt(mse),
        "r2": m.r2_score(truth, predictions) if len(truth) > 1 else math.nan,
    }
    return {
        "name": name, "kind": "regression", "truth": list(map(float, truth)),
        "predictions": list(map(float, predictions)),
        "metrics": {k: number(v) for k, v in values.items()},
    }


def main():
    rng = np.random.default_rng(20261120)
    cases = []
    for index in range(20):
        classes = int(rng.integers(2, 6))
        rows = int(rng.integers(classes + 1, 60))
        scores = rng.dirichlet(np.ones(classes), rows)
        if index % 3 == 0:
            # Few distinct scores, so that many rows tie; sixteenths sum to 1 exactly.
            scores = rng.multinomial(16, np.ones(classes) / classes, rows) / 16
        truth = rng.integers(0, classes, rows)
        if index % 5 == 4:
            truth = rng.integers(0, max(1, classes - 1), rows)
        cases.append(classification(f"random {index}", truth, scores, classes))
    cases += [
        classification("one class, binary", [1, 1, 1], [[0.2, 0.8], [0.6, 0.4], [0.5, 0.5]], 2),
        classification("one class, multiclass", [2, 2], [[0.1, 0.2, 0.7], [0.5, 0.3, 0.2]], 3),
        classification("constant scores", [0, 1, 0, 1], [[0.5, 0.5]] * 4, 2),
        classification("one row", [0], [[0.9, 0.1]], 2),
        classification("perfect", [0, 1, 2], np.eye(3), 3),
        classification("all wrong", [0, 1], [[0, 1], [1, 0]], 2),
        classification("never predicted", [0, 1, 2, 2], [[0.6, 0.3, 0.1]] * 4, 3),
    ]
    for index in range(20):
        rows = int(rng.integers(2, 80))
        truth = rng.normal(size=rows) * 10.0 ** rng.integers(-6, 7) + rng.normal() * 1000
        cases.append(regression(f"random {index}", truth, truth + rng.normal(size=rows)))
    cases += [
        regression("constant target, met", [3, 3, 3], [3, 3, 3]),
        regression("constant target, missed", [3, 3, 3], [3, 3, 4]),
        regression("one row", [1], [2]),
    ]
    json.dump({"scikit-learn": sklearn.__version__, "cases": cases}, sys.stdout)
    print()


main()
