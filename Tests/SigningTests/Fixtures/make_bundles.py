"""Writes bundles.json: signatures of one small model by the model_signing program.

    python -m venv venv && venv/bin/pip install model-signing==1.1.1 pyopenssl
    venv/bin/python make_bundles.py > bundles.json
"""

import importlib.metadata
import json
import pathlib
import subprocess
import sys
import tempfile

# Byte order, the order of path components and that of composed letters all differ here.
FILES = {
    "model.onnx": "weights",
    "sub/deep/a.bin": "a",
    "sub.b": "b",
    "sub/c.txt": "c",
    "caf\u00e9": "composed",
    "cafe\u0301": "decomposed",
    "\U0001f427.json": "{}",
}
CURVES = {"p256": "prime256v1", "p384": "secp384r1", "p521": "secp521r1"}


def run(*words, **options):
    return subprocess.run(words, check=True, capture_output=True, **options).stdout.decode()


with tempfile.TemporaryDirectory() as scratch:
    scratch = pathlib.Path(scratch)
    model = scratch / "penguins"
    for name, text in FILES.items():
        (model / name).parent.mkdir(parents=True, exist_ok=True)
        (model / name).write_text(text)
    bundles = {}
    for curve, name in CURVES.items():
        key, signature = scratch / f"{curve}.pem", scratch / f"{curve}.sig"
        run("openssl", "ecparam", "-name", name, "-genkey", "-noout", "-out", str(key))
        program = pathlib.Path(sys.executable).parent / "model_signing"
        run(
            str(program), "sign", "key", str(model), "--private_key", str(key),
            "--signature", str(signature),
        )
        bundles[curve] = {
            "public": run("openssl", "ec", "-in", str(key), "-pubout"),
            "bundle": signature.read_text(),
        }
    version = importlib.metadata.version("model-signing")
    print(
        json.dumps(
            {"model_signing": version, "list": [{"path": p, "text": t} for p, t in FILES.items()], "curves": bundles},
            indent=1,
            ensure_ascii=False,
        )
    )
