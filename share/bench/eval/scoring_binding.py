"""Scores as Python does: python scoring_binding.py memory|csv MODEL DATA RUNS.

`memory` times the binding, with as many threads as it takes, on the rows as a data frame holds them:
columns of doubles, which is what mlx has too. It writes the seconds of each run, a line each, and
the sum of all scores. `csv` reads DATA with pandas and scores it once.
"""

import sys
import time

import numpy as np
import pandas

FEATURES = 30
NAMES = [f"f{index}" for index in range(FEATURES)]


def onnx(path):
    import onnxruntime

    session = onnxruntime.InferenceSession(path, providers=["CPUExecutionProvider"])
    return lambda matrix: session.run(["probabilities"], {"X": matrix})[0]


def xgboost(path):
    import xgboost as library

    return library.Booster(model_file=path).inplace_predict


def main():
    mode, path, data, runs = sys.argv[1:]
    predict = onnx(path) if path.endswith(".onnx") else xgboost(path)
    if mode == "csv":
        frame = pandas.read_csv(data)
    else:
        matrix = np.fromfile(data, np.float32).reshape(-1, FEATURES)
        frame = pandas.DataFrame({name: matrix[:, i].astype(float) for i, name in enumerate(NAMES)})
    for _ in range(int(runs)):
        start = time.perf_counter()
        scores = predict(frame[NAMES].to_numpy(np.float32))
        print(time.perf_counter() - start)
    print(float(np.sum(scores, dtype=np.float64)))


main()
