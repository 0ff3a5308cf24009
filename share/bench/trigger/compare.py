"""Times mlx-trigger on a large repository beside git alone and beside a script in Python."""

import argparse
import os
import pathlib
import shutil
import statistics
import subprocess
import sys
import tempfile
import time

HERE = pathlib.Path(__file__).parent
FILES, CHANGED, IN_A_DIRECTORY = 100_000, 10_000, 100
GOAL = 0.150
PROJECT = """\
apiVersion: mlx/v1
kind: Pipeline
model: bench
trigger: {code: ["src/**", train.py], data: ["data/**"], tests: ["model_tests/**"]}
"""


def make_repository(directory):
    """Two commits; the second changes every tenth file."""
    def git(*arguments):
        identity = ["-c", "user.name=bench", "-c", "user.email=bench@example.com"]
        subprocess.run(["git", *identity, *arguments], cwd=directory, check=True,
                       stdout=subprocess.DEVNULL)

    git("init", "-q", "-b", "main", ".")
    # Nothing in the background beside what is timed.
    git("config", "gc.auto", "0")
    (directory / "mlx.yaml").write_text(PROJECT)
    paths = []
    for folder in range(FILES // IN_A_DIRECTORY):
        top = ("src", "src", "data", "docs")[folder % 4]
        path = directory / top / f"part{folder // 100}" / f"{folder}"
        path.mkdir(parents=True)
        paths += [path / f"file{number}.txt" for number in range(IN_A_DIRECTORY)]
    for number, path in enumerate(paths):
        path.write_text(f"{number}\n")
    git("add", ".")
    git("commit", "-q", "-m", "first")
    for path in paths[::FILES // CHANGED]:
        path.write_text("changed\n")
    git("commit", "-q", "-a", "-m", "second")
    # As a fresh clone is: one pack, and an index that is newer than all files.
    git("gc", "-q")
    time.sleep(1.1)
    git("status")


def milliseconds(commands, cwd, runs):
    """The median of each, in turn, so that what slows the machine slows all."""
    times = {name: [] for name in commands}
    for _ in range(runs + 1):
        for name, (command, environment) in commands.items():
            start = time.monotonic()
            done = subprocess.run(command, cwd=cwd, env=os.environ | environment,
                                  capture_output=True, stdin=subprocess.DEVNULL)
            times[name].append(time.monotonic() - start)
            if done.returncode != 0:
                sys.exit(f"{command}: {done.stderr.decode()[-500:]}")
    # The first run warms the caches.
    return {name: statistics.median(each[1:]) for name, each in times.items()}


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--tools", required=True)
    parser.add_argument("--venv", help="with pathspec; without it the script in Python is left out")
    parser.add_argument("--runs", type=int, default=11)
    parser.add_argument("--work", default=".build/bench-data")
    options = parser.parse_args()
    os.makedirs(options.work, exist_ok=True)
    work = pathlib.Path(tempfile.mkdtemp(prefix="trigger.", dir=options.work)).resolve()
    trigger = [os.path.abspath(f"{options.tools}/mlx-trigger"), "--quiet", "--since", "HEAD~1"]
    differ = ["git", "diff", "--name-only", "--no-renames", "-z", "HEAD~1"]
    commands = {
        "mlx-trigger in CI": (trigger, {"GITLAB_CI": "true"}),
        "git diff of the commits": ([*differ, "HEAD"], {}),
        "mlx-trigger elsewhere": (trigger, {"GITLAB_CI": ""}),
        "git diff with the working tree": (differ, {}),
    }
    if options.venv:
        python = os.path.abspath(f"{options.venv}/bin/python")
        commands["Python with pathspec"] = ([python, str(HERE / "sort_files.py"), "HEAD~1"], {})
    try:
        make_repository(work)
        times = milliseconds(commands, work, options.runs)
    finally:
        shutil.rmtree(work, ignore_errors=True)
    print(f"| {FILES:,} files, {CHANGED:,} changed | median |")
    print("|---|---|")
    for name, seconds in times.items():
        print(f"| {name} | {seconds * 1000:.0f} ms |")
    met = times["mlx-trigger in CI"] <= GOAL
    print(f"\nGoal: ≤{GOAL * 1000:.0f} ms in CI: {'met' if met else 'NOT MET'}")
    return 0 if met else 1


if __name__ == "__main__":
    sys.exit(main())
