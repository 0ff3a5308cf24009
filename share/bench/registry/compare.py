"""Times the registry beside its peers on the same files, in turn, and prints ratios of medians."""

import argparse
import hashlib
import json
import os
import pathlib
import shutil
import statistics
import subprocess
import sys
import tempfile
import time

HERE = pathlib.Path(__file__).parent
GIGABYTE = 1_000_000_000
VERSIONS = 10_000
# GTO reads one git tag a version; what the project's developers are told to beat was 1,500.
TAGS = 1_500


class Bench:
    def __init__(self, tools, work, runs, venv):
        self.tools, self.work, self.runs = tools, work, runs
        self.venv = venv and os.path.abspath(venv)
        self.rows = []

    def tool(self, name, *arguments):
        return [f"{self.tools}/{name}", *map(str, arguments)]

    def seconds(self, command, prepare=None, cwd=None):
        """The median of some runs of a command, or of those that a function makes.

        `prepare` is not timed, and what it wrote is on the disk.
        """
        times = []
        for _ in range(self.runs):
            if prepare:
                prepare()
                os.sync()
            words = command() if callable(command) else command
            start = time.monotonic()
            done = subprocess.run(words, cwd=cwd or self.work, capture_output=True, text=True,
                                  stdin=subprocess.DEVNULL)
            times.append(time.monotonic() - start)
            if done.returncode != 0:
                sys.exit(f"{words}: {done.stdout[-300:]} {done.stderr[-500:]}")
        return statistics.median(times)

    def row(self, task, own, peer, other, goal, met):
        ratio = f"{other / own:.2f}" if other else ""
        self.rows.append((task, f"{own:.3f} s", peer, f"{other:.3f} s" if other else "", ratio, goal,
                          "met" if met else "NOT MET"))
        print(f"{task}: {own:.3f} s, {peer} {other or 0:.3f} s", file=sys.stderr, flush=True)

    def remove(self, *names):
        for name in names:
            shutil.rmtree(self.work / name, ignore_errors=True)


def write_model(bench, size):
    model = bench.work / "model"
    model.mkdir()
    digest = hashlib.sha256()
    with open(model / "model.safetensors", "wb") as file:
        block = os.urandom(1 << 20)
        count = size // len(block)
        header = safetensors_header(count * len(block))
        digest.update(header)
        file.write(header)
        for number in range(count):
            # No two blocks alike, and no time spent on a better random number.
            part = number.to_bytes(8, "little") + block[8:]
            digest.update(part)
            file.write(part)
    tree = hashlib.sha256(f"{digest.hexdigest()}  model.safetensors\n".encode()).hexdigest()
    write_run(bench.work / "run.json", "model", tree)
    return model / "model.safetensors"


def safetensors_header(size):
    """What makes one tensor of the bytes that follow."""
    tensor = {"dtype": "U8", "shape": [size], "data_offsets": [0, size]}
    header = json.dumps({"weights": tensor}).encode()
    return len(header).to_bytes(8, "little") + header


def write_run(path, model, tree):
    document = {
        "apiVersion": "mlx/v1", "kind": "Run",
        "metadata": {"id": path.stem, "model": "bench", "createdAt": "2026-11-20T12:00:00Z",
                     "ci": {}},
        "inputs": {"data": {}},
        "model": {"uri": str(model), "digest": f"sha256:{tree}", "format": "other"},
        "stages": [{"name": "eval", "tool": "mlx-eval", "version": "1", "status": "passed",
                    "exitCode": 0, "metrics": {"accuracy": 0.975}}],
        "status": {"phase": "Succeeded", "exitCode": 0},
    }
    path.write_text(json.dumps(document))


def registering(bench):
    """1 GB: one read, one write, one hash, one fsync."""
    file = write_model(bench, GIGABYTE)
    own = bench.seconds(
        bench.tool("mlx-register", "--registry", "./testing", "--in", "run.json", "--quiet"),
        lambda: bench.remove("testing"))
    copy = "openssl dgst -sha256 model/model.safetensors && cp model/model.safetensors copy && sync copy"
    plain = bench.seconds(["sh", "-c", copy], lambda: (bench.work / "copy").unlink(missing_ok=True))
    bench.row("register 1 GB", own, "openssl dgst, cp and fsync", plain, "≤1.15×",
              own <= 1.15 * plain)
    if bench.venv:
        mlflow = bench.seconds(
            [f"{bench.venv}/bin/python", str(HERE / "peers/mlflow_register.py"), "mlflow", str(file)],
            lambda: bench.remove("mlflow"))
        bench.row("register 1 GB", own, "MLflow: log and register", mlflow, "≥3", mlflow >= 3 * own)
        dvc = time_dvc(bench, file)
        bench.row("register 1 GB", own, "DVC: add and push to a folder", dvc, "≥3", dvc >= 3 * own)


def time_dvc(bench, file):
    program = f"{bench.venv}/bin/dvc"

    def prepare():
        bench.remove("dvc", "dvc-remote")
        (bench.work / "dvc").mkdir()
        script = (f"git init -q && {program} init -q && {program} config core.analytics false && "
                  f"{program} remote add -q -d here ../dvc-remote && cp {file} model.safetensors")
        subprocess.run(["sh", "-c", script], cwd=bench.work / "dvc", check=True,
                       capture_output=True)

    return bench.seconds(["sh", "-c", f"{program} add -q model.safetensors && {program} push -q"], prepare,
                         cwd=bench.work / "dvc")


