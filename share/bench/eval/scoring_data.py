"""Makes a million rows and the models that score them: python scoring_data.py DIRECTORY.

Models of scikit-learn as ONNX and one of XGBoost, and the schema of the rows; what is there already
is kept.
"""

import json
import pathlib
import sys

import numpy as np
import pandas
import xgboost
from skl2onnx import convert_sklearn
from skl2onnx.common.data_types import FloatTensorType
from sklearn.ensemble import GradientBoostingClassifier
from sklearn.linear_model import LogisticRegression

ROWS, FEATURES = 1_000_000, 30


def save_onnx(path, estimator):
    model = convert_sklearn(
        estimator, initial_types=[("X", FloatTensorType([None, FEATURES]))],
        options={id(estimator): {"zipmap": False}})
    path.write_bytes(model.SerializeToString())


def main():
    directory = pathlib.Path(sys.argv[1])
    if (directory / "scoring.json").exists():
        return
    directory.mkdir(parents=True, exist_ok=True)
    random = np.random.default_rng(7)
    values = random.normal(size=(ROWS, FEATURES)).astype(np.float32).round(4)
    logit = values[:, 0] - values[:, 1] + values[:, 2] * values[:, 3]
    target = (logit + random.normal(size=ROWS) > 0).astype(int)
    some = slice(0, 20_000)
    save_onnx(directory / "logistic.onnx", LogisticRegression().fit(values[some], target[some]))
    boosting = GradientBoostingClassifier(n_estimators=100, max_depth=4, random_state=1)
    save_onnx(directory / "boosting.onnx", boosting.fit(values[some], target[some]))
    data = xgboost.DMatrix(values[some], target[some])
    parameters = {"objective": "binary:logistic", "max_depth": 6, "eta": 0.1}
    xgboost.train(parameters, data, 100).save_model(directory / "xgboost.ubj")
    values.tofile(directory / "scoring.f32")
    frame = pandas.DataFrame(values, columns=[f"f{index}" for index in range(FEATURES)])
    frame["y"] = target
    frame.to_csv(directory / "scoring.csv", index=False)
    fields = [{"name": f"f{index}", "type": "number"} for index in range(FEATURES)]
    fields.append({"name": "y", "type": "integer", "mlx:field": {"role": "target"}})
    (directory / "scoring.json").write_text(json.dumps({"fields": fields}))


main()
