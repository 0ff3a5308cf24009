"""Each command that changes a registry, in a registry in which there is something to lose."""

import hashlib
import json
import os
import subprocess

import promises
from scenario import Scenario

TESTING = ["--registry", "./testing"]
BOTH = [*TESTING, "--registry", "./production"]
STAGES = ["--testing", "testing", "--production", "production", "--no-serve", "--quiet"]
RECONCILE = ["mlx-promote", promises.MODEL, "--reconcile", *STAGES]


def register(number, *options):
    return ["mlx-register", *TESTING, "--quiet", "--in", f"run-{number}.json", *options]


def manage(command, *options):
    return ["mlx-register", command, *options, "--quiet"]


def promote(number, *options):
    return ["mlx-promote", f"{promises.MODEL}@{number}", *STAGES, *options]


def roll_back(number):
    return ["mlx-promote", promises.MODEL, "--rollback", "--to", str(number), *STAGES]


class Workshop:
    """Makes the registries that the scenarios begin with."""

    def __init__(self, tools, directory):
        self.tools = tools
        self.directory = directory
        self.count = 0
        os.makedirs(directory)
        self.base = f"{directory}/base"
        for number in (1, 2, 3):
            write_model(self.base, number)
            write_run(f"{self.base}/run-{number}.json", self.base, number, f"run-{number}")
        # The second test of the first model.
        write_run(f"{self.base}/run-1-again.json", self.base, 1, "run-1-again")
        subprocess.run(["openssl", "ecparam", "-name", "prime256v1", "-genkey", "-noout", "-out",
                        f"{self.base}/key.pem"], check=True)

    def after(self, *commands, change=None):
        """A directory in which these commands have run, and which `change` has changed then."""
        self.count += 1
        directory = f"{self.directory}/{self.count}"
        subprocess.run(["cp", "-a", self.base, directory], check=True)
        for command in commands:
            subprocess.run([f"{self.tools}/{command[0]}", *command[1:]], cwd=directory, check=True,
                           stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL)
        if change:
            change(directory)
        return directory


def copied(old, new):
    """Between the copy to production and the step that makes it live."""
    moving = ("production", "previous")
    tags = [(tag, digest) for tag, digest in new[1].tags if tag not in moving]
    tags += [(tag, digest) for tag, digest in old[1].tags if tag in moving]
    return [(old[0], new[1]._replace(tags=tuple(sorted(tags))))]


def unsigned(old, new):
    """Between the registration and the signature."""
    notes = tuple(note for note in new[0].notes if "sigstore" not in note[0])
    return [(new[0]._replace(notes=notes), new[1])]


def scenarios(tools, directory, chosen=""):
    """Those whose name holds `chosen`."""
    workshop = Workshop(tools, directory)
    one, two, three = ([register(number) for number in range(1, last + 1)] for last in (1, 2, 3))
    key = ["--key", "key.pem"]
    alias = manage("alias", "penguins@1", "champion", *TESTING)
    delete = manage("delete", "penguins@2", "--reason", "a test", *TESTING)
    live = [*two, promote(1)]
    switched = [*live, promote(2)]
    every = [*three, promote(1), promote(2), promote(3), delete]
    plans = [
        ("first registration", [], register(1), {}),
        ("second registration", one, register(2), {}),
        ("signed registration", one, register(2, "--sign-key", "key.pem"), {"between": unsigned}),
        ("another run", one, ["mlx-register", *TESTING, "--quiet", "--in", "run-1-again.json"], {}),
        ("alias", one, alias, {}),
        ("moved alias", [*two, alias], manage("alias", "penguins@2", "champion", *TESTING), {}),
        ("removed alias", [*one, alias],
         manage("alias", "penguins", "champion", "--remove", *TESTING), {"repeated": 66}),
        ("signature", one, manage("sign", "penguins@1", *key, *TESTING), {}),
        ("approval", live, promote(2, "--approve", *key, "--approver", "ann"), {}),
        ("import", one, manage("import", "other/penguins:1", *TESTING), {"change": foreign}),
        ("deletion", two, delete, {"repeated": 66}),
        ("refused deletion", live, manage("delete", "penguins@1", "--reason", "a test",
                                          "--registry", "./production"), {"status": 77}),
        ("collection", every, manage("gc", *BOTH, "--litter-age", "0"), {"change": litter}),
        ("first promotion", two, promote(1), {"between": copied, "reconcile": RECONCILE}),
        ("second promotion", live, promote(2), {"between": copied, "reconcile": RECONCILE}),
        ("rollback", switched, roll_back(1), {"reconcile": RECONCILE}),
        ("reconciliation", switched, RECONCILE, {"change": cut_off}),
        ("repair", switched, manage("fsck", "--repair", "--registry", "./production", "--from",
                                    "./testing"), {"change": damage, "is_damaged": True}),
    ]
    for name, before, command, options in plans:
        if chosen in name:
            change = options.pop("change", None)
            template = workshop.after(*before, change=change and (lambda path: change(
                workshop, path)))
            yield Scenario(name, tools, template, command, **options)


