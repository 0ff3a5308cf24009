"""Runs the jobs of a campaign, some at a time, and adds up what became of them."""

import collections
import concurrent.futures
import multiprocessing
import os
import shutil
import sys
import tempfile
import time


# The exit status where no scenario has the name that was asked for.
NOTHING_CHOSEN = 3


def directory():
    """Where to work: in memory if there is such a place, as thousands of copies are made."""
    place = "/dev/shm" if os.access("/dev/shm", os.W_OK) and "TMPDIR" not in os.environ else None
    return tempfile.mkdtemp(prefix="mlx-faults.", dir=place)


class Campaign:
    """What became of the faults: outcomes by scenario, and a line for each promise broken."""

    def __init__(self, title, outcomes):
        self.title = title
        self.outcomes = outcomes
        self.counts = collections.defaultdict(collections.Counter)
        self.lost = 0
        self.start = time.monotonic()

    def run(self, function, jobs):
        """- jobs: the names of a scenario and of a fault and the arguments of `function`, which
        returns counts and messages; the longest job first, or the last one is waited for.
        """
        jobs = list(jobs)
        done = 0
        processes = min(2, os.cpu_count() or 1)
        context = multiprocessing.get_context("fork")
        with concurrent.futures.ProcessPoolExecutor(processes, mp_context=context) as pool:
            running = {pool.submit(function, *arguments): (name, fault)
                       for name, fault, *arguments in jobs}
            for future in concurrent.futures.as_completed(running):
                name, fault = running[future]
                counts, messages = future.result()
                self.add(name, counts, messages)
                done += 1
                print(f"[{done}/{len(jobs)}] {name}, {fault}: {sum(counts.values())}",
                      file=sys.stderr, flush=True)

    def add(self, name, counts, messages):
        self.counts[name].update(counts)
        for message in messages:
            self.lost += 1
            print(message, file=sys.stderr, flush=True)

    def finish(self):
        """Prints the table; the exit status."""
        total = sum(self.counts.values(), collections.Counter())
        print(f"\n| {self.title} | faults | " + " | ".join(self.outcomes) + " |")
        print("|---|" + "---:|" * (len(self.outcomes) + 1))
        rows = sorted(self.counts.items())
        for name, counts in [*rows, ("**all**", total)]:
            words = [str(sum(counts.values())), *(str(counts[word]) for word in self.outcomes)]
            print(f"| {name} | " + " | ".join(words) + " |")
        minutes = (time.monotonic() - self.start) / 60
        print(f"\n{self.title}: {sum(total.values())} faults in {minutes:.1f} min: "
              + ", ".join(f"{total[word]} {word}" for word in self.outcomes), flush=True)
        return 1 if self.lost or total["lost"] or not total else 0


def remove(path):
    shutil.rmtree(path, ignore_errors=True)
