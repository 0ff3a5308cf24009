"""Wall-clock medians and peak memory of whole processes."""

import dataclasses
import json
import os
import pathlib
import shlex
import subprocess
import tempfile
import time

# Seconds; what takes longer is run once.
SLOW = 15
# Seconds between two looks at a process's memory.
INTERVAL = 0.002
# No peer waits for a server that counts its users; no .pyc files beside the programs.
ENVIRONMENT = os.environ | {
    "DO_NOT_TRACK": "1",
    "GX_ANALYTICS_ENABLED": "false",
    "PYTHONDONTWRITEBYTECODE": "1",
    "TF_CPP_MIN_LOG_LEVEL": "3",
    "WHYLOGS_NO_ANALYTICS": "true",
    "YDATA_PROFILING_NO_ANALYTICS": "true",
}


class Failed(Exception):
    """A command that did not end with status 0, and what it said last."""


@dataclasses.dataclass(frozen=True)
class Memory:
    """MiB at the peak: all that was resident, and what of it no file backs."""

    resident: float
    anonymous: float


def seconds(command, runs):
    """The median time of a command, after one run that warms the caches."""
    start = time.monotonic()
    result = subprocess.run(
        command, env=ENVIRONMENT, stdin=subprocess.DEVNULL, capture_output=True, text=True
    )
    took = time.monotonic() - start
    if not is_done(command, result.returncode):
        said = result.stderr.strip().splitlines() or [""]
        raise Failed(f"status {result.returncode} {said[-1]}".strip()[:200])
    with tempfile.NamedTemporaryFile(suffix=".json") as report:
        hyperfine = [
            "hyperfine", "--shell=none", "--ignore-failure", "--style=none", f"--export-json={report.name}",
            f"--runs={1 if took > SLOW else runs}", shlex.join(map(str, command)),
        ]  # fmt: skip
        subprocess.run(hyperfine, env=ENVIRONMENT, check=True, capture_output=True)
        return json.load(report)["results"][0]["median"]


def is_done(command, status):
    """Whether a command has done its work: mlx-validate's 1 is a verdict, Python's an exception."""
    return status == 0 or status == 1 and os.path.basename(command[0]) == "mlx-validate"


def memory(command):
    """The peak memory of a command and its children."""
    with tempfile.NamedTemporaryFile("r") as report:
        timed = ["/usr/bin/time", "--format=%M", f"--output={report.name}", "--", *command]
        process = subprocess.Popen(
            timed,
            env=ENVIRONMENT,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        peak = 0
        while process.poll() is None:
            peak = max(peak, sum(map(anonymous, descendants(process.pid))))
            time.sleep(INTERVAL)
        if not is_done(command, process.returncode):
            raise Failed(f"status {process.returncode}")
        resident = int(report.read().split()[-1])
    return Memory(resident / 1024, peak / 1024)


def descendants(process):
    """The ids of all processes below one."""
    try:
        children = pathlib.Path(f"/proc/{process}/task/{process}/children").read_text().split()
    except OSError:
        return []
    return [found for child in children for found in [child, *descendants(child)]]


def anonymous(process):
    """KiB of a process that no file backs; 0 once it has ended."""
    try:
        status = pathlib.Path(f"/proc/{process}/status").read_text()
    except OSError:
        return 0
    values = dict(line.split(":", 1) for line in status.splitlines())
    return sum(int(values[key].split()[0]) for key in ("RssAnon", "RssShmem") if key in values)
