"""boto3's upload in parts and download in ranges: prints the operation and the headers of each request as a
line of JSON. No request leaves the process.
"""

import io
import json

import boto3
import boto3.s3.transfer
import botocore.awsrequest

MEMBERS = {
    "ExpectedBucketOwner": "111122223333",
    "RequestPayer": "requester",
    "SSECustomerAlgorithm": "AES256",
    "SSECustomerKey": "0123456789abcdef0123456789abcdef",
}

OBJECT = {
    "ACL": "bucket-owner-full-control",
    "CacheControl": "no-store",
    "ChecksumAlgorithm": "SHA256",
    "ContentType": "text/x",
    "Metadata": {"a": "b"},
    "StorageClass": "STANDARD_IA",
    "Tagging": "c=d",
}

LENGTH = 17 << 20


def text(value):
    return value.decode() if isinstance(value, bytes) else str(value)


def answer(request, event_name, **_):
    operation = event_name.rpartition(".")[2]
    headers = {name.lower(): text(value) for name, value in request.headers.items()}
    print(json.dumps([operation, headers]))
    status, found, body = 200, {"ETag": '"tag"'}, b""
    if operation == "CreateMultipartUpload":
        body = b"<InitiateMultipartUploadResult><UploadId>id</UploadId></InitiateMultipartUploadResult>"
    elif operation == "CompleteMultipartUpload":
        body = b"<CompleteMultipartUploadResult/>"
    elif operation == "HeadObject":
        found["Content-Length"] = str(LENGTH)
    elif operation == "GetObject":
        first, last = headers["range"].removeprefix("bytes=").split("-")
        last = int(last) if last else LENGTH - 1
        status, body = 206, bytes(last - int(first) + 1)
        found["Content-Length"] = str(len(body))
        found["Content-Range"] = f"bytes {first}-{last}/{LENGTH}"
    raw = io.BytesIO(body)
    raw.stream = lambda **_: iter([raw.read()])
    found = botocore.awsrequest.HeadersDict(found)
    return botocore.awsrequest.AWSResponse(request.url, status, found, raw)


def main():
    client = boto3.client(
        "s3", region_name="us-east-1", aws_access_key_id="AKIDEXAMPLE", aws_secret_access_key="secret"
    )
    client.meta.events.register("before-send.s3", answer)
    # Without threads, requests are in order.
    config = boto3.s3.transfer.TransferConfig(use_threads=False)
    extra = MEMBERS | OBJECT
    client.upload_fileobj(io.BytesIO(bytes(LENGTH)), "bucket", "key", ExtraArgs=extra, Config=config)
    extra = MEMBERS | {"VersionId": "v"}
    client.download_fileobj("bucket", "key", io.BytesIO(), ExtraArgs=extra, Config=config)


if __name__ == "__main__":
    main()
