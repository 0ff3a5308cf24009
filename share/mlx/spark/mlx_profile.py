#!/usr/bin/env python3
"""Profiles a table of any size with Spark and mlx-validate.

    spark-submit mlx_profile.py --out profile.json s3a://bucket/table/*.parquet

Each partition goes as CSV through `mlx-validate profile -` on the executor that holds it; the
profiles are folded with `mlx-validate merge`, in a tree whose shape depends on the number of
partitions alone, so the same partitions give the same bytes. The tool must be installed on every
executor, where `--tool` says.

Cells of CSV files are passed on as they are written. Of Parquet, null becomes an empty cell, as an
empty text does; numbers are written so that they read back as the same ones, times in ISO 8601, in
the session's time zone without an offset; lists, maps and structures as JSON.

Exit status: 0; 64 for wrong options; 65 for data that Spark cannot read; that of mlx-validate if it
refuses a partition; 70 if Spark fails.
"""

import argparse
import base64
import csv
import datetime
import decimal
import io
import json
import math
import os
import pathlib
import socket
import subprocess
import sys
import tempfile

from py4j.protocol import Py4JJavaError
from pyspark import SparkFiles, StorageLevel
from pyspark.errors import PySparkException
from pyspark.sql import SparkSession

# How many profiles are merged at a time.
FAN_IN = 16
# Rows that are put together before they are written to the tool.
BATCH = 1000


class Parser(argparse.ArgumentParser):
    def error(self, message):
        self.exit(64, f"{self.prog}: {message}\n")


def options():
    parser = Parser(description=__doc__.splitlines()[0])
    parser.add_argument("inputs", nargs="+", metavar="path", help="files, directories or globs")
    parser.add_argument("--format", choices=["csv", "parquet"], help="default: what the path says")
    parser.add_argument("--schema", metavar="file", help="a Table Schema for each partition")
    # spark-submit sends both outputs of this program to its own standard output, as one.
    parser.add_argument("--out", metavar="file", required=True, help="on the driver")
    parser.add_argument("--partitions", type=positive, metavar="n", help="default: Spark's own")
    parser.add_argument("--tool", default="mlx-validate", metavar="path", help="on the executors")
    parser.add_argument(
        "--one-line-cells",
        action="store_true",
        help="no cell of a CSV file holds a line end, so Spark may cut files into parts",
    )
    return parser


def positive(text):
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError(f"{text} is not above 0")
    return number


def format_of(inputs):
    """csv or parquet, if all paths end in one of them; None if they do not say."""
    lower = [path.rstrip("/").lower() for path in inputs]
    if all(path.endswith((".csv", ".csv.gz")) for path in lower):
        return "csv"
    return "parquet" if all(path.endswith(".parquet") for path in lower) else None


def read(spark, arguments, kind):
    if kind == "parquet":
        table = spark.read.parquet(*arguments.inputs)
    else:
        table = spark.read.csv(
            arguments.inputs,
            header=True,
            inferSchema=False,
            quote='"',
            escape='"',
            multiLine=not arguments.one_line_cells,
            nullValue="",
            emptyValue="",
            maxCharsPerColumn=-1,
            # A row with too few or too many cells ends the run.
            mode="FAILFAST",
        )
    return table.repartition(arguments.partitions) if arguments.partitions else table


def text(value):
    """A cell's text."""
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        if math.isfinite(value):
            return repr(value)
        return "NaN" if math.isnan(value) else "INF" if value > 0 else "-INF"
    if isinstance(value, (int, decimal.Decimal)):
        return str(value)
    return other_text(value)


def other_text(value):
    if isinstance(value, (datetime.datetime, datetime.date)):
        return value.isoformat()
    if isinstance(value, (bytes, bytearray)):
        return base64.b64encode(value).decode()
    return json.dumps(jsonable(value), ensure_ascii=False, separators=(",", ":"))


def jsonable(value):
    if isinstance(value, dict):
        return {text(key): jsonable(member) for key, member in value.items()}
    if hasattr(value, "asDict"):
        return jsonable(value.asDict())
    if isinstance(value, (list, tuple)):
        return [jsonable(member) for member in value]
    return value if value is None or isinstance(value, (bool, int, float, str)) else text(value)


def write_rows(file, names, rows):
    """Writes a header and rows as CSV, a batch at a time."""
    # A record of one empty cell would be a blank line, so it is quoted.
    quoting = csv.QUOTE_ALL if len(names) == 1 else csv.QUOTE_MINIMAL
    batch = io.StringIO(newline="")
    writer = csv.writer(batch, quoting=quoting, lineterminator="\n")
    writer.writerow(names)
    for index, row in enumerate(rows, 1):
        writer.writerow(map(text, row))
        if index % BATCH == 0:
            file.write(batch.getvalue().encode())
            batch.seek(0)
            batch.truncate()
    file.write(batch.getvalue().encode())


