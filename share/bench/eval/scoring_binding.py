"""Scores as Python does: python scoring_binding.py memory|csv MODEL DATA RUNS.

`memory` times the binding on a matrix that is there already, with as many threads as it takes, and
writes the seconds of each run, a line each, and the sum of all scores; `csv` reads DATA with pandas
and scores it once.
"""

import sys
import time

import numpy as np

FEATURES = 30


def onnx(path):
    import onnxruntime

    session = onnxruntime.InferenceSession(path, providers=["CPUExecutionProvider"])
    return lambda matrix: session.run(["probabilities"], {"X": matrix})[0]


def xgboost(path):
    import xgboost as library

    booster = library.Booster(model_file=path)
    return booster.inplace_predict


def main():
    mode, path, data, runs = sys.argv[1:]
    predict = onnx(path) if path.endswith(".onnx") else xgboost(path)
    if mode == "csv":
        import pandas

        frame = pandas.read_csv(data)
        scores = predict(frame[[f"f{i}" for i in range(FEATURES)]].to_numpy(np.float32))
        print(float(np.sum(scores, dtype=np.float64)))
        return
    matrix = np.fromfile(data, np.float32).reshape(-1, FEATURES)
    for _ in range(int(runs)):
        start = time.perf_counter()
        scores = predict(matrix)
        print(time.perf_counter() - start)
    print(float(np.sum(scores, dtype=np.float64)))


main()
