"""botocore's endpoint discovery: JSON lines on stdin and stdout.

A line has a "service", whose model may be given inline ("model"), a "region", maybe a custom
"endpoint_url", and "calls", which one client makes in turn. Each call has the "operation", the
"input", how many seconds to "wait" before it, and the answers that the service gives from then on:
"told" to the discovery operation ("asks"), "done" to all others. An answer is a "status"
and a "body", or null for a connection that fails; after the last one, there is an empty success.

The answer to the line has for each call the "requests" that were sent and the "error" that was
raised: "of" which operation, with which "code".
"""

import io
import json
import sys
from unittest import mock
from urllib.parse import urlsplit

import botocore.awsrequest
import botocore.config
import botocore.discovery
import botocore.exceptions
import botocore.httpsession
import botocore.session

from oracle import LOADER, InlineLoader


class Clock:
    """The module `time` as botocore's discovery uses it."""

    now = 1_600_000_000

    def time(self):
        return self.now


class Service:
    """Gives scripted responses and records requests."""

    def __init__(self, asks):
        self.asks, self.told, self.done, self.requests = asks, [], [], []

    def send(self, _session, request):
        url = urlsplit(request.url)
        operation = request.headers["X-Amz-Target"].decode().split(".")[1]
        scope = request.headers["Authorization"].decode().split("Credential=")[1].split(",")[0]
        version = request.headers.get("x-amz-api-version")
        self.requests.append({
            "operation": operation,
            "url": f"{url.scheme}://{url.netloc}{url.path or '/'}",
            "scope": scope.split("/", 2)[2],
            "version": version.decode() if version else None,
            "body": json.loads(request.body),
        })
        script = self.told if operation == self.asks else self.done
        answer = script.pop(0) if script else {"status": 200, "body": {}}
        if answer is None:
            raise botocore.exceptions.EndpointConnectionError(endpoint_url=request.url, error="no")
        raw = io.BytesIO(json.dumps(answer["body"]).encode())
        raw.stream = lambda **_: iter([raw.read()])
        headers = botocore.awsrequest.HeadersDict({})
        return botocore.awsrequest.AWSResponse(request.url, answer["status"], headers, raw)


def client_of(line):
    session = botocore.session.Session()
    loader = InlineLoader(line["model"]) if line.get("model") else LOADER
    session.register_component("data_loader", loader)
    retries = {"total_max_attempts": 4, "mode": "standard"}
    return session.create_client(
        line["service"],
        region_name=line["region"],
        endpoint_url=line.get("endpoint_url"),
        aws_access_key_id="AKIDEXAMPLE",
        aws_secret_access_key="secret",
        config=botocore.config.Config(retries=retries),
    )


def error_of(client, call, asks):
    try:
        client._make_api_call(call["operation"], call["input"])
    except botocore.exceptions.ClientError as error:
        return {"of": error.operation_name, "code": error.response["Error"]["Code"]}
    except botocore.discovery.EndpointDiscoveryRefreshFailed:
        return {"of": asks, "code": None}
    except botocore.exceptions.EndpointConnectionError:
        return {"of": call["operation"], "code": None}
    return None


def answer(line):
    clock, service = Clock(), Service(line["asks"])
    answers = []
    with (
        mock.patch.object(botocore.discovery, "time", clock),
        mock.patch("time.sleep"),
        mock.patch.object(
            botocore.httpsession.URLLib3Session,
            "send",
            lambda session, request: service.send(session, request),
        ),
    ):
        client = client_of(line)
        for call in line["calls"]:
            clock.now += call["wait"]
            service.told, service.done = list(call["told"]), list(call["done"])
            service.requests = []
            error = error_of(client, call, line["asks"])
            answers.append({"requests": service.requests, "error": error})
    return answers


for text in sys.stdin:
    print(json.dumps(answer(json.loads(text))), flush=True)
