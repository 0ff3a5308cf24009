"""Compares share/mlx/spark/mlx_profile.py with `mlx-validate profile` on the same rows.

usage: compare.py MLX_VALIDATE

Counts, bounds and values must be equal, moments and quantiles within 1e-9 of each other.
"""

import base64
import csv
import datetime
import json
import math
import os
import pathlib
import random
import subprocess
import sys
import tempfile

from pyspark.sql import SparkSession
from pyspark.sql.types import (
    BooleanType,
    DateType,
    DoubleType,
    LongType,
    StringType,
    StructField,
    StructType,
)

ROOT = pathlib.Path(__file__).resolve().parents[2]
SCRIPT = ROOT / "share" / "mlx" / "spark" / "mlx_profile.py"
ROWS = 20_000
COLUMNS = [
    ("id", LongType()),
    ("group", StringType()),
    ("amount", DoubleType()),
    ("note, with \"marks\"", StringType()),
    ("day", DateType()),
    ("flag", BooleanType()),
    ("nothing", StringType()),
]
NOTES = ["plain", "comma, here", 'say "so"', "line\nbreak", "Zoë 🙂", " padded ", "N/A", "17", "é" * 90]
# Where the rows come from and how the tool was started say nothing of the rows.
IGNORED = {"createdAt", "digest", "file", "files", "source", "tool", "version"}


def rows():
    choice = random.Random(0)
    day = datetime.date(2020, 1, 1)
    for index in range(ROWS):
        amount = choice.choice([choice.gauss(0, 1e3), float(choice.randint(-5, 5)), math.inf])
        row = [
            index,
            choice.choice("abcd"),
            amount,
            choice.choice(NOTES),
            day + datetime.timedelta(choice.randrange(1000)),
            choice.random() < 0.5,
            None,
        ]
        yield [None if choice.random() < 0.05 else value for value in row]


def text(value):
    if value is None:
        return ""
    if value is True or value is False:
        return str(value).lower()
    return "INF" if value == math.inf else str(value)


def write_csv(path, table):
    with path.open("w", newline="") as file:
        writer = csv.writer(file)
        writer.writerow([name for name, _ in COLUMNS])
        writer.writerows([map(text, row) for row in table])


def write_parquet(path, table):
    spark = SparkSession.builder.master("local[2]").config("spark.ui.enabled", "false").getOrCreate()
    kind = StructType([StructField(name, type) for name, type in COLUMNS])
    spark.createDataFrame(table, kind).repartition(3).write.parquet(str(path))
    spark.stop()


def by_spark(tool, *arguments):
    environment = os.environ | {"PYSPARK_PYTHON": sys.executable}
    command = [
        pathlib.Path(sys.executable).with_name("spark-submit"), "--master", "local[2]",
        "--conf", "spark.ui.enabled=false", SCRIPT, "--tool", tool, *arguments,
    ]  # fmt: skip
    return subprocess.run(
        command, env=environment, stdin=subprocess.DEVNULL, capture_output=True, text=True
    )


def differences(one, other, path=""):
    """Where two profiles differ, in words."""
    if isinstance(one, dict) and isinstance(other, dict):
        for key in sorted((one.keys() | other.keys()) - IGNORED):
            if key in one and key in other:
                yield from differences(one[key], other[key], f"{path}/{key}")
            else:
                yield f"{path}/{key}: only in one"
    elif isinstance(one, list) and isinstance(other, list) and len(one) == len(other):
        for index, pair in enumerate(zip(one, other)):
            yield from differences(*pair, f"{path}/{index}")
    elif isinstance(one, float) or isinstance(other, float):
        if not math.isclose(one, other, rel_tol=1e-9, abs_tol=1e-12):
            yield f"{path}: {one} and {other}"
    elif one != other and not (is_sketch(one) and is_sketch(other)):
        yield f"{path}: {str(one)[:80]} and {str(other)[:80]}"


