"""What a registry promises, as a check that any fault can be followed by.

A scenario is a command and the registry that it finds. Whatever happens while the command runs, the
registry is sound afterwards, it is the old one or the new one, what was acknowledged is there, and
the same command run again succeeds and leaves one version of each model.
"""

import json
import os
import shutil
import subprocess

MODEL = "penguins"


class Broken(Exception):
    """A promise that was not kept."""


class Scenario:
    """A command, in a directory with `testing` and `production` registries below it."""

    def __init__(self, name, tools, template, command, version, live):
        self.name = name
        self.tools = tools
        self.template = template
        self.command = [f"{tools}/{command[0]}", *command[1:]]
        # What is there when the command has done its work, and only then.
        self.version = version
        self.live = live
        self.old = self.state(template)

    def prepare(self, directory):
        shutil.rmtree(directory, ignore_errors=True)
        shutil.copytree(self.template, directory, symlinks=True)

    def run(self, directory, prefix=()):
        return subprocess.run(
            [*prefix, *self.command],
            cwd=directory,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=120,
        )

    def state(self, directory):
        """The versions of both registries, and the one that is live."""
        return (
            self.versions(f"{directory}/testing"),
            self.versions(f"{directory}/production"),
            self.tag(f"{directory}/production", "production"),
        )

    def index(self, registry):
        path = f"{registry}/{MODEL}/index.json"
        if not os.path.exists(path):
            return []
        with open(path, "rb") as file:
            try:
                return json.load(file)["manifests"]
            except ValueError as error:
                raise Broken(f"{path}: {error}") from error

    def versions(self, registry):
        tags = [entry.get("annotations", {}).get("org.opencontainers.image.ref.name", "")
                for entry in self.index(registry)]
        return sorted(int(tag) for tag in tags if tag.isdigit())

    def tag(self, registry, name):
        for entry in self.index(registry):
            if entry.get("annotations", {}).get("org.opencontainers.image.ref.name") == name:
                return entry["digest"]
        return None

    def is_done(self, directory):
        testing, production, live = self.state(directory)
        if self.live:
            return self.version in production and live is not None and live != self.old[2]
        return self.version in testing

    def fsck(self, directory):
        for registry in ("testing", "production"):
            if not os.path.exists(f"{directory}/{registry}/{MODEL}/index.json"):
                continue
            result = subprocess.run(
                [f"{self.tools}/mlx-register", "fsck", "--registry", f"./{registry}"],
                cwd=directory, stdin=subprocess.DEVNULL, capture_output=True, timeout=120,
            )
            if result.returncode != 0:
                raise Broken(f"fsck of {registry}: {result.stdout.decode()}{result.stderr.decode()}")

    def check(self, directory, acknowledged):
        """Raises `Broken` unless the promises are kept; the command runs once more for that."""
        # A line of the audit log that was cut off is mended by the next command that changes
        # something: until then the index holds it.
        done = self.is_done(directory)
        if acknowledged and not done:
            raise Broken("what was acknowledged is not there")
        if not done and self.state(directory) not in self.allowed():
            raise Broken(f"neither the old nor the new: {self.state(directory)}")
        self.fsck(directory)
        again = self.run(directory)
        if again.returncode != 0:
            raise Broken(f"the next run: {again.returncode} {again.stderr.decode()}")
        if not self.is_done(directory):
            raise Broken("the next run did not do its work")
        testing, production, _ = self.state(directory)
        if len(set(testing)) != len(testing) or testing != list(range(1, len(testing) + 1)):
            raise Broken(f"the versions {testing}")
        if len(testing) != self.expected_count():
            raise Broken(f"a version twice: {testing}")
        self.fsck(directory)

    def allowed(self):
        """The states before the work is done: a promotion copies before it switches."""
        testing, production, live = self.old
        copied = sorted({*production, self.version}) if self.live else production
        return [self.old, (testing, copied, live)]

    def expected_count(self):
        return len(self.old[0]) if self.live else len({*self.old[0], self.version})


def scenarios(tools, directory):
    """A first and a second registration, a first and a second promotion."""
    os.makedirs(directory)
    base = f"{directory}/base"
    os.makedirs(base)
    for number in (1, 2, 3):
        os.makedirs(f"{base}/model-{number}/docs")
        with open(f"{base}/model-{number}/model.ubj", "wb") as file:
            file.write(b"{" + bytes([number]) * 70_000)
        with open(f"{base}/model-{number}/MLmodel", "w") as file:
            file.write("flavors: {}\n")
        with open(f"{base}/model-{number}/docs/README.md", "w") as file:
            file.write(f"model {number}\n")
        write_run(base, number)
    register = lambda number: ["mlx-register", "--registry", "./testing", "--quiet",
                               "--in", f"run-{number}.json"]
    promote = lambda number: ["mlx-promote", f"{MODEL}@{number}", "--testing", "testing",
                              "--production", "production", "--no-serve", "--quiet"]
    yield Scenario("first registration", tools, base, register(1), 1, False)
    for step, command in enumerate([register(1), register(2), promote(1)]):
        after = f"{directory}/after-{step}"
        shutil.copytree(base, after, symlinks=True)
        subprocess.run([f"{tools}/{command[0]}", *command[1:]], cwd=after, check=True,
                       stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL)
        base = after
        if step == 0:
            yield Scenario("second registration", tools, after, register(2), 2, False)
        if step == 1:
            yield Scenario("first promotion", tools, after, promote(1), 1, True)
        if step == 2:
            yield Scenario("second promotion", tools, after, promote(2), 2, True)


def write_run(directory, number):
    import hashlib
    lines = []
    root = f"{directory}/model-{number}"
    for path in ("MLmodel", "docs/README.md", "model.ubj"):
        with open(f"{root}/{path}", "rb") as file:
            lines.append(f"{hashlib.sha256(file.read()).hexdigest()}  {path}\n")
    digest = hashlib.sha256("".join(lines).encode()).hexdigest()
    document = {
        "apiVersion": "mlx/v1", "kind": "Run",
        "metadata": {"id": f"run-{number}", "model": MODEL, "createdAt": "2026-11-20T12:00:00Z",
                     "ci": {}},
        "inputs": {"data": {}},
        "model": {"uri": f"model-{number}", "digest": f"sha256:{digest}", "format": "xgboost"},
        "stages": [{"name": "eval", "tool": "mlx-eval", "version": "1", "status": "passed",
                    "exitCode": 0, "metrics": {"accuracy": 0.975}}],
        "status": {"phase": "Succeeded", "exitCode": 0},
    }
    with open(f"{directory}/run-{number}.json", "w") as file:
        json.dump(document, file)
