"""Ends the command at each of its system calls, or lets the call fail, until a run survives.

usage: system_calls.py TOOLS [SCENARIO]
"""

import collections
import os
import shutil
import sys
import tempfile

from scenario import Broken, scenarios

CALLS = ["openat", "write", "fsync", "rename", "close", "flock", "mkdir", "unlink", "fchmod",
         "symlink", "link", "sendfile", "ftruncate"]
FAULTS = ["signal=KILL", "error=EIO", "error=ENOSPC"]
# A descriptor that close() failed on is gone all the same: the kernel never does it otherwise.
IMPOSSIBLE = {("close", "error=ENOSPC")}


def inject(scenario, work, call, fault, number):
    """How the run ended; None if it made fewer calls than that."""
    scenario.prepare(work)
    trace = f"{work}.trace"
    result = scenario.run(
        work,
        ["strace", "-f", "-qq", "-o", trace, "-e", f"trace={call}",
         "-e", f"inject={call}:{fault}:when={number}"],
    )
    with open(trace, "rb") as file:
        text = file.read()
    if b"(INJECTED)" not in text and b"killed by SIGKILL" not in text:
        return None
    try:
        scenario.check(work, acknowledged=result.returncode == 0)
    except Broken as error:
        raise Broken(f"{scenario.name}: {call} {fault} {number}: status {result.returncode}: {error}")
    return {0: "survived", 137: "killed", -9: "killed"}.get(result.returncode, "reported")


def main():
    tools = os.path.abspath(sys.argv[1])
    directory = tempfile.mkdtemp(prefix="mlx-faults.")
    total = collections.Counter()
    failures = []
    try:
        for scenario in scenarios(tools, f"{directory}/scenarios"):
            if len(sys.argv) > 2 and sys.argv[2] not in scenario.name:
                continue
            counts = collections.Counter()
            for call in CALLS:
                for fault in FAULTS:
                    if (call, fault) in IMPOSSIBLE:
                        continue
                    for number in range(1, 10_000):
                        try:
                            outcome = inject(scenario, f"{directory}/work", call, fault, number)
                        except Broken as error:
                            failures.append(str(error))
                            print(error, file=sys.stderr)
                            outcome = "lost"
                        if outcome is None:
                            break
                        counts[outcome] += 1
            print(f"{scenario.name}: {sum(counts.values())} faults: " + words(counts), flush=True)
            total += counts
    finally:
        shutil.rmtree(directory, ignore_errors=True)
    print(f"system calls: {sum(total.values())} faults: " + words(total))
    return 1 if failures else 0


def words(counts):
    return ", ".join(f"{counts[word]} {word}" for word in ("killed", "reported", "survived", "lost"))


if __name__ == "__main__":
    sys.exit(main())
