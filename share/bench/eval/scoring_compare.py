"""Prints the scoring benchmark as Markdown; share/bench/eval/scoring-run starts it."""

import argparse
import pathlib
import statistics
import subprocess
import sys

HERE = pathlib.Path(__file__).resolve().parent
MODELS = {"logistic.onnx": "ONNX, logistic regression",
          "boosting.onnx": "ONNX, gradient boosting of 100 trees",
          "xgboost.ubj": "XGBoost, 100 trees"}


def lines(command):
    result = subprocess.run(list(map(str, command)), capture_output=True, text=True)
    if result.returncode != 0:
        sys.exit(f"{command[0]} failed: {(result.stderr + result.stdout).strip()[-300:]}")
    return result.stdout.split()


def in_process(command):
    """The median of the runs that a program times itself, without the first one."""
    return statistics.median(map(float, lines(command)[1:-1]))


def row(title, ours, theirs, goal):
    ratio = theirs / ours
    verdict = "yes" if ratio >= goal else "**no**"
    print(f"| {title} | {ours:.3g} s | {theirs:.3g} s | {ratio:.1f}× | ≥{goal}× | {verdict} |", flush=True)


def main():
    parser = argparse.ArgumentParser(prog="scoring-run", description=__doc__)
    parser.add_argument("--benchmark", type=pathlib.Path, required=True)
    parser.add_argument("--data", type=pathlib.Path, required=True)
    parser.add_argument("--runs", type=int, default=7)
    options = parser.parse_args()
    binding = [sys.executable, HERE / "scoring_binding.py"]
    subprocess.run([sys.executable, HERE / "scoring_data.py", options.data], check=True)
    print("| 1 M rows × 30 features | mlx | Python binding | ratio | goal | met |")
    print("|---|---|---|---|---|---|")
    for model, title in MODELS.items():
        path, matrix = options.data / model, options.data / "scoring.f32"
        ours = in_process([options.benchmark, path, matrix, 30, options.runs])
        theirs = in_process([*binding, "memory", path, matrix, options.runs])
        row(f"{title}, in process", ours, theirs, 1)


main()