def run(command, feed=None):
    """Runs mlx-validate, which writes the file that follows `--out` at the end.

    Returns its status, and what that file holds or else what the tool said on standard error.
    """
    with tempfile.TemporaryDirectory(prefix="mlx-profile-") as scratch:
        out = pathlib.Path(scratch) / "profile.json"
        with tempfile.TemporaryFile() as errors:
            try:
                process = subprocess.Popen(
                    [*command, "--out", out],
                    stdin=subprocess.PIPE if feed else subprocess.DEVNULL,
                    stdout=subprocess.DEVNULL,
                    stderr=errors,
                )
            except OSError as error:
                return 69, f"cannot run '{command[0]}' on {socket.gethostname()}: {error.strerror}"
            try:
                if feed:
                    with process.stdin:
                        feed(process.stdin)
            except BrokenPipeError:
                # It ended before it had read everything; its status says why.
                pass
            except BaseException:
                process.kill()
                process.wait()
                raise
            status = process.wait()
            errors.seek(0)
            said = errors.read().decode(errors="replace").strip()
        if status != 0 or not out.exists():
            return status or 70, said or f"'{command[0]}' ended with status {status}"
        return 0, out.read_text()


def profile(tool, schema, names):
    """A function for a partition: its index, the status and the profile or what went wrong."""

    def work(index, rows):
        first = next(rows, None)
        if first is None:
            return
        command = [tool, "profile", "-"]
        if schema:
            command += ["--schema", SparkFiles.get(schema)]

        def feed(file):
            write_rows(file, names, chain(first, rows))

        yield index, *run(command, feed)

    return work


def chain(first, rest):
    yield first
    yield from rest


def merge(tool):
    """A function for a group of (index, profile) pairs, which are merged in order."""

    def work(group):
        parts = [part for _, part in sorted(group)]
        if len(parts) == 1:
            return 0, parts[0]
        with tempfile.TemporaryDirectory(prefix="mlx-merge-") as scratch:
            files = [pathlib.Path(scratch) / f"{index}.json" for index in range(len(parts))]
            for file, part in zip(files, parts):
                file.write_text(part)
            return run([tool, "merge", *files])

    return work


def fold(parts, tool):
    """The one profile of all parts, or the status and words of a merge that failed."""
    count = parts.count()
    # Partitions without rows have no profile; the others are numbered anew.
    indices = {index: place for place, index in enumerate(sorted(parts.keys().collect()))}
    level = parts.map(lambda part: (indices[part[0]], part[1]))
    while count > 1:
        count = math.ceil(count / FAN_IN)
        merged = (
            level.map(lambda part: (part[0] // FAN_IN, part))
            .groupByKey(min(count, level.getNumPartitions()))
            .mapValues(merge(tool))
            .persist(StorageLevel.MEMORY_AND_DISK)
        )
        failures = merged.filter(lambda part: part[1][0] != 0).take(1)
        if failures:
            return failures[0][1]
        level = merged.mapValues(lambda result: result[1])
    return 0, level.values().first()


def profile_table(spark, arguments, kind):
    """The status, and the profile or what went wrong."""
    table = read(spark, arguments, kind)
    names = table.columns
    schema = None
    if arguments.schema:
        spark.sparkContext.addFile(arguments.schema)
        schema = os.path.basename(arguments.schema)
    results = table.rdd.mapPartitionsWithIndex(profile(arguments.tool, schema, names))
    results = results.persist(StorageLevel.MEMORY_AND_DISK)
    failures = results.filter(lambda result: result[1] != 0).collect()
    if failures:
        index, status, said = min(failures)
        return status, f"partition {index}: {said}"
    if results.isEmpty():
        command = [arguments.tool, "profile", "-"]
        command += ["--schema", arguments.schema] if arguments.schema else []
        return run(command, lambda file: write_rows(file, names, []))
    return fold(results.map(lambda result: (result[0], result[2])), arguments.tool)


def write(path, profile):
    """Writes the file whole or not at all."""
    partial = f"{path}.{os.getpid()}.partial"
    with open(partial, "w") as file:
        file.write(profile)
        file.flush()
        os.fsync(file.fileno())
    os.replace(partial, path)


def explained(error):
    """The status and the words for an error of Spark's: those of its first cause."""
    cause = error.java_exception
    while cause.getCause() is not None:
        cause = cause.getCause()
    words = (cause.getMessage() or cause.toString()).splitlines()[0]
    # Spark names what it could not read in brackets, as [MALFORMED_CSV_RECORD].
    return (65 if "[MALFORMED" in words or "[FAILED_READ" in words else 70), words


def main():
    parser = options()
    arguments = parser.parse_args()
    kind = arguments.format or format_of(arguments.inputs)
    if kind is None:
        parser.exit(64, f"{parser.prog}: say --format: the paths do not tell\n")
    if arguments.schema and not os.path.isfile(arguments.schema):
        parser.exit(66, f"{parser.prog}: '{arguments.schema}' does not exist\n")
    spark = SparkSession.builder.appName("mlx-validate profile").getOrCreate()
    try:
        status, result = profile_table(spark, arguments, kind)
    except PySparkException as error:
        status, result = 65, str(error).splitlines()[0]
    except Py4JJavaError as error:
        status, result = explained(error)
    finally:
        spark.stop()
    if status != 0:
        parser.exit(status, f"{parser.prog}: {result}\n")
    write(arguments.out, result)


if __name__ == "__main__":
    main()
