"""Transfers by boto3's s3transfer, with its defaults: transfers.py URL BUCKET FOLDER.

A line names a transfer; the answer is the seconds that it took.
"""

import pathlib
import sys
import time

import boto3
from s3transfer.manager import TransferConfig, TransferManager


def unencrypted(request, **_):
    request.url = request.url.replace("https:", "http:", 1)


def main(url, bucket, folder):
    client = boto3.client(
        "s3",
        # As if it had TLS, which is how checksums and signatures are chosen, but without encryption.
        endpoint_url=url.replace("http:", "https:", 1),
        region_name="eu-west-1",
        aws_access_key_id="AKIDEXAMPLE",
        aws_secret_access_key="secret",
    )
    client.meta.events.register("before-send.s3", unencrypted)
    folder = pathlib.Path(folder)
    small = folder / "small"

    def up():
        client.upload_file(str(folder / "large"), bucket, "boto3/large")

    def down():
        client.download_file(bucket, "boto3/large", str(folder / "received-boto3"))

    def all_up():
        # `upload_file` is for one file; this is what it and the AWS CLI stand on.
        with TransferManager(client, TransferConfig(max_request_concurrency=10)) as manager:
            for path in small.rglob("*"):
                if path.is_file():
                    key = f"boto3/small/{path.relative_to(small).as_posix()}"
                    manager.upload(str(path), bucket, key)

    def all_down():
        target = folder / "received-boto3"
        with TransferManager(client, TransferConfig(max_request_concurrency=10)) as manager:
            pages = client.get_paginator("list_objects_v2").paginate(
                Bucket=bucket, Prefix="boto3/small/"
            )
            for page in pages:
                for item in page["Contents"]:
                    path = target / item["Key"].removeprefix("boto3/small/")
                    path.parent.mkdir(parents=True, exist_ok=True)
                    manager.download(bucket, item["Key"], str(path))

    transfers = {"up": up, "down": down, "all up": all_up, "all down": all_down}
    for line in sys.stdin:
        start = time.perf_counter()
        transfers[line.strip()]()
        print(time.perf_counter() - start, flush=True)


main(*sys.argv[1:])