def is_sketch(value):
    """Whether a text is the state of a sketch: long, and base64 with bytes that are no text."""
    if not isinstance(value, str) or len(value) < 1000:
        return False
    try:
        base64.b64decode(value, validate=True)
    except ValueError:
        return False
    return True


def check(name, problems):
    problems = list(problems)
    print("ok" if not problems else "failed", name, flush=True)
    for problem in problems[:10]:
        print(f"    {problem}")
    return not problems


def main():
    tool = sys.argv[1]
    with tempfile.TemporaryDirectory(prefix="mlx-spark-") as scratch:
        directory = pathlib.Path(scratch)
        table = list(rows())
        whole = directory / "whole.csv"
        write_csv(whole, table)
        parts = directory / "parts.csv"
        parts.mkdir()
        for index in range(3):
            write_csv(parts / f"{index}.csv", table[index::3])
        write_parquet(directory / "table.parquet", table)
        local = directory / "local.json"
        subprocess.run([tool, "profile", whole, "--out", local], check=True)
        expected = json.loads(local.read_text())

        def compare(name, *arguments):
            out = directory / f"{name}.json"
            result = by_spark(tool, *arguments, "--out", out)
            if result.returncode != 0:
                return check(name, [result.stdout[-2000:]])
            return check(name, differences(expected, json.loads(out.read_text())))

        wide = ["--partitions", "40"]
        passed = [
            compare("one file in seven partitions", whole, "--partitions", "7"),
            compare("three files in a directory", parts),
            compare("parquet", directory / "table.parquet"),
            compare("parquet in forty partitions", directory / "table.parquet", *wide),
            same_bytes(tool, directory / "table.parquet"),
            refused(tool, directory),
            empty(tool, directory),
        ]
    sys.exit(0 if all(passed) else 1)


def same_bytes(tool, table):
    """The same partitions give the same bytes."""
    files = [table.with_name(f"again-{index}.json") for index in range(2)]
    for file in files:
        by_spark(tool, table, "--partitions", "20", "--out", file)
    one, other = [file.read_bytes() for file in files]
    return check("the same bytes again", [] if one == other else ["they differ"])


def refused(tool, directory):
    """What is wrong with a schema or a row is said, and no profile is left."""
    schema = directory / "schema.json"
    schema.write_text("{}")
    ragged = directory / "ragged.csv"
    ragged.write_text("a,b\n1,2\n3\n4,5\n")
    cases = {
        "a schema that is none": (78, "schema.json", [directory / "whole.csv", "--schema", schema]),
        "a row that is too short": (65, "", [ragged]),
        "a tool that is not there": (69, "cannot run", [directory / "whole.csv", "--tool", "/nonexistent"]),
    }
    passed = True
    for name, (status, words, arguments) in cases.items():
        out = directory / "refused.json"
        result = by_spark(tool, *arguments, "--out", out)
        # spark-submit sends what the script says on standard error to standard output.
        lines = [line for line in result.stdout.splitlines() if line.startswith(SCRIPT.name)]
        problems = [] if result.returncode == status else [f"status {result.returncode}"]
        problems += [] if lines and words in lines[0] else [f"said {lines}"]
        problems += ["it left a profile"] if out.exists() else []
        passed = check(name, problems) and passed
    return passed


def empty(tool, directory):
    """A header alone has a profile of no rows, as it has locally."""
    file = directory / "empty.csv"
    file.write_text("a,b\n")
    local = subprocess.run(
        [tool, "profile", file, "--out", directory / "empty.json"], capture_output=True
    )
    result = by_spark(tool, file, "--out", directory / "empty-spark.json")
    if local.returncode != 0:
        same = result.returncode == local.returncode
        return check("no rows", [] if same else [f"status {result.returncode}"])
    profiles = [
        json.loads((directory / f"{name}.json").read_text()) for name in ("empty", "empty-spark")
    ]
    return check("no rows", differences(*profiles))


main()
