"""What is compared: the tasks, the peers' programs for them, and the goals."""

import dataclasses
import pathlib

HERE = pathlib.Path(__file__).resolve().parent

# MiB that mlx-validate may have beyond the page cache, whatever the size of a file.
MEMORY_GOAL = 96
# Time on one core divided by time on two.
SCALING_GOAL = 1.7


@dataclasses.dataclass(frozen=True)
class Peer:
    """One program and how much faster mlx-validate is to be.

    `environment` names a file of requirements/ and the virtual environment made from it; `package`
    is the one of them whose version is shown. `program` is a file of peers/, or None for the
    command line of DuckDB.
    """

    name: str
    title: str
    environment: str
    package: str
    program: str | None
    goal: float


@dataclasses.dataclass(frozen=True)
class Task:
    """A job for mlx-validate and its peers; words in braces name files.

    All write what they find to standard output.
    """

    title: str
    arguments: list[str]
    files: list[str]
    peers: list[Peer]


def profile(file):
    """A full profile and a schema check of every column, in one run."""
    schema = str(HERE / "flights.schema.json")
    return ["profile", file, "--schema", schema]


CHECKS = [
    "check", "--no-input", "--data", "{flights}", "--schema", str(HERE / "checks.schema.json"),
]  # fmt: skip
DRIFT = ["drift", "--reference", "{reference}", "--data", "{current}"]

TASKS = {
    "small": Task(
        "profile and schema, 31 MB",
        profile("{flights}"),
        ["{flights}"],
        [
            Peer("duckdb", "DuckDB CLI SUMMARIZE", "frames", "duckdb-cli", None, 10),
            Peer("duckdb", "DuckDB SUMMARIZE", "frames", "duckdb", "duckdb_profile", 10),
            Peer("polars", "polars", "frames", "polars", "polars_profile", 7),
            Peer("pandas", "pandas", "frames", "pandas", "pandas_profile", 7),
            Peer("ydata", "ydata-profiling, minimal", "ydata", "ydata-profiling", "ydata_profile", 25),
            Peer("whylogs", "whylogs", "whylogs", "whylogs", "whylogs_profile", 40),
            Peer("tfdv", "TFDV", "tfdv", "tensorflow-data-validation", "tfdv_profile", 150),
        ],
    ),
    "large": Task(
        "profile and schema, 929 MB",
        profile("{flights30}"),
        ["{flights30}"],
        [
            Peer("duckdb", "DuckDB CLI SUMMARIZE", "frames", "duckdb-cli", None, 10),
            Peer("duckdb", "DuckDB SUMMARIZE", "frames", "duckdb", "duckdb_profile", 10),
            Peer("polars", "polars", "frames", "polars", "polars_profile", 6),
            Peer("pyarrow", "pyarrow, reading alone", "frames", "pyarrow", "pyarrow_read", 2),
        ],
    ),
    "checks": Task(
        "49 checks, 31 MB",
        CHECKS,
        ["{flights}"],
        [
            Peer("gx", "Great Expectations", "gx", "great_expectations", "gx_checks", 25),
            Peer("pandera", "pandera", "pandera", "pandera", "pandera_checks", 5),
            Peer("duckdb", "DuckDB SQL", "frames", "duckdb", "duckdb_checks", 3),
            Peer("polars", "polars, lazy", "frames", "polars", "polars_checks", 3),
        ],
    ),
    "drift": Task(
        "drift, 15 MB against 16 MB",
        DRIFT,
        ["{reference}", "{current}"],
        [
            Peer("evidently", "Evidently DataDriftPreset", "evidently", "evidently", "evidently_drift", 40),
            Peer("scipy", "scipy in a loop", "frames", "scipy", "scipy_drift", 7),
        ],
    ),
}  # fmt: skip

# What is held against the goal for memory, and whom it is shown beside.
MEMORY_TASKS = ["small", "large", "checks", "drift"]
MEMORY_PEERS = [("large", "DuckDB CLI SUMMARIZE"), ("large", "polars")]
