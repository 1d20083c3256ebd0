"""boto3 against a fake of S3 on the port in the first argument; it asserts what it finds."""

import socket
import sys

import boto3
import botocore.config
import botocore.exceptions

# Names below localhost are of this computer, which not every resolver knows.
resolve = socket.getaddrinfo
socket.getaddrinfo = lambda host, *rest, **more: resolve(
    "127.0.0.1" if str(host).endswith("localhost") else host, *rest, **more)

KEY = "a b/../ü+*~'.txt"

for style in ["path", "virtual"]:
    client = boto3.client(
        "s3",
        endpoint_url=f"http://localhost:{sys.argv[1]}",
        region_name="eu-west-1",
        aws_access_key_id="AKIDEXAMPLE",
        aws_secret_access_key="secret",
        config=botocore.config.Config(s3={"addressing_style": style}),
    )
    assert [it["Name"] for it in client.list_buckets()["Buckets"]] == ["my-bucket"]
    put = client.put_object(Bucket="my-bucket", Key=KEY, Body=b"hello", Metadata={"a": "b"})
    assert put["ETag"] == '"etag"', put
    got = client.get_object(Bucket="my-bucket", Key=KEY)
    assert (got["Body"].read(), got["Metadata"]) == (b"hello", {"a": "b"}), got
    listed = client.list_objects_v2(Bucket="my-bucket", Prefix="a ")
    assert [it["Key"] for it in listed["Contents"]] == [KEY], listed
    client.head_bucket(Bucket="my-bucket")
    try:
        client.get_object(Bucket="my-bucket", Key="none")
        raise AssertionError("there is none")
    except client.exceptions.NoSuchKey as error:
        assert error.response["ResponseMetadata"]["HTTPStatusCode"] == 404, error.response
    url = client.generate_presigned_url("get_object", Params={"Bucket": "my-bucket", "Key": KEY})
    assert url.startswith("http://my-bucket.localhost" if style == "virtual" else "http://localhost"), url
