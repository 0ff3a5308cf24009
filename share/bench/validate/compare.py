"""Runs mlx-validate and its peers and prints Markdown tables; share/bench/validate/run starts it."""

import argparse
import os
import pathlib
import platform
import subprocess
import sys

import comparisons
import measure
from environments import Environments, Unavailable

ROOT = pathlib.Path(__file__).resolve().parents[3]
GROUPS = [*comparisons.TASKS, "memory", "scaling"]


def words(known):
    """An option's type: some of the known words, with commas between them."""

    def parse(text):
        chosen = text.split(",")
        for word in chosen:
            if word not in known:
                raise argparse.ArgumentTypeError(f"'{word}' is none of {', '.join(known)}")
        return chosen

    return parse


def options():
    peers = sorted({peer.name for task in comparisons.TASKS.values() for peer in task.peers})
    parser = argparse.ArgumentParser(prog="run", description=__doc__.splitlines()[0])
    parser.add_argument("--only", type=words(GROUPS), default=GROUPS, metavar="GROUPS")
    parser.add_argument("--peers", type=words(peers), default=peers, metavar="PEERS")
    parser.add_argument("--runs", type=int, default=5, help="of commands that take up to 15 s")
    parser.add_argument("--tool", type=pathlib.Path, required=True, help="the mlx-validate to run")
    return parser.parse_args()


class Bench:
    """The commands of one run of the benchmark, and the times that are known already."""

    def __init__(self, options):
        self.options = options
        self.environments = Environments(ROOT / ".build" / "bench-venvs")
        data = ROOT / ".build" / "bench-data"
        self.words = {}
        for name in ("flights", "flights30", "reference", "current"):
            self.words[f"{{{name}}}"] = str(data / f"{name}.csv")
        self.make_data(data)
        self.times = {}

    def make_data(self, directory):
        needs_large = {"large", "scaling", "memory"} & set(self.options.only)
        python = self.environments.python("frames")
        script = comparisons.HERE / "data.py"
        command = [python, script, directory, *([] if needs_large else ["--only-small"])]
        subprocess.run(command, check=True)

    def fill(self, arguments):
        return [self.words.get(argument, argument) for argument in arguments]

    def ours(self, task):
        return [self.options.tool, *self.fill(task.arguments)]

    def theirs(self, task, peer):
        """A peer's command; `Unavailable` if it cannot be installed."""
        files = self.fill(task.files)
        if peer.program is None:
            duckdb = self.environments.duckdb(peer.environment)
            return [duckdb, "-c", f"SUMMARIZE FROM '{files[0]}'"]
        python = self.environments.python(peer.environment)
        return [python, comparisons.HERE / "peers" / f"{peer.program}.py", *files]

    def seconds(self, command):
        key = tuple(map(str, command))
        if key not in self.times:
            self.times[key] = attempt(lambda: measure.seconds(command, self.options.runs))
        return self.times[key]


def attempt(work):
    """The result of some work, or in words why there is none."""
    try:
        return work()
    except (Unavailable, measure.Failed, OSError) as failure:
        return str(failure)


def shown(value, unit):
    """A measured number, or the words that stand for it."""
    return value.replace("|", "/") if isinstance(value, str) else f"{value:.3g} {unit}"


def table(header, rows):
    for cells in [header, ["---"] * len(header), *rows]:
        print(f"| {' | '.join(cells)} |", flush=True)
    print(flush=True)


def time_rows(bench, task):
    ours = bench.seconds(bench.ours(task))
    for peer in task.peers:
        if peer.name not in bench.options.peers:
            continue
        command = attempt(lambda: bench.theirs(task, peer))
        theirs = command if isinstance(command, str) else bench.seconds(command)
        version = bench.environments.version(peer.environment, peer.package)
        row = [task.title, shown(ours, "s"), f"{peer.title} {version}", shown(theirs, "s")]
        yield row + verdict(ours, theirs, peer.goal)


def verdict(ours, theirs, goal):
    """The cells for a ratio, the goal, and whether it is met."""
    if isinstance(ours, str) or isinstance(theirs, str):
        return ["—", f"≥{goal}×", "not measured"]
    ratio = theirs / ours
    return [f"{ratio:.1f}×", f"≥{goal}×", "yes" if ratio >= goal else "**no**"]


def memory_rows(bench):
    goal = comparisons.MEMORY_GOAL
    for name in comparisons.MEMORY_TASKS:
        task = comparisons.TASKS[name]
        peak = attempt(lambda: measure.memory(bench.ours(task)))
        row = [task.title, "mlx-validate", *sizes(peak), f"≤{goal} MiB"]
        met = not isinstance(peak, str) and peak.anonymous <= goal
        yield row + ["not measured" if isinstance(peak, str) else "yes" if met else "**no**"]
    for name, title in comparisons.MEMORY_PEERS:
        task = comparisons.TASKS[name]
        peer = next(peer for peer in task.peers if peer.title == title)
        if peer.name in bench.options.peers:
            peak = attempt(lambda: measure.memory(bench.theirs(task, peer)))
            yield [task.title, title, *sizes(peak), "", ""]


def sizes(peak):
    if isinstance(peak, str):
        return [shown(peak, ""), "—"]
    return [f"{peak.anonymous:.1f} MiB", f"{peak.resident:.1f} MiB"]


def scaling_row(bench):
    task = comparisons.TASKS["large"]
    cores = sorted(os.sched_getaffinity(0))[:2]
    if len(cores) < 2:
        return [task.title, "there is only one core", "—", "—", "", "not measured"]
    one, two = (
        bench.seconds(["taskset", "-c", ",".join(map(str, chosen)), *bench.ours(task)])
        for chosen in (cores[:1], cores)
    )
    row = [task.title, shown(one, "s"), shown(two, "s")]
    return row + verdict(two, one, comparisons.SCALING_GOAL)


def main():
    chosen = options()
    processor = next(
        line.partition(":")[2].strip()
        for line in pathlib.Path("/proc/cpuinfo").read_text().splitlines()
        if line.startswith("model name")
    )
    print(f"{processor}, {len(os.sched_getaffinity(0))} cores, Linux {platform.release()}.")
    print(f"Medians of {chosen.runs} runs after one that warms up; 1 run above {measure.SLOW} s.\n")
    try:
        bench = Bench(chosen)
    except Unavailable as failure:
        sys.exit(f"run: the data {failure}")
    tasks = [task for name, task in comparisons.TASKS.items() if name in chosen.only]
    if tasks:
        header = ["task", "mlx-validate", "peer", "its time", "ratio", "goal", "met"]
        table(header, (row for task in tasks for row in time_rows(bench, task)))
    if "memory" in chosen.only:
        header = ["task", "program", "beyond the page cache", "resident", "goal", "met"]
        table(header, memory_rows(bench))
    if "scaling" in chosen.only:
        table(["task", "1 core", "2 cores", "ratio", "goal", "met"], [scaling_row(bench)])


main()
