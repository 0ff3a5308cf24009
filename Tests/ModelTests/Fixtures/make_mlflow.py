"""Makes model directories as MLflow writes them, and what the models say of some rows: mlflow/.

    python make_mlflow.py DIRECTORY

Needs mlflow, scikit-learn, skl2onnx, onnx, onnxruntime, xgboost (or xgboost-cpu) and pandas.
"""

import json
import pathlib
import shutil
import sys
import warnings

import mlflow
import numpy as np
import pandas
import xgboost
from skl2onnx import convert_sklearn
from skl2onnx.common.data_types import FloatTensorType
from sklearn.compose import ColumnTransformer
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import OneHotEncoder

warnings.filterwarnings("ignore")
HERE = pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else __file__).resolve()
HERE = (HERE if HERE.is_dir() else HERE.parent) / "mlflow"
random = np.random.default_rng(20261121)
frame = pandas.DataFrame({
    "length": random.normal(size=120), "width": random.normal(size=120),
    "color": random.choice(["red", "green", "blue, dark"], 120)})
label = np.where(frame["length"] + (frame["color"] == "red") > 0.5, "yes", "no")
numbers = frame[["length", "width"]].astype(np.float32)
answers = {}


def save(name, flavor, model, example, output, scores, **more):
    path = HERE / name
    shutil.rmtree(path, ignore_errors=True)
    signature = mlflow.models.infer_signature(example, output)
    flavor.save_model(model, str(path), signature=signature, pip_requirements=[], **more)
    answers[name] = [float(value).hex() for value in np.asarray(scores).ravel()]


HERE.mkdir(exist_ok=True)
pipeline = make_pipeline(
    ColumnTransformer([("texts", OneHotEncoder(handle_unknown="ignore"), ["color"])],
                      remainder="passthrough"), LogisticRegression())
pipeline.fit(frame, label)
save("sklearn", mlflow.sklearn, pipeline, frame, label, pipeline.predict_proba(frame),
     serialization_format="cloudpickle")

estimator = LogisticRegression().fit(numbers, label)
model = convert_sklearn(estimator, initial_types=[("X", FloatTensorType([None, 2]))],
                        options={id(estimator): {"zipmap": False}})
import onnxruntime
session = onnxruntime.InferenceSession(model.SerializeToString())
save("onnx", mlflow.onnx, model, numbers, label,
     session.run(["probabilities"], {"X": numbers.to_numpy()})[0])

boosted = xgboost.XGBClassifier(n_estimators=5, max_depth=3, n_jobs=1)
boosted.fit(numbers, (label == "yes").astype(int))
save("xgboost", mlflow.xgboost, boosted, numbers, boosted.predict(numbers),
     boosted.predict_proba(numbers)[:, 1])

booster = xgboost.train({"max_depth": 2, "nthread": 1},
                        xgboost.DMatrix(numbers, frame["length"] ** 2), 4)
save("xgboost-regression", mlflow.xgboost, booster, numbers, np.zeros(3),
     booster.predict(xgboost.DMatrix(numbers)), model_format="json")

for path in HERE.rglob("*"):
    if path.name in ("conda.yaml", "python_env.yaml", "requirements.txt", "input_example.json",
                     "serving_input_example.json", "registered_model_meta"):
        path.unlink()
(HERE / "answers.json").write_text(json.dumps({
    "rows": {name: [float(v).hex() if isinstance(v, float) else v for v in frame[name]]
             for name in frame},
    "numbers": {name: [float(v).hex() for v in numbers[name]] for name in numbers},
    "scores": answers}, sort_keys=True, separators=(",", ":")) + "\n")
