"""Ends promotions that start and switch a real service, at each step and at random times.

SIGKILL comes instead of each call that gives a file its name or takes it away, takes a lock, or
starts or ends a process: between two of these, nothing that others see changes. What holds then:

- The service that was live answers all the while, with the old version or the new one.
- No candidate service outlives the promotion for long.
- `mlx-promote --reconcile`, or the same promotion where nothing was live yet, leaves one service,
  which serves what `production` says, and clean registries.

usage: promotion_kills.py TOOLS [SCENARIO]
"""

import collections
import json
import os
import random
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request

import campaign
import promises
from promises import Broken
from tracer import Hung, Injection, KILL, Tracer

OUTCOMES = ("killed", "survived", "lost")
STEPS = {"rename", "symlink", "link", "mkdir", "unlink", "rmdir", "flock",
         "clone", "fork", "vfork", "clone3", "kill"}
RANDOM = 30
PATIENCE = 20
ROOT = os.path.realpath(f"{os.path.dirname(__file__)}/../..")
ENVIRONMENT = {"MLX_SHARE": f"{ROOT}/share/mlx", **os.environ}
PROJECT = """\
apiVersion: mlx/v1
kind: Pipeline
model: penguins
data: {{train: {data}/penguins.csv, test: {data}/penguins.csv, schema: {data}/schema.json}}
train: {{trainer: xgboost, seed: 7}}
eval: {{gates: [{{metric: accuracy, lower_bound: 0.9}}]}}
serve: {{port: 1}}
"""


class Promotion:
    """A promotion, and the project that it finds."""

    def __init__(self, name, tools, template, command, goal, is_live):
        self.name = name
        self.tools = tools
        self.template = template
        # The version that is live in the end.
        self.goal = goal
        self.command = [f"{tools}/mlx-promote", *command]
        # Whether a service runs before.
        self.is_live = is_live
        self.duration = self.measure()

    def measure(self):
        """How long it takes if nothing happens to it, in seconds."""
        project = self.prepare(f"{self.template}.measured")
        start = time.monotonic()
        try:
            project.expect(os.path.basename(self.command[0]), *self.command[1:])
            return time.monotonic() - start
        finally:
            project.stop()

    def prepare(self, directory):
        campaign.remove(directory)
        subprocess.run(["cp", "-a", self.template, directory], check=True)
        project = Project(self.tools, directory)
        if self.is_live:
            project.expect("mlx-promote", "penguins", "--reconcile")
        return project


class Project:
    """A directory with registries, and the services that run in it."""

    def __init__(self, tools, directory):
        self.tools = tools
        self.directory = directory
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.options = ["--port", str(self.port), "--quiet"]

    def expect(self, tool, *options):
        command = [f"{self.tools}/{tool}", *options]
        if tool == "mlx-promote":
            command += self.options
        result = subprocess.run(
            command, cwd=self.directory, env=ENVIRONMENT, stdin=subprocess.DEVNULL,
            capture_output=True, timeout=120)
        if result.returncode != 0:
            raise Broken(f"then '{tool} {' '.join(options)}': {result.returncode} "
                         f"{result.stdout.decode()}{result.stderr.decode()}")

    def services(self):
        """The numbers of the processes of all services of this project, and their arguments."""
        found = {}
        for process in filter(str.isdigit, os.listdir("/proc")):
            try:
                if os.readlink(f"/proc/{process}/cwd") != self.directory:
                    continue
                with open(f"/proc/{process}/cmdline", "rb") as file:
                    words = file.read().decode().split("\0")
            except OSError:
                continue
            if words[0].endswith("/mlx-serve"):
                found[int(process)] = words
        return found

    def served(self):
        """The versions that the service answers for."""
        url = f"http://127.0.0.1:{self.port}/v2/models/penguins"
        with urllib.request.urlopen(url, timeout=10) as answer:
            return json.load(answer)["versions"]

    def state(self):
        return promises.state(f"{self.directory}/registry")

    def live(self):
        """The version that `production` stands on; None if nothing does."""
        tags = dict(self.state()[1].tags)
        if "production" not in tags:
            return None
        return next(tag for tag, digest in tags.items()
                    if tag.isdigit() and digest == tags["production"])

    def check_whole(self, version):
        """Nothing is left undone."""
        if self.live() != version:
            raise Broken(f"production is {self.live()}, and not {version}")
        if self.served() != [version]:
            raise Broken(f"{self.served()} is served, and production is {version}")
        services = self.services()
        if len(services) != 1:
            raise Broken(f"services: {list(services.values())}")
        target = promises.current(f"{self.directory}/registry") or ""
        if not target.startswith(f"serving/v{version}-"):
            raise Broken(f"'current' names {target}")
        promises.check_serving(f"{self.directory}/registry")
        self.expect("mlx-register", "fsck")

    def wait_for_candidates(self):
        """A candidate has its model as an option, and not the registry."""
        deadline = time.monotonic() + PATIENCE
        while any("--model-directory" in words for words in self.services().values()):
            if time.monotonic() > deadline:
                raise Broken(f"left running: {list(self.services().values())}")
            time.sleep(0.02)

    def stop(self):
        deadline = time.monotonic() + PATIENCE
        while (services := self.services()) and time.monotonic() < deadline:
            for process in services:
                try:
                    os.kill(process, signal.SIGKILL)
                except ProcessLookupError:
                    pass
            time.sleep(0.01)