def foreign(workshop, directory):
    """A layout from elsewhere, with another model."""
    other = workshop.after(register(2, "--sign-key", "key.pem"))
    os.rename(f"{other}/testing", f"{directory}/other")


def litter(_, directory):
    """What crashes leave."""
    for name in promises.REGISTRIES:
        own = f"{directory}/{name}/{promises.MODEL}/.mlx/tmp"
        with open(f"{own}/1x2y3z", "w") as file:
            file.write("half of a blob")
        os.makedirs(f"{own}/.v9-123456789abc.1/docs")


def cut_off(_, directory):
    """As a promotion leaves it that was killed after the step that counts."""
    own = f"{directory}/production/{promises.MODEL}/.mlx"
    live = os.path.basename(os.readlink(f"{own}/current"))
    old = next(name for name in os.listdir(f"{own}/serving") if name != live)
    os.remove(f"{own}/current")
    os.symlink(f"serving/{old}", f"{own}/current")
    subprocess.run(["rm", "-r", f"{own}/serving/{live}"], check=True)


def damage(_, directory):
    """What a repair can put right, one of each kind."""
    own = f"{directory}/production/{promises.MODEL}"
    live = os.path.basename(os.readlink(f"{own}/.mlx/current"))
    subprocess.run(["rm", "-r", f"{own}/.mlx/serving/{live}", f"{own}/oci-layout"], check=True)
    os.remove(f"{own}/.mlx/current")
    blobs = sorted(os.listdir(f"{own}/blobs/sha256"),
                   key=lambda name: os.path.getsize(f"{own}/blobs/sha256/{name}"))
    # The largest is a model; the smallest is the empty configuration.
    os.truncate(f"{own}/blobs/sha256/{blobs[-1]}", 1000)
    os.remove(f"{own}/blobs/sha256/{blobs[0]}")
    with open(f"{own}/blobs/sha256/{'0' * 64}", "w") as file:
        file.write("not what the name says")
    log = f"{own}/.mlx/audit.jsonl"
    os.truncate(log, os.path.getsize(log) - 100)


def write_model(directory, number):
    root = f"{directory}/model-{number}"
    os.makedirs(f"{root}/docs")
    for path, content in (("model.ubj", b"{" + bytes([number]) * 70_000),
                          ("MLmodel", b"flavors: {}\n"),
                          ("docs/README.md", f"model {number}\n".encode())):
        with open(f"{root}/{path}", "wb") as file:
            file.write(content)


def write_run(path, directory, number, name):
    lines = []
    for file in ("MLmodel", "docs/README.md", "model.ubj"):
        with open(f"{directory}/model-{number}/{file}", "rb") as content:
            lines.append(f"{hashlib.sha256(content.read()).hexdigest()}  {file}\n")
    digest = hashlib.sha256("".join(lines).encode()).hexdigest()
    document = {
        "apiVersion": "mlx/v1", "kind": "Run",
        "metadata": {"id": name, "model": promises.MODEL, "createdAt": "2026-11-20T12:00:00Z",
                     "ci": {}},
        "inputs": {"data": {}},
        "model": {"uri": f"model-{number}", "digest": f"sha256:{digest}", "format": "xgboost"},
        "stages": [{"name": "eval", "tool": "mlx-eval", "version": "1", "status": "passed",
                    "exitCode": 0, "metrics": {"accuracy": 0.975}}],
        "status": {"phase": "Succeeded", "exitCode": 0},
    }
    with open(path, "w") as file:
        json.dump(document, file)
