"""Writes foreign_keys.json: which rows frictionless finds to refer to nothing.

    python -m venv venv && venv/bin/pip install frictionless==5.21.0
    venv/bin/python make_foreign_keys.py
"""

import importlib.metadata
import json
import pathlib
import random
import tempfile

from frictionless import Package

VALUES = {
    "integer": ["", "1", "01", "+2", "2", "3", "x", "-4"],
    "number": ["", "1", "1.0", "1e0", "2.5", "02.50", "y"],
    "string": ["", "1", "01", "a", "A", "ä", " a"],
    "date": ["", "2024-01-31", "2024-02-30", "2024-02-01"],
    "boolean": ["", "true", "True", "1", "false", "0", "maybe"],
}


def table(generator, names, types, rows):
    lines = [",".join(names)]
    lines += [
        ",".join([str(row)] + [generator.choice(VALUES[kind]) for kind in types])
        for row in range(rows)
    ]
    return "\n".join(lines) + "\n"


def case(generator, directory):
    width = generator.choice([1, 1, 2, 3])
    types = [generator.choice(sorted(VALUES)) for _ in range(width)]
    own = generator.random() < 0.4
    keys, targets = [f"k{i}" for i in range(width)], [f"t{i}" for i in range(width)]
    fields = [{"name": "row", "type": "integer"}]
    key_fields = [{"name": n, "type": t} for n, t in zip(keys, types)]
    target_fields = [{"name": n, "type": t} for n, t in zip(targets, types)]
    child_fields = fields + key_fields + (target_fields if own else [])
    child = table(
        generator, [f["name"] for f in child_fields],
        types * 2 if own else types, generator.randrange(1, 25))
    parent = table(generator, ["row"] + targets, types, generator.randrange(1, 12))
    reference = {"resource": "" if own else "parent", "fields": targets}
    schema = {"fields": child_fields, "foreignKeys": [{"fields": keys, "reference": reference}]}
    (directory / "child.csv").write_text(child)
    (directory / "parent.csv").write_text(parent)
    # A descriptor is changed as it is read.
    package = Package.from_descriptor(json.loads(json.dumps({
        "name": "p",
        "resources": [
            {"name": "child", "path": "child.csv", "schema": schema},
            {"name": "parent", "path": "parent.csv", "schema": {"fields": fields + target_fields}},
        ],
    })), basepath=str(directory))
    report = package.validate()
    lines = [
        row for task in report.tasks if task.name == "child"
        for kind, row in task.flatten(["type", "rowNumber"]) if kind == "foreign-key"
    ]
    return {"schema": schema, "child": child, "parent": None if own else parent, "lines": lines}


def main():
    generator = random.Random(20251)
    with tempfile.TemporaryDirectory() as directory:
        cases = [case(generator, pathlib.Path(directory)) for _ in range(300)]
    fixture = {"frictionless": importlib.metadata.version("frictionless"), "cases": cases}
    path = pathlib.Path(__file__).with_name("foreign_keys.json")
    path.write_text(json.dumps(fixture, ensure_ascii=False, separators=(",", ":")) + "\n")
    print(sum(bool(c["lines"]) for c in cases), "of", len(cases), "with orphans")


main()
