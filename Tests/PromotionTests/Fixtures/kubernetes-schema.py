#!/usr/bin/env python3
"""Writes kubernetes-schema.json: what Kubernetes allows in a Deployment and a Service.

    pip install kubernetes-validate==1.37.0
    python Tests/PromotionTests/Fixtures/kubernetes-schema.py

The schemas of that package are taken from Kubernetes' OpenAPI, strict: an unknown key is refused.
Only what the two kinds refer to is kept, without descriptions.
"""

import json
import pathlib
from importlib.metadata import version

import kubernetes_validate

VERSION = "v1.31.0"
KINDS = {"Deployment": "deployment-apps-v1.json", "Service": "service-v1.json"}

source = (
    pathlib.Path(kubernetes_validate.__file__).parent
    / "kubernetes-json-schema"
    / f"{VERSION}-local-strict"
)
definitions = json.loads((source / "_definitions.json").read_text())["$defs"]
kept = {}


def plain(value):
    """The schema without prose, its references within the fixture."""
    if isinstance(value, list):
        return [plain(element) for element in value]
    if not isinstance(value, dict):
        return value
    result = {}
    for key, member in value.items():
        if key.startswith("x-kubernetes") or key in ("$id", "$schema"):
            continue
        if key == "description" and isinstance(member, str):
            continue
        if key == "$ref":
            name = member.split("/$defs/")[1]
            if name not in kept:
                kept[name] = None
                kept[name] = plain(definitions[name])
            result[key] = f"#/definitions/{name}"
        else:
            result[key] = plain(member)
    return result


schemas = {
    kind: plain(json.loads((source / file).read_text())) for kind, file in KINDS.items()
}
fixture = {
    "source": f"kubernetes-validate {version('kubernetes-validate')}, Kubernetes {VERSION}",
    "kinds": schemas,
    "definitions": dict(sorted(kept.items())),
}
path = pathlib.Path(__file__).with_name("kubernetes-schema.json")
path.write_text(json.dumps(fixture, sort_keys=True, separators=(",", ":")) + "\n")
