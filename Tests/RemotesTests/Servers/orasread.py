"""Reads a model with oras. Usage: orasread.py HOST/REPOSITORY MANIFEST-HEX DIRECTORY."""
import json
import os
import sys

import oras.client

name, digest, output = sys.argv[1:]
client = oras.client.OrasClient(insecure=True, hostname=name.partition("/")[0])
os.makedirs(output)
client.pull(target=f"{name}:1", outdir=os.path.join(output, "files"))
manifest = client.get_manifest(f"{name}:sha256-{digest}",
                               allowed_media_type=["application/vnd.oci.image.index.v1+json"])
with open(os.path.join(output, "referrers.json"), "w") as file:
    json.dump(manifest, file)
