"""Writes tfdv.json: what TensorFlow Data Validation says of the pairs of drift.json.

    pip install 'tensorflow-data-validation==1.16.1'   (Python 3.11)
    python tfdv_make.py > tfdv.json

Every pair, and some more that show how TFDV bins numbers, becomes a schema of one feature with a
drift comparator, and the measured values are read from what `validate_statistics` reports. The
statistics come from the function that `generate_statistics_from_dataframe` calls, since pandas
can't tell NaN from a missing value. Takes a minute.
"""
import json
import math
import pathlib
import sys

import numpy as np
import pyarrow as pa
import tensorflow_data_validation as tfdv
from importlib.metadata import version
from tensorflow_data_validation.statistics import stats_impl
from tensorflow_metadata.proto.v0 import anomalies_pb2, schema_pb2

import drift_sides

Measurement = anomalies_pb2.DriftSkewInfo.Measurement
NAMES = {Measurement.L_INFTY: "l_infinity",
         Measurement.JENSEN_SHANNON_DIVERGENCE: "jensen_shannon_divergence"}


def column(side):
    holes = [None] * side.get("missing", 0)
    texts = drift_sides.texts(side)
    if texts is not None:
        return pa.array(texts + holes, pa.binary())
    odd = ([math.nan] * side.get("nan", 0) + [math.inf] * side.get("up", 0)
           + [-math.inf] * side.get("down", 0))
    numbers = np.concatenate([drift_sides.numbers(side), odd])
    if side.get("integer") and not odd:
        return pa.array([int(v) for v in numbers] + holes, pa.int64())
    return pa.array(list(numbers) + holes, pa.float64())


def statistics(side):
    lists = [None if v is None else [v] for v in column(side).to_pylist()]
    batch = pa.RecordBatch.from_arrays([pa.array(lists, pa.list_(column(side).type))], ["x"])
    return stats_impl.generate_statistics_in_memory(batch, tfdv.StatsOptions())


def measured(reference, current):
    before, after = statistics(reference), statistics(current)
    schema = tfdv.infer_schema(before)
    comparator = schema.feature[0].drift_comparator
    comparator.jensen_shannon_divergence.threshold = 1e-300
    if schema.feature[0].type == schema_pb2.BYTES:
        comparator.infinity_norm.threshold = 1e-300
    report = tfdv.validate_statistics(after, schema, previous_statistics=before)
    return {NAMES[m.type]: m.value if math.isfinite(m.value) else None
            for info in report.drift_skew_info for m in info.drift_measurements}


def bell(n, seed, **more):
    return {"shape": "bell", "n": n, "seed": seed, **more}


def own_pairs():
    """What drift.json has too little of: NaN, infinite values, and values that are frequent."""
    same = {"values": [1.0, 2.0, 2.5], "counts": [50, 30, 7]}
    yield "NaN, same edges", {**same, "nan": 20}, {**same, "counts": [40, 1, 90], "nan": 3}
    yield "NaN on one side, same edges", {**same, "nan": 20}, same
    yield "NaN, constants", {"values": [2.0], "counts": [9], "nan": 4}, {"values": [3.0], "counts": [9]}
    yield "NaN, other edges", {**same, "nan": 20}, bell(300, 1, nan=9)
    for down, up in [(1, 0), (0, 1), (90, 0), (0, 90), (40, 60), (3000, 5000)]:
        odd = {"down": down, "up": up}
        yield f"infinities -{down} +{up}", bell(500, 2, **odd), bell(700, 3, **odd)
        yield f"infinities on one side -{down} +{up}", bell(500, 4), bell(700, 5, **odd)
        yield f"infinities among few values -{down} +{up}", {**same, **odd}, {**same, **odd, "nan": 1}
    yield "one value below many infinities", {"values": [1.0], "counts": [1], "up": 5000}, same
    yield "one value above many infinities", {"values": [1.0], "counts": [1], "down": 5000}, same
    for count in (1, 2, 999, 1000, 1001, 1999, 2001):
        frequent = {"values": [0.0, 0.3, 0.31, 7.0], "counts": [count, 5, 1, count]}
        yield f"ends are frequent {count}", frequent, bell(400, 6, scale=3)
    for n in (5600, 5701, 5702, 5800, 11402, 11500, 20000, 60000):
        yield f"sketch of {n}", bell(n, n), bell(n, n + 1, shift=0.1)
    flat = {"shape": "flat", "n": 60000, "seed": 7}
    yield "sketch of bell and flat", bell(60000, 8), flat
    yield "sketch of skewed integers", {
        "shape": "levels", "levels": 10**6, "skew": 3, "n": 60000, "seed": 9, "integer": True}, {
        "shape": "levels", "levels": 10**6, "skew": 2, "n": 60000, "seed": 10, "integer": True}


here = pathlib.Path(__file__).parent
cases = []
for pair in json.loads((here / "drift.json").read_text())["cases"]:
    scores = measured(pair["reference"], pair["current"])
    cases.append({"name": pair["name"], "scores": scores})
for name, reference, current in own_pairs():
    scores = measured(reference, current)
    cases.append({"name": name, "reference": reference, "current": current, "scores": scores})
assert len({case["name"] for case in cases}) == len(cases)
packages = ["tensorflow-data-validation", "tfx-bsl", "tensorflow", "pyarrow", "numpy"]
versions = {package: version(package) for package in packages}
json.dump({"versions": versions, "cases": cases}, sys.stdout, separators=(",", ":"), allow_nan=False)