class Client(threading.Thread):
    """Asks all the while which version is served."""

    def __init__(self, project):
        super().__init__(daemon=True)
        self.project = project
        self.ended = threading.Event()
        self.failures = []

    def run(self):
        while not self.ended.wait(0.005):
            try:
                versions = self.project.served()
            except (OSError, urllib.error.URLError, ValueError) as error:
                self.failures.append(str(error))
                continue
            if versions not in (["1"], ["2"]):
                self.failures.append(f"versions {versions}")

    def finish(self):
        self.ended.set()
        self.join()
        return self.failures


def at_step(promotion, project, number):
    """The status, and the call that was not made; no call if there were not that many."""
    injection = Injection(KILL, number, only=STEPS)
    with open(f"{project.directory}/output", "wb") as file:
        try:
            status = Tracer(
                promotion.command + project.options, project.directory, ["registry"], injection,
                file, ENVIRONMENT).run()
        except Hung as error:
            raise Broken(str(error)) from error
    return status, injection.hit


def at_random(promotion, project, number):
    chance = random.Random(f"{promotion.name} {number}")
    with open(f"{project.directory}/output", "wb") as file:
        process = subprocess.Popen(
            promotion.command + project.options, cwd=project.directory, env=ENVIRONMENT,
            stdin=subprocess.DEVNULL, stdout=file, stderr=file)
        delay = chance.uniform(0, 1.1 * promotion.duration)
        try:
            return process.wait(delay), f"{delay:.3f} s"
        except subprocess.TimeoutExpired:
            process.kill()
            return process.wait(), f"{delay:.3f} s"


def attempt(promotion, project, kill, number):
    """What became of the promotion; None if it came through unharmed."""
    before = project.live()
    client = Client(project) if promotion.is_live else None
    hit = None
    if client:
        client.start()
    try:
        status, hit = kill(promotion, project, number)
        if hit is None:
            return None
        if status not in (0, -signal.SIGKILL):
            with open(f"{project.directory}/output", "rb") as file:
                raise Broken(f"status {status}: {file.read().decode()}")
        finish(promotion, project, before, status == 0)
        failures = client.finish() if client else []
        if failures:
            raise Broken(f"{len(failures)} requests failed: {failures[0]}")
        return "killed" if status else "survived"
    except (Broken, OSError) as error:
        raise Broken(f"{promotion.name}: killed {number} at {hit}: {error}") from error
    finally:
        if client:
            client.finish()


def finish(promotion, project, before, acknowledged):
    project.wait_for_candidates()
    goal = promotion.goal
    live = project.live()
    if acknowledged and live != goal or live not in (before, goal):
        raise Broken(f"production is {live}")
    if live is not None:
        project.expect("mlx-promote", "penguins", "--reconcile")
        project.check_whole(live)
    project.expect(os.path.basename(promotion.command[0]), *promotion.command[1:])
    project.check_whole(goal)


def attack(promotion, kill, directory):
    counts = collections.Counter()
    messages = []
    work = os.path.realpath(f"{directory}/work-{os.getpid()}")
    for number in range(1, RANDOM + 1 if kill is at_random else 10_000):
        project = promotion.prepare(work)
        try:
            outcome = attempt(promotion, project, kill, number)
        except Broken as error:
            messages.append(str(error))
            outcome = "lost"
        finally:
            project.stop()
        if outcome is None:
            break
        counts[outcome] += 1
    return counts, messages


def promotions(tools, directory, chosen):
    """A first one, one beside a live service, the way back, and a start of the service."""
    os.makedirs(directory)
    base = Project(tools, f"{directory}/trained")
    os.makedirs(base.directory)
    with open(f"{base.directory}/mlx.yaml", "w") as file:
        file.write(PROJECT.format(data=f"{ROOT}/share/mlx/examples/penguins"))
    for number in (1, 2):
        subprocess.run(
            ["sh", "-c", f"""
                '{tools}/mlx-train' --no-input --parameter num_round={number} \
                    --model-directory m{number} |
                '{tools}/mlx-eval' | '{tools}/mlx-register' >run{number}.json
            """], cwd=base.directory, env=ENVIRONMENT, check=True, stderr=subprocess.DEVNULL)
    for name, before, command, goal, is_live in (
            ("first promotion", [], ["penguins@1"], "1", False),
            ("second promotion", [1], ["penguins@2"], "2", True),
            ("rollback", [1, 2], ["penguins", "--rollback", "--to", "1"], "1", True),
            # As after a restart of the machine.
            ("reconciliation", [1], ["penguins", "--reconcile"], "1", False)):
        name = f"{name} with a service"
        if chosen not in name:
            continue
        template = f"{directory}/{name.replace(' ', '-')}"
        subprocess.run(["cp", "-a", base.directory, template], check=True)
        for number in before:
            Project(tools, template).expect("mlx-promote", f"penguins@{number}", "--no-serve")
        yield Promotion(name, tools, template, command, goal, is_live)


def main():
    tools = os.path.abspath(sys.argv[1])
    chosen = sys.argv[2] if len(sys.argv) > 2 else ""
    directory = campaign.directory()
    found = campaign.Campaign("promotions with a service", OUTCOMES)
    try:
        known = list(promotions(tools, f"{directory}/projects", chosen))
        found.run(attack, [(promotion.name, kind, promotion, kill, directory)
                           for kind, kill in (("each step", at_step), ("random times", at_random))
                           for promotion in known])
    finally:
        campaign.remove(directory)
    return found.finish() if known else campaign.NOTHING_CHOSEN


if __name__ == "__main__":
    sys.exit(main())
