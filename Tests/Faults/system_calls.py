"""Ends each command at each of its system calls, or lets the call fail.

- kill: SIGKILL instead of each call that opens, closes, locks or changes a file.
- EIO: each call on a file fails, also one that only looks: what cannot be read is not absent.
- ENOSPC: each call fails that may need space on the disk.
- torn write: half of the bytes are written, then SIGKILL.

One after another, from the first call that names a registry until a run comes through.

usage: system_calls.py TOOLS [SCENARIO]
"""

import collections
import os
import signal
import sys

import campaign
import promises
from scenarios import scenarios
from tracer import FAULTS, Hung, Injection, KILL, TORN, Tracer

OUTCOMES = ("killed", "reported", "survived", "lost")


def inject(scenario, work, fault, number):
    """What became of the run; None if it made fewer calls than that."""
    scenario.prepare(work)
    injection = Injection(fault, number)
    output = f"{work}.output"
    with open(output, "wb") as file:
        tracer = Tracer(scenario.command, work, promises.REGISTRIES, injection, file)
        try:
            status = tracer.run()
        except Hung as error:
            status, hung = -signal.SIGKILL, error
        else:
            hung = None
    if injection.hit is None and not hung:
        return None
    try:
        if hung:
            raise promises.Broken(str(hung))
        return judge(scenario, work, output, status, injection)
    except promises.Broken as error:
        raise promises.Broken(
            f"{scenario.name}: {fault} {number} at {injection.hit}: status {status}: {error}"
        ) from error


def judge(scenario, work, output, status, injection):
    is_killed = status == -signal.SIGKILL and injection.fault in (KILL, TORN)
    if status < 0 and not is_killed:
        raise promises.Broken(f"the command crashed: {read(output)}")
    is_silenced = injection.hit.endswith(os.path.basename(output))
    # What fsck says of damage that is left is its verdict.
    is_explained = any(word in read(output) for word in (b"error: ", b": damage: "))
    if status > 0 and not is_silenced and not is_explained:
        raise promises.Broken(f"the command did not say why it failed: {read(output)}")
    scenario.check(work, acknowledged=status == scenario.status, number=injection.number)
    return "killed" if is_killed else "survived" if status == scenario.status else "reported"


def read(path):
    with open(path, "rb") as file:
        return file.read()


def attack(scenario, fault, directory):
    """All faults of one kind; how often each outcome was seen, and the promises that were broken."""
    work = f"{directory}/work-{os.getpid()}"
    counts = collections.Counter()
    messages = []
    for number in range(1, 100_000):
        try:
            outcome = inject(scenario, work, fault, number)
        except promises.Broken as error:
            messages.append(str(error))
            outcome = "lost"
        if outcome is None:
            return counts, messages
        counts[outcome] += 1
    raise SystemExit(f"{scenario.name}: no end")


def main():
    tools = os.path.abspath(sys.argv[1])
    chosen = sys.argv[2] if len(sys.argv) > 2 else ""
    directory = campaign.directory()
    found = campaign.Campaign("system calls", OUTCOMES)
    try:
        known = list(scenarios(tools, f"{directory}/scenarios", chosen))
        kinds = sorted(FAULTS, key=lambda fault: fault in (TORN, "ENOSPC"))
        # The commands that do most come last in the list.
        found.run(attack, [(scenario.name, fault, scenario, fault, directory)
                           for fault in kinds for scenario in reversed(known)])
    finally:
        campaign.remove(directory)
    return found.finish() if known else campaign.NOTHING_CHOSEN


if __name__ == "__main__":
    sys.exit(main())
