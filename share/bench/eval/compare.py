"""Times mlx-eval and its peers on the same files, in turn, and prints ratios of medians."""
import argparse
import json
import os
import pathlib
import platform
import statistics
import subprocess
import sys
import tempfile
import time

import numpy as np

HERE = pathlib.Path(__file__).parent
DATA = pathlib.Path(".build/bench-data")
ROWS = 10_000_000
# Seconds; what takes longer is run once.
SLOW = 15

# Peer, its program and arguments, the goal.
METRICS = [
    ("pandas + scikit-learn", ["metrics_sklearn.py", "pandas"], 15),
    ("polars + scikit-learn", ["metrics_sklearn.py", "polars"], 15),
    ("torchmetrics", ["metrics_torch.py"], 10),
    ("NumPy, one sort", ["metrics_numpy.py"], 3),
    ("DuckDB SQL", ["metrics_duckdb.py"], 1.8),
]
BOOTSTRAP = [
    ("scikit-learn in a loop", ["bootstrap_sklearn.py"], 100),
    ("NumPy, weights on one sort", ["bootstrap_numpy.py"], 8),
]


def make_data():
    """Labels and scores that overlap: a base rate of 0.3, an AUC of about 0.8, six decimals."""
    large, small = DATA / "predictions.csv", DATA / "predictions100k.csv"
    if large.exists() and small.exists():
        return large, small
    DATA.mkdir(parents=True, exist_ok=True)
    random = np.random.default_rng(0)
    labels = (random.random(ROWS) < 0.3).astype(int)
    scores = 1 / (1 + np.exp(-(random.normal(size=ROWS) + 1.2 * labels - 1.2)))
    with open(large, "w") as all_rows, open(small, "w") as first_rows:
        for file in (all_rows, first_rows):
            file.write("label,score\n")
        for start in range(0, ROWS, 100_000):
            part = slice(start, start + 100_000)
            text = "".join(f"{y},{s:.6f}\n" for y, s in zip(labels[part], scores[part]))
            all_rows.write(text)
            if start == 0:
                first_rows.write(text)
    return large, small


def run(command):
    start = time.monotonic()
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    if done.returncode != 0:
        sys.exit(f"{command}: {done.stderr[-500:]}")
    return time.monotonic() - start, done.stdout


def medians(commands, runs):
    """Median seconds of each command, taking turns, after one run each that warms the caches."""
    times = [[run(command)[0]] for command in commands]
    slow = [first[0] > SLOW for first in times]
    times = [first if is_slow else [] for first, is_slow in zip(times, slow)]
    for _ in range(runs):
        for command, taken, is_slow in zip(commands, times, slow):
            if not is_slow:
                taken.append(run(command)[0])
    return [statistics.median(taken) for taken in times]


def compare(title, own, peers, file, runs):
    commands = [own] + [
        [sys.executable, str(HERE / "peers" / words[0]), str(file), *words[1:]]
        for _, words, _ in peers]
    mine, *others = medians(commands, runs)
    met = True
    for (name, _, goal), seconds in zip(peers, others):
        ratio = seconds / mine
        met = met and ratio >= goal
        print(f"| {title} | {mine:.3f} s | {name} | {seconds:.2f} s | {ratio:.1f} | {goal} |"
              f" {'met' if ratio >= goal else '**not met**'} |", flush=True)
    return met


def check_values(tool, file):
    """The metrics must be the same before their times mean anything."""
    from sklearn.metrics import average_precision_score, roc_auc_score
    import polars
    frame = polars.read_csv(file)
    truth, score = frame["label"].to_numpy(), frame["score"].to_numpy()
    ours = json.loads(run(own_metrics(tool, file))[1])["stages"][-1]["metrics"]
    for name, value in (("roc_auc", roc_auc_score(truth, score)),
                        ("average_precision", average_precision_score(truth, score))):
        if abs(ours[name] - value) > 1e-9:
            sys.exit(f"{name} is {value}, not {ours[name]}")


def own_metrics(tool, file):
    return [tool, "--no-input", "--quiet", "--allow-empty", "--baseline", "none",
            "--predictions", str(file)]


def own_bootstrap(tool, file):
    return [tool, "--no-input", "--quiet", "--baseline", "none", "--predictions", str(file),
            "--confidence", "0.95", "--significance", "bootstrap", "--resamples", "1000",
            "--gate", "{metric: accuracy, lower_bound: 0.5}",
            "--gate", "{metric: roc_auc, lower_bound: 0.5}"]


def memory(tool, file):
    with tempfile.TemporaryFile() as output:
        process = subprocess.Popen(own_metrics(tool, file), stdout=output)
        _, _, usage = os.wait4(process.pid, 0)
    peak = usage.ru_maxrss / 1024
    print(f"| peak memory, {ROWS // 1_000_000} M predictions | {peak:.0f} MiB | | | | 400 MiB |"
          f" {'met' if peak <= 400 else '**not met**'} |")
    return peak <= 400


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--tool", required=True)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--only", default="metrics,bootstrap,memory")
    options = parser.parse_args()
    only = options.only.split(",")
    large, small = make_data()
    check_values(options.tool, small)
    print(f"Python {platform.python_version()}, medians of {options.runs} after a warm-up; "
          f"1 run above {SLOW} s\n")
    print("| task | mlx-eval | peer | its time | ratio | goal | |\n|---|---|---|---|---|---|---|")
    met = True
    if "metrics" in only:
        met &= compare(f"metrics of {ROWS // 1_000_000} M predictions, CSV",
                       own_metrics(options.tool, large), METRICS, large, options.runs)
    if "bootstrap" in only:
        met &= compare("1,000 resamples of accuracy and ROC AUC, 100k rows",
                       own_bootstrap(options.tool, small), BOOTSTRAP, small, options.runs)
    if "memory" in only:
        met &= memory(options.tool, large)
    sys.exit(0 if met else 1)


main()
