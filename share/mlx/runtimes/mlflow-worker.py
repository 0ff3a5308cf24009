#!/usr/bin/env python3
"""Scores rows with a model that MLflow wrote.

    mlflow-worker.py MODEL-DIRECTORY LABELS

JSON Lines come on standard input, one object a row; CSV goes to standard output, one line a row:
`prediction`, and `probability_LABEL` for each label if the model gives them. LABELS is a JSON list, empty for a regression.
Needs what the model itself needs, and mlflow for any flavor but scikit-learn's.
"""

import csv
import itertools
import json
import os
import pathlib
import sys

BATCH = 4096


def text_of(label):
    """A label as it stands in data: 1 for True, 1.0 and numpy's numbers."""
    if hasattr(label, "item"):
        label = label.item()
    if isinstance(label, bool):
        return str(int(label))
    if isinstance(label, float) and label.is_integer():
        return str(int(label))
    return str(label)


def load_estimator(directory):
    """The scikit-learn estimator in a directory, or None if it holds another kind of model."""
    text = (directory / "MLmodel").read_text(encoding="utf-8")
    flavor = section(text, "sklearn")
    if flavor is None:
        return None
    try:
        from mlflow import sklearn
    except ImportError:
        pass
    else:
        return sklearn.load_model(str(directory))
    form = flavor.get("serialization_format", "pickle")
    if form == "cloudpickle":
        import cloudpickle as pickle
    elif form == "pickle":
        import pickle
    else:
        sys.exit(f"the model is written with {form}, which needs mlflow: pip install mlflow")
    with open(directory / flavor["pickled_model"], "rb") as file:
        return pickle.load(file)


def section(text, name):
    """The plain members of a flavor in an MLmodel file, which has no other nesting there."""
    lines = iter(text.splitlines())
    for line in lines:
        if line.rstrip() == f"  {name}:":
            members = itertools.takewhile(lambda line: line.startswith("    "), lines)
            pairs = (line.strip().partition(": ") for line in members)
            return {key: value.strip("'\"") for key, _, value in pairs}
    return None


class Estimator:
    """A scikit-learn model: what it predicts, and probabilities if it has them.

    The two may differ: a model may have a threshold of its own.
    """

    def __init__(self, model):
        self.model = model
        self.has_scores = hasattr(model, "predict_proba")
        classes = getattr(model, "classes_", ())
        self.header = ["prediction"]
        if self.has_scores:
            self.header += [f"probability_{text_of(label)}" for label in classes]

    def rows(self, frame):
        rows = [[text_of(value)] for value in self.model.predict(frame)]
        if self.has_scores:
            for row, scores in zip(rows, self.model.predict_proba(frame).tolist()):
                row += scores
        return rows


class PythonFunction:
    """Any other model: what its predict gives."""

    def __init__(self, directory, labels):
        from mlflow import pyfunc

        self.model = pyfunc.load_model(str(directory))
        self.labels = labels
        self.header = None

    def rows(self, frame):
        import numpy

        answer = self.model.predict(frame)
        values = numpy.asarray(answer)
        if values.ndim == 2 and values.shape[1] == 1:
            values = values[:, 0]
        if values.ndim == 1:
            self.header = ["prediction"]
            return [[text_of(value)] for value in values]
        if values.ndim != 2 or values.shape[1] != len(self.labels):
            sys.exit(f"the model answers with the shape {values.shape}")
        names = [text_of(name) for name in getattr(answer, "columns", self.labels)]
        if sorted(names) != sorted(self.labels):
            names = self.labels
        self.header = [f"probability_{name}" for name in names]
        return values.tolist()


def frames(lines):
    """The rows in batches, as data frames."""
    import pandas

    while batch := list(itertools.islice(lines, BATCH)):
        rows = [json.loads(line) for line in batch]
        columns = {name: [row[name] for row in rows] for name in rows[0]}
        yield pandas.DataFrame({name: column(values) for name, values in columns.items()})


def column(values):
    """Numbers with gaps are floats, as pandas reads them; texts with gaps stay texts."""
    present = [value for value in values if value is not None]
    if all(isinstance(value, (int, float)) and not isinstance(value, bool) for value in present):
        if len(present) < len(values):
            return [float("nan") if value is None else float(value) for value in values]
    return values


def main():
    directory, labels = pathlib.Path(sys.argv[1]), json.loads(sys.argv[2])
    # What a model prints must not come between the predictions.
    output = os.fdopen(os.dup(1), "w", encoding="utf-8", newline="")
    os.dup2(2, 1)
    estimator = load_estimator(directory)
    model = PythonFunction(directory, labels) if estimator is None else Estimator(estimator)
    writer = csv.writer(output, lineterminator="\n")
    is_first = True
    for frame in frames(sys.stdin):
        rows = model.rows(frame)
        if is_first:
            writer.writerow(model.header)
            is_first = False
        writer.writerows(rows)
        output.flush()


if __name__ == "__main__":
    main()
