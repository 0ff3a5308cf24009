"""Writes a registry of many versions, just as `mlx-register` would have left it.

Registering them one after another would take longer than the benchmark. The layout is one that
`mlx-register fsck` finds nothing wrong with.

usage: versions.py REGISTRY MODEL COUNT
"""

import hashlib
import json
import os
import sys

MANIFEST = "application/vnd.oci.image.manifest.v1+json"
MODEL = "application/vnd.cncf.model.manifest.v1+json"
RUN = "application/vnd.mlx.run.v1+json"
EMPTY = "application/vnd.oci.empty.v1+json"


def canonical(value):
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


class Layout:
    def __init__(self, path):
        self.path = path
        os.makedirs(f"{path}/blobs/sha256")
        os.makedirs(f"{path}/.mlx/tmp")
        with open(f"{path}/oci-layout", "wb") as file:
            file.write(canonical({"imageLayoutVersion": "1.0.0"}))

    def blob(self, content, media_type, **more):
        digest = hashlib.sha256(content).hexdigest()
        path = f"{self.path}/blobs/sha256/{digest}"
        if not os.path.exists(path):
            with open(path, "wb") as file:
                file.write(content)
            os.chmod(path, 0o444)
        return {"mediaType": media_type, "digest": f"sha256:{digest}", "size": len(content), **more}

    def document(self, value, media_type, **more):
        return self.blob(canonical(value), media_type, **more)


def timestamp(number):
    return f"2026-{number // 840 % 12 + 1:02}-{number // 30 % 28 + 1:02}T{number % 24:02}:00:00Z"


def metrics(number):
    return {"accuracy": 0.9 + number % 1000 / 10000, "roc_auc": 0.95}


def run_document(number, digest):
    created = timestamp(number)
    return {
        "apiVersion": "mlx/v1",
        "kind": "Run",
        "metadata": {"id": f"run-{number}", "createdAt": created, "ci": {}},
        "spec": {},
        "inputs": {"data": {}},
        "model": {"uri": "model", "digest": digest, "format": "xgboost"},
        "stages": [
            {
                "name": "eval",
                "tool": "mlx-eval",
                "version": "1",
                "status": "passed",
                "exitCode": 0,
                "startedAt": created,
                "finishedAt": created,
                "checks": [],
                "metrics": metrics(number),
                "artifacts": [],
                "details": {},
            }
        ],
        "status": {"phase": "Succeeded", "exitCode": 0},
    }


def main(registry, model, count):
    layout = Layout(f"{registry}/{model}")
    empty = layout.blob(b"{}", EMPTY)
    entries = []
    for number in range(1, count + 1):
        created = timestamp(number)
        content = f"the weights of version {number}\n".encode()
        layer = layout.blob(
            content,
            "application/vnd.cncf.model.weight.v1.raw",
            annotations={
                "org.cncf.model.filepath": "model.ubj",
                "org.opencontainers.image.title": "model.ubj",
            },
        )
        tree = hashlib.sha256(f"{layer['digest'][7:]}  model.ubj\n".encode()).hexdigest()
        config = layout.document(
            {
                "descriptor": {"createdAt": created, "name": model, "version": str(number)},
                "config": {"format": "xgboost"},
                "modelfs": {"type": "layers", "diffIds": [layer["digest"]]},
            },
            "application/vnd.cncf.model.config.v1+json",
        )
        annotations = {
            "org.opencontainers.image.created": created,
            "org.opencontainers.image.title": model,
            "mlx.run.id": f"run-{number}",
        }
        manifest = layout.document(
            {
                "schemaVersion": 2,
                "mediaType": MANIFEST,
                "artifactType": MODEL,
                "config": config,
                "layers": [layer],
                "annotations": annotations,
            },
            MANIFEST,
        )
        run = layout.document(
            run_document(number, f"sha256:{tree}"),
            RUN,
            annotations={"org.opencontainers.image.title": "run.json"},
        )
        referrer = layout.document(
            {
                "schemaVersion": 2,
                "mediaType": MANIFEST,
                "artifactType": RUN,
                "config": empty,
                "layers": [run],
                "subject": manifest,
                "annotations": {
                    "org.opencontainers.image.created": created,
                    "mlx.run.id": f"run-{number}",
                },
            },
            MANIFEST,
        )
        entries.append(
            {
                **referrer,
                "artifactType": RUN,
                "annotations": {"mlx.subject": manifest["digest"]},
            }
        )
        entries.append(
            {
                **manifest,
                "artifactType": MODEL,
                "annotations": {
                    "mlx.metrics": " ".join(f"{k}={v}" for k, v in metrics(number).items()),
                    "mlx.model.digest": f"sha256:{tree}",
                    "mlx.model.size": str(len(content)),
                    "org.opencontainers.image.created": created,
                    "org.opencontainers.image.ref.name": str(number),
                },
            }
        )
    index = {
        "schemaVersion": 2,
        "mediaType": "application/vnd.oci.image.index.v1+json",
        "manifests": entries,
        "annotations": {"mlx.registry.highest-version": str(count)},
    }
    with open(f"{layout.path}/index.json", "wb") as file:
        file.write(canonical(index))


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], int(sys.argv[3]))
