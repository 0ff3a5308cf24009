"""Trains a classifier and leaves it as ONNX.

mlx-train says in the environment where everything is (man mlx-train). When it goes on from a model
in production, $MLX_BASE_MODEL_DIR has that one: its scaling is kept, and the search for the best
weights begins with its weights.
"""

import csv
import json
import os
import pathlib

import numpy as np
import onnx
from skl2onnx import to_onnx
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

FEATURES = [field["name"] for field in json.loads(pathlib.Path("schema.json").read_text())["fields"]
            if field["type"] == "number"]
TARGET = "diagnosis"


def rows(paths):
    for path in paths:
        with open(path, newline="") as file:
            yield from csv.DictReader(file)


def begin_with(directory, scaler, classifier):
    """Takes scaling and weights from the ONNX file of an earlier training."""
    nodes = {node.op_type: {a.name: onnx.helper.get_attribute_value(a) for a in node.attribute}
             for node in onnx.load(directory / "model.onnx").graph.node}
    scaler.mean_ = np.array(nodes["Scaler"]["offset"])
    scaler.scale_ = 1 / np.array(nodes["Scaler"]["scale"])
    scaler.n_features_in_ = len(FEATURES)
    # One line of weights for each of two classes, where the first is the second with a minus.
    classifier.coef_ = np.array(nodes["LinearClassifier"]["coefficients"])[None, len(FEATURES):]
    classifier.intercept_ = np.array(nodes["LinearClassifier"]["intercepts"])[1:]


def main():
    table = list(rows(os.environ["MLX_DATA_TRAIN"].splitlines()))
    x = np.array([[float(row[name]) for name in FEATURES] for row in table])
    y = np.array([row[TARGET] for row in table])

    scaler = StandardScaler()
    classifier = LogisticRegression(
        warm_start=True, random_state=int(os.environ["MLX_SEED"]),
        **json.loads(os.environ["MLX_PARAMETERS"]))
    base = os.environ.get("MLX_BASE_MODEL_DIR")
    if base:
        begin_with(pathlib.Path(base), scaler, classifier)
    else:
        scaler.fit(x)
    classifier.fit(scaler.transform(x), y)

    iterations = int(classifier.n_iter_[0])
    print(f"{len(y)} images; {'went on from the base model' if base else 'from scratch'}; "
          f"{iterations} iterations")
    with open(os.environ["MLX_METRICS"], "a") as file:
        print(json.dumps({"step": iterations, "iterations": iterations}), file=file)

    model = pathlib.Path(os.environ["MLX_MODEL_DIR"])
    graph = to_onnx(make_pipeline(scaler, classifier), x[:1].astype(np.float32),
                    options={"zipmap": False})
    (model / "model.onnx").write_bytes(graph.SerializeToString())
    # What MLflow would write of it; JSON is YAML.
    columns = [{"name": name, "type": "double", "required": True} for name in FEATURES]
    (model / "MLmodel").write_text(json.dumps({
        "flavors": {"onnx": {"data": "model.onnx", "onnx_version": onnx.__version__}},
        "signature": {"inputs": json.dumps(columns),
                      "outputs": json.dumps([{"name": TARGET, "type": "string"}])},
    }, indent=1) + "\n")


if __name__ == "__main__":
    main()
