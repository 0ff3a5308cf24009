"""Prints the scoring benchmark as Markdown; share/bench/eval/scoring-run starts it.

In process, both programs time themselves. The rows with a CSV file are whole processes: on one side
pandas and the binding, which only score; on the other mlx-eval, which also compares with the truth.
"""

import argparse
import pathlib
import statistics
import subprocess
import sys
import time

HERE = pathlib.Path(__file__).resolve().parent
# With the goal from CSV; the boosting has none, as both sides wait for the same ONNX Runtime.
MODELS = {"logistic.onnx": ("ONNX, logistic regression", 3),
          "boosting.onnx": ("ONNX, gradient boosting of 100 trees", None),
          "xgboost.ubj": ("XGBoost, 100 trees", 3)}


def lines(command):
    result = subprocess.run(list(map(str, command)), capture_output=True, text=True)
    if result.returncode != 0:
        sys.exit(f"{command[0]} failed: {(result.stderr + result.stdout).strip()[-300:]}")
    return result.stdout.split()


def in_process(command):
    """The median of the runs that a program times itself, without the first one."""
    return statistics.median(map(float, lines(command)[1:-1]))


def whole_processes(ours, theirs, runs):
    """The medians of both, run in turn, so that both meet the same weather."""
    seconds = [], []
    for _ in range(runs):
        for command, times in zip((ours, theirs), seconds):
            start = time.perf_counter()
            lines(command)
            times.append(time.perf_counter() - start)
    return map(statistics.median, seconds)


def row(title, ours, theirs, goal):
    ratio = theirs / ours
    met = "" if goal is None else "yes" if ratio >= goal else "**no**"
    goal = "" if goal is None else f"≥{goal}×"
    print(f"| {title} | {ours:.3g} s | {theirs:.3g} s | {ratio:.2f}× | {goal} | {met} |", flush=True)


def main():
    parser = argparse.ArgumentParser(prog="scoring-run", description=__doc__.splitlines()[0])
    parser.add_argument("--tools", type=pathlib.Path, required=True)
    parser.add_argument("--data", type=pathlib.Path, required=True)
    parser.add_argument("--runs", type=int, default=7)
    options = parser.parse_args()
    binding = [sys.executable, HERE / "scoring_binding.py"]
    subprocess.run([sys.executable, HERE / "scoring_data.py", options.data], check=True)
    matrix, csv, schema = (options.data / f"scoring.{name}" for name in ("f32", "csv", "json"))
    print("| 1 M rows × 30 features | mlx | Python binding | ratio | goal | met |")
    print("|---|---|---|---|---|---|")
    for model, (title, goal) in MODELS.items():
        path = options.data / model
        ours = in_process([options.tools / "scoring-benchmark", path, matrix, 30, options.runs])
        theirs = in_process([*binding, "memory", path, matrix, options.runs])
        row(f"{title}, in process", ours, theirs, 1)
        ours, theirs = whole_processes(
            [options.tools / "mlx-eval", "--no-input", "--allow-empty", "--quiet", "--model", path,
             "--data", csv, "--schema", schema],
            [*binding, "csv", path, csv, 1], options.runs)
        row(f"{title}, from CSV", ours, theirs, goal)


main()
