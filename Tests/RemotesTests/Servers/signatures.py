"""Signs the requests that a server got as botocore would. Usage: signatures.py REQUESTS KEYS.

REQUESTS is a requests.jsonl of scripted.py, KEYS a JSON list with the key, unencoded, that each
request is about. Prints a JSON list: for each request whether the path is the one that botocore
makes of the key, and whether the signature is the one that it computes.
"""
import json
import sys

from botocore.auth import S3SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials
from botocore.utils import percent_encode

requests = [json.loads(line) for line in open(sys.argv[1])]
keys = json.load(open(sys.argv[2]))
results = []
for request, key in zip(requests, keys, strict=True):
    headers = {name.lower(): value for name, value in request["headers"].items()}
    fields = dict(
        part.strip().split("=", 1)
        for part in headers["authorization"].removeprefix("AWS4-HMAC-SHA256 ").split(","))
    user, date, region, service, _ = fields["Credential"].split("/")
    url = f"http://{headers['host']}{request['path']}"
    signed = {name: headers[name] for name in fields["SignedHeaders"].split(";")}
    again = AWSRequest(method=request["method"], url=url, headers=signed)
    again.context["timestamp"] = headers["x-amz-date"]
    signer = S3SigV4Auth(Credentials(user, "s3cr3t/+key"), service, region)
    text = signer.string_to_sign(again, signer.canonical_request(again))
    path = request["path"].partition("?")[0]
    results.append({
        "path": path == "/bucket/" + percent_encode(key, safe="/~"),
        "signature": signer.signature(text, again) == fields["Signature"],
        "payload": headers["x-amz-content-sha256"] == request["digest"],
        "region": region, "headers": sorted(signed),
    })
print(json.dumps(results))
