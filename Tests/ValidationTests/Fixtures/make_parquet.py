"""Writes table.parquet, the file that a reader is tried on.

    python -m venv venv && venv/bin/pip install pyarrow==26.0.1
    venv/bin/python make_parquet.py
"""

import datetime
import pathlib

import pyarrow
import pyarrow.parquet

table = pyarrow.table({
    "id": pyarrow.array([1, 2, 3, 4], pyarrow.int64()),
    "weight": pyarrow.array([1.5, None, -2.25, 1e300], pyarrow.float64()),
    "name": ["plain", 'quoted "x", and\ncut', None, "Ünïcode"],
    "day": pyarrow.array([datetime.date(2024, 2, day) for day in (1, 2, 28, 29)]),
    "ok": [True, False, None, True],
})
path = pathlib.Path(__file__).with_name("table.parquet")
pyarrow.parquet.write_table(table, path, compression="zstd")
