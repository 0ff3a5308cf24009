"""Looks after a bucket. Usage: bucket.py make|save|remove|put ENDPOINT BUCKET [DIRECTORY|KEY [FILE]]."""
import os
import sys

import boto3

action, endpoint, bucket, *rest = sys.argv[1:]
client = boto3.client("s3", endpoint_url=endpoint, region_name="us-east-1",
                      aws_access_key_id="key", aws_secret_access_key="secret")
if action == "make":
    client.create_bucket(Bucket=bucket)
elif action == "remove":
    client.delete_object(Bucket=bucket, Key=rest[0])
elif action == "put":
    client.upload_file(rest[1], bucket, rest[0])
else:
    for entry in client.list_objects_v2(Bucket=bucket)["Contents"]:
        path = os.path.join(rest[0], entry["Key"])
        os.makedirs(os.path.dirname(path), exist_ok=True)
        client.download_file(bucket, entry["Key"], path)