def promoting(bench):
    """The same gigabyte from one directory to another, on the same file system."""
    own = bench.seconds(
        bench.tool("mlx-promote", "bench@1", "--testing", "testing", "--production", "production",
                   "--no-serve", "--quiet"), lambda: bench.remove("production"))
    copy = "cp model/model.safetensors copy && sync copy && openssl dgst -sha256 copy"
    plain = bench.seconds(["sh", "-c", copy], lambda: (bench.work / "copy").unlink(missing_ok=True))
    bench.row("promote 1 GB", own, "cp, fsync and openssl dgst", plain, "≤1.2×",
              own <= 1.2 * plain)


def many_versions(bench):
    subprocess.run([sys.executable, str(HERE / "versions.py"), str(bench.work / "many"), "many",
                    str(VERSIONS)], check=True)
    # Nothing that is timed waits for these files.
    os.sync()
    registry = ["--registry", "./many"]
    commands = [
        ("list", bench.tool("mlx-register", "list", "many", *registry)),
        ("show", bench.tool("mlx-register", "show", f"many@{VERSIONS // 2}", *registry)),
    ]
    times = {}
    for task, command in commands:
        own = times[task] = bench.seconds(command)
        bench.row(f"{task}, {VERSIONS:,} versions", own, "", None, "≤50 ms", own <= 0.05)
    moves = iter(range(1, VERSIONS))
    own = bench.seconds(lambda: bench.tool("mlx-register", "alias", f"many@{next(moves)}", "stage",
                                           *registry))
    bench.row(f"move a stage, {VERSIONS:,} versions", own, "", None, "≤50 ms", own <= 0.05)
    for task in ("fsck", "gc"):
        own = bench.seconds(bench.tool("mlx-register", task, "many", *registry))
        bench.row(f"{task}, {VERSIONS:,} versions", own, "", None, "", True)
    if bench.venv:
        gto(bench, times["list"])


def gto(bench, own):
    repository = bench.work / "gto"
    repository.mkdir()
    script = ("git init -q && git config user.name bench && git config user.email bench@example.com"
              " && git commit -q --allow-empty -m first")
    subprocess.run(["sh", "-c", script], cwd=repository, check=True)
    branch = subprocess.run(["git", "symbolic-ref", "HEAD"], cwd=repository, check=True,
                            capture_output=True, text=True).stdout.strip()
    # GTO knows annotated tags only.
    tags = "".join(
        f"tag many@v{number}.0.0\nfrom {branch}\n"
        f"tagger bench <bench@example.com> {1_700_000_000 + number} +0000\ndata 0\n"
        for number in range(1, TAGS + 1))
    subprocess.run(["git", "fast-import", "--quiet"], input=tags, text=True, cwd=repository,
                   check=True)
    program = f"{bench.venv}/bin/gto"
    start = time.monotonic()
    subprocess.run([program, "show", "many"], cwd=repository, check=True, capture_output=True)
    listed = time.monotonic() - start
    bench.row(f"list, {VERSIONS:,} versions", own, f"GTO show, {TAGS:,} tags", listed, "",
              listed > own)


def parallel(bench, count=64):
    """All at once into one model; each must get a number of its own."""
    for number in range(count):
        model = bench.work / f"small-{number}"
        model.mkdir()
        content = safetensors_header(1 << 16) + os.urandom(1 << 16)
        (model / "model.safetensors").write_bytes(content)
        line = f"{hashlib.sha256(content).hexdigest()}  model.safetensors\n"
        write_run(bench.work / f"run-{number}.json", model,
                  hashlib.sha256(line.encode()).hexdigest())
    start = time.monotonic()
    running = [
        subprocess.Popen(
            bench.tool("mlx-register", "--registry", "./parallel", "--quiet", "--in",
                       f"run-{number}.json"), cwd=bench.work, stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE, stdin=subprocess.DEVNULL)
        for number in range(count)]
    errors = [process.communicate()[1].decode() for process in running]
    own = time.monotonic() - start
    failed = [error for process, error in zip(running, errors) if process.returncode != 0]
    index = json.load(open(bench.work / "parallel/bench/index.json"))
    numbers = sorted(int(tag) for entry in index["manifests"]
                     if (tag := entry["annotations"].get("org.opencontainers.image.ref.name", ""))
                     .isdigit())
    met = not failed and numbers == list(range(1, count + 1))
    bench.row(f"{count} registrations at once: {count / own:.0f} a second", own, "", None,
              "no error, no number twice", met)
    for error in failed[:3]:
        print(error, file=sys.stderr)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--tools", required=True)
    parser.add_argument("--venv", help="with mlflow, dvc and gto; without it they are left out")
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--work", default=".build/bench-data")
    options = parser.parse_args()
    os.makedirs(options.work, exist_ok=True)
    # Beside the data of the other benchmarks: a disk, and not memory as /tmp may be.
    work = pathlib.Path(tempfile.mkdtemp(prefix="registry.", dir=options.work)).resolve()
    bench = Bench(os.path.abspath(options.tools), work, options.runs, options.venv)
    try:
        for part in (registering, promoting, many_versions, parallel):
            part(bench)
    finally:
        shutil.rmtree(work, ignore_errors=True)
    print("| task | mlx | peer | its time | ratio | goal | |")
    print("|---|---|---|---|---|---|---|")
    for row in bench.rows:
        print(f"| {' | '.join(row)} |")
    return 0 if all(row[-1] == "met" for row in bench.rows) else 1


if __name__ == "__main__":
    sys.exit(main())
