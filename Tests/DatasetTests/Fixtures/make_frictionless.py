"""Writes frictionless.json: what frictionless-py reads and refuses, from the tests in its wheel.

    pip install frictionless==5.21.0 pytest
    python make_frictionless.py > frictionless.json

The tests are run with a recorder around `Field.read_cell`, `Field.from_descriptor` and
`Schema.validate_descriptor`; what is written is what frictionless did, in tests that pass.

cells: each read of a cell that is a text, or one that has no text form (counted in `leftOut`)
schemas: each descriptor that was made or validated, and whether it was refused
"""

import collections
import datetime
import decimal
import json
import os
import pathlib
import sys
import tempfile

import frictionless
import isodate
import pytest
from frictionless import Field, Schema

SUITES = ["fields/__spec__", "schema/__spec__"]
EPOCH = datetime.datetime(1970, 1, 1, tzinfo=datetime.timezone.utc)
# A month of the Gregorian calendar, on average over 400 years.
MONTH = datetime.timedelta(seconds=2_629_746)


def microseconds(moment):
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=datetime.timezone.utc)
    return (moment - EPOCH) // datetime.timedelta(microseconds=1)


def canonical(type, cell):
    """The value as a `CellValue` has it; None where the two cannot be compared."""
    if isinstance(cell, bool):
        return {"number": int(cell)}
    if type in ("number", "integer") and isinstance(cell, (int, float, decimal.Decimal)):
        return {"number": float(cell)} if decimal.Decimal(cell).is_finite() else None
    if type == "year":
        return {"moment": microseconds(datetime.datetime(cell, 1, 1))}
    if type == "yearmonth":
        return {"moment": microseconds(datetime.datetime(cell[0], cell[1], 1))}
    if isinstance(cell, datetime.datetime):
        return {"moment": microseconds(cell)}
    if isinstance(cell, datetime.date):
        return {"moment": microseconds(datetime.datetime(cell.year, cell.month, cell.day))}
    if isinstance(cell, datetime.time):
        return {"moment": microseconds(datetime.datetime.combine(EPOCH, cell))}
    if isinstance(cell, isodate.Duration):
        months = int(cell.years) * 12 + int(cell.months)
        return {"moment": (months * MONTH + cell.tdelta) // datetime.timedelta(microseconds=1)}
    if isinstance(cell, datetime.timedelta):
        return {"moment": cell // datetime.timedelta(microseconds=1)}
    if type in ("string", "list", "array", "object"):
        return {"length": len(cell)}
    return None


class Recorder:
    def __init__(self):
        self.cells, self.schemas = {}, {}
        self.left_out = collections.Counter()
        self.pending = []
        self.test = ""

    def keep(self, table, row):
        key = json.dumps({k: v for k, v in row.items() if k != "test"}, sort_keys=True)
        table.setdefault(key, row)

    def flush(self, passed):
        for kind, row in self.pending if passed else []:
            if kind == "leftOut":
                self.left_out[row] += 1
            else:
                self.keep(getattr(self, kind), {**row, "test": self.test})
        self.pending = []

    def cell(self, field, source, cell, notes):
        if not isinstance(source, str):
            return self.pending.append(("leftOut", "a source that is no text"))
        if hasattr(field, "array_item") and field.array_item:
            return self.pending.append(("leftOut", "frictionless-py's own 'arrayItem'"))
        if not field.builtin:
            return self.pending.append(("leftOut", "a type that a test made up"))
        descriptor = field.to_descriptor()
        row = {"field": descriptor, "source": source}
        broken = sorted(set(notes or {}) - {"type"})
        if "type" in (notes or {}):
            row["outcome"] = "error"
        elif cell is None:
            row["outcome"] = "missing"
        else:
            row["outcome"] = "value"
            row["value"] = canonical(field.type, cell)
        row["broken"] = broken
        self.pending.append(("cells", row))

    def schema(self, descriptor, errors):
        if not isinstance(descriptor, dict):
            return self.pending.append(("leftOut", "a schema in a file that the wheel lacks"))
        try:
            json.dumps(descriptor)
        except TypeError:
            return self.pending.append(("leftOut", "a schema that is not JSON"))
        self.pending.append(
            ("schemas", {"schema": descriptor, "errors": [error.note for error in errors]})
        )


class Plugin:
    def __init__(self, recorder):
        self.recorder = recorder

    def pytest_runtest_setup(self, item):
        self.recorder.test = item.nodeid.split("__spec__/")[-1].split("[")[0]

    def pytest_runtest_logreport(self, report):
        if report.when == "call":
            self.recorder.flush(report.passed)


def install(recorder):
    read_cell = Field.read_cell
    validate = Schema.validate_descriptor.__func__
    from_field = Field.from_descriptor.__func__
    from_schema = Schema.from_descriptor.__func__

    def recording_read(self, cell):
        result = read_cell(self, cell)
        recorder.cell(self, cell, *result)
        return result

    def copy(descriptor):
        return json.loads(json.dumps(descriptor)) if isinstance(descriptor, dict) else descriptor

    def recording_make(wrap, make):
        def recording(cls, descriptor, *args, **options):
            if cls.__module__.startswith("test_") or not wrapped(cls):
                return make(cls, descriptor, *args, **options)
            try:
                before = wrap(copy(descriptor))
            except TypeError:
                before = None
            try:
                value = make(cls, descriptor, *args, **options)
            except frictionless.FrictionlessException as exception:
                recorder.schema(before, exception.reasons or [exception.error])
                raise
            recorder.schema(before, [])
            return value

        return classmethod(recording)

    def wrapped(cls):
        return cls in (Field, Schema) or getattr(cls, "builtin", False)

    def recording_validate(cls, descriptor, *args, **options):
        before = copy(descriptor)
        report = validate(cls, descriptor, *args, **options)
        errors = list(report.errors) + [error for task in report.tasks for error in task.errors]
        recorder.schema(before, errors)
        return report

    Field.read_cell = recording_read
    Schema.validate_descriptor = classmethod(recording_validate)
    Schema.from_descriptor = recording_make(lambda schema: schema, from_schema)
    Field.from_descriptor = recording_make(
        lambda field: {"fields": [field]} if isinstance(field, dict) else field, from_field
    )


def main():
    recorder = Recorder()
    install(recorder)
    package = pathlib.Path(frictionless.__file__).parent
    out = os.dup(1)
    os.dup2(2, 1)
    with tempfile.TemporaryDirectory() as directory:
        os.chdir(directory)
        pytest.main(
            ["-q", "--noconftest", "-p", "no:cacheprovider", "--rootdir", str(package)]
            + [str(package / suite) for suite in SUITES],
            plugins=[Plugin(recorder)],
        )
    with os.fdopen(out, "w") as file:
        json.dump(
            {
                "frictionless": frictionless.__version__,
                "leftOut": dict(sorted(recorder.left_out.items())),
                "cells": list(recorder.cells.values()),
                "schemas": list(recorder.schemas.values()),
            },
            file,
            indent=0,
            ensure_ascii=False,
        )


sys.exit(main())
