"""What is in a pair of registries, read without the tools that are tested."""

import collections
import hashlib
import json
import os

REGISTRIES = ("testing", "production")
MODEL = "penguins"
NAME = "org.opencontainers.image.ref.name"
HIGHEST = "mlx.registry.highest-version"

# What an index means: the tags with the digests they stand on; what is said of manifests, by kind
# and subject, as a signature has another digest each time; the highest number.
State = collections.namedtuple("State", "tags notes highest")
EMPTY = State((), (), 0)


class Broken(Exception):
    """A promise that was not kept."""


def state(directory):
    """What both registries mean, the testing one first."""
    return tuple(read(f"{directory}/{name}") for name in REGISTRIES)


def read(registry):
    path = f"{registry}/{MODEL}/index.json"
    if not os.path.exists(path):
        return EMPTY
    with open(path, "rb") as file:
        try:
            index = json.load(file)
        except ValueError as error:
            raise Broken(f"{path}: {error}") from error
    tags, notes = [], []
    for entry in index["manifests"]:
        annotations = entry.get("annotations", {})
        if NAME in annotations:
            tags.append((annotations[NAME], entry["digest"]))
        else:
            notes.append((entry["artifactType"], annotations.get("mlx.subject", "")))
    numbers = [int(tag) for tag, _ in tags if tag.isdigit()]
    highest = int(index.get("annotations", {}).get(HIGHEST, 0))
    return State(tuple(sorted(tags)), tuple(sorted(notes)), max([highest, *numbers]))


def current(directory):
    """What the link to the files of the live version says."""
    link = f"{directory}/production/{MODEL}/.mlx/current"
    return os.readlink(link) if os.path.islink(link) else None


def check_serving(directory):
    """What a service finds is a whole model, or nothing."""
    target = current(directory)
    if target is None:
        return
    place = f"{directory}/production/{MODEL}/.mlx/{target}"
    version = os.path.basename(target).split("-")[0][1:]
    manifest = dict(read(f"{directory}/production").tags).get(version)
    if manifest is None:
        raise Broken(f"'current' names version {version}, which is not there")
    with open(blob(f"{directory}/production", manifest), "rb") as file:
        layers = json.load(file)["layers"]
    expected = {layer["annotations"]["org.cncf.model.filepath"]: layer["digest"]
                for layer in layers}
    found = {}
    for parent, _, names in os.walk(place):
        for name in names:
            with open(f"{parent}/{name}", "rb") as file:
                digest = hashlib.sha256(file.read()).hexdigest()
            found[os.path.relpath(f"{parent}/{name}", place)] = f"sha256:{digest}"
    if found != expected:
        raise Broken(f"'current' names {target} with the files {sorted(found)}")


def blob(registry, digest):
    return f"{registry}/{MODEL}/blobs/{digest.replace(':', '/')}"


def residue(directory):
    """How many files there are where litter could be: after a collection there is none."""
    counts = []
    for name in REGISTRIES:
        own = f"{directory}/{name}/{MODEL}"
        for place in ("", "blobs/sha256", ".mlx", ".mlx/tmp", ".mlx/serving"):
            path = f"{own}/{place}"
            counts.append(len(os.listdir(path)) if os.path.isdir(path) else 0)
    return counts


def records(directory):
    """The changes on record, by registry and kind."""
    counts = collections.Counter()
    for name in REGISTRIES:
        for line in log(f"{directory}/{name}/{MODEL}"):
            record = json.loads(line)
            if record["outcome"] == "done":
                counts[name, record["action"]] += 1
    return counts


def log(layout):
    """The whole lines of an audit log, and the newest one, which the index holds as well."""
    if not os.path.exists(f"{layout}/index.json"):
        return []
    with open(f"{layout}/index.json", "rb") as file:
        newest = json.load(file).get("annotations", {}).get("mlx.registry.audit")
    lines = []
    if os.path.exists(f"{layout}/.mlx/audit.jsonl"):
        with open(f"{layout}/.mlx/audit.jsonl", "rb") as file:
            lines = [line.decode().rstrip("\n") for line in file if line.endswith(b"\n")]
    return lines if newest in (None, *lines[-1:]) else [*lines, newest]
