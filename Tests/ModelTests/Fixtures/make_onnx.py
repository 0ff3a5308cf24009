"""Makes the ONNX models and what ONNX Runtime's Python binding says of them: onnx.json.

    python make_onnx.py DIRECTORY

Needs scikit-learn, skl2onnx, onnxruntime and pandas; with torch and onnxscript it makes the neural
network too, otherwise the one that is there is kept. Numbers are C99 hex floats, bit for bit.
"""

import importlib.metadata
import json
import pathlib
import sys
import warnings

import numpy as np
import onnxruntime
import pandas
from skl2onnx import convert_sklearn
from skl2onnx.common.data_types import (
    DoubleTensorType, FloatTensorType, Int64TensorType, StringTensorType)
from sklearn.compose import ColumnTransformer
from sklearn.ensemble import GradientBoostingClassifier, GradientBoostingRegressor
from sklearn.linear_model import LogisticRegression
from sklearn.neural_network import MLPClassifier
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import OneHotEncoder, StandardScaler
from sklearn.svm import LinearSVC

warnings.filterwarnings("ignore")
HERE = pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else __file__).resolve()
HERE = HERE if HERE.is_dir() else HERE.parent
ROWS, FEATURES = 200, 6
random = np.random.default_rng(20261121)
X = random.normal(size=(ROWS, FEATURES)).astype(np.float32)
LOGIT = X[:, 0] - 2 * X[:, 1] + X[:, 2] * X[:, 3]
BINARY = np.where(LOGIT + random.normal(size=ROWS) > 0, "yes", "no")
CLASSES = np.digitize(LOGIT, [-1, 0.5]) * 5 + 5
cases = {}


def save(name, model, inputs, feeds, outputs=None):
    """Writes a model, and what the Python binding says of some rows."""
    path = HERE / f"{name}.onnx"
    if model is not None:
        path.write_bytes(model.SerializeToString())
    # With more threads the sums of trees depend on how rows and trees are shared out among them.
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    session = onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
    names = [output.name for output in session.get_outputs()]
    if outputs != []:
        result = dict(zip(names, session.run(None, feeds)))
        outputs = {key: [str(v) if value.dtype.kind in "OUi" else float(v).hex()
                         for v in value.ravel()] for key, value in result.items()}
    cases[name] = {"inputs": inputs, "outputs": outputs}


def matrix(name, estimator, target, kind=FloatTensorType, options=None, **more):
    estimator.fit(X.astype(np.float64) if kind is DoubleTensorType else X, target)
    if options is None and hasattr(estimator, "classes_"):
        options = {id(estimator): {"zipmap": False}}
    model = convert_sklearn(
        estimator, initial_types=[("X", kind([None, FEATURES]))], options=options or None)
    rows = X.astype(np.float64) if kind is DoubleTensorType else X
    save(name, model, "matrix", {"X": rows}, **more)


matrix("logistic", LogisticRegression(), BINARY)
matrix("boosting", GradientBoostingClassifier(n_estimators=30, random_state=1), BINARY)
matrix("multiclass", GradientBoostingClassifier(n_estimators=8, random_state=1), CLASSES)
matrix("double", LogisticRegression(), CLASSES, DoubleTensorType)
matrix("regression", GradientBoostingRegressor(n_estimators=30, random_state=1), LOGIT)
matrix("perceptron", MLPClassifier((4,), max_iter=20, random_state=1), BINARY)
matrix("zipmap", LogisticRegression(), BINARY, options={}, outputs=[])
# Only a label: what decides it is no probability.
support = LinearSVC().fit(X, BINARY)
model = convert_sklearn(support, initial_types=[("X", FloatTensorType([None, FEATURES]))])
del model.graph.output[1]
save("labels", model, "matrix", {"X": X})

# A pipeline with an input for each column.
frame = pandas.DataFrame({
    "sepal length": X[:, 0], "count": np.round(np.abs(X[:, 1]) * 4).astype(np.int64),
    "color": random.choice(["red", "green", "blue, dark"], ROWS)})
pipeline = make_pipeline(
    ColumnTransformer([("numbers", StandardScaler(), ["sepal length", "count"]),
                       ("texts", OneHotEncoder(handle_unknown="ignore"), ["color"])]),
    LogisticRegression())
pipeline.fit(frame, BINARY)
types = [("sepal length", FloatTensorType([None, 1])), ("count", Int64TensorType([None, 1])),
         ("color", StringTensorType([None, 1]))]
model = convert_sklearn(
    pipeline, initial_types=types, options={id(pipeline): {"zipmap": False}})
feeds = {"sepal length": frame[["sepal length"]].to_numpy(np.float32),
         "count": frame[["count"]].to_numpy(np.int64),
         "color": frame[["color"]].to_numpy(object)}
save("columns", model, "columns", {
    item.name: feeds.get(item.name, feeds.get(item.name.replace("_", " ")))
    for item in model.graph.input})

# A neural network of PyTorch, which gives logits.
try:
    import torch
except ImportError:
    pass
else:
    torch.manual_seed(7)
    network = torch.nn.Sequential(
        torch.nn.Linear(FEATURES, 8), torch.nn.ReLU(), torch.nn.Linear(8, 3))
    program = torch.onnx.export(
        network.eval(), (torch.from_numpy(X[:4]),), input_names=["features"],
        output_names=["logits"], dynamic_shapes=({0: torch.export.Dim("rows")},), dynamo=True)
    (HERE / "network.onnx").write_bytes(program.model_proto.SerializeToString())
if (HERE / "network.onnx").exists():
    save("network", None, "matrix", {"features": X})

known = HERE / "onnx.json"
torch_version = json.loads(known.read_text())["versions"]["torch"] if known.exists() else None
packages = ["scikit-learn", "skl2onnx", "onnx", "onnxruntime", "numpy", "torch"]


def version(package):
    try:
        return importlib.metadata.version(package)
    except importlib.metadata.PackageNotFoundError:
        # That of the network that was kept.
        return torch_version


(HERE / "onnx.json").write_text(json.dumps({
    "versions": {package: version(package) for package in packages},
    "features": [float(value).hex() for value in X.ravel()],
    "columns": {
        "sepal length": [float(value).hex() for value in frame["sepal length"]],
        "count": frame["count"].tolist(), "color": frame["color"].tolist()},
    "labels": {"binary": BINARY.tolist(), "classes": CLASSES.tolist()},
    "cases": cases}, sort_keys=True, separators=(",", ":")) + "\n")
