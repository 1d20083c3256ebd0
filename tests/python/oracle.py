"""botocore as the reference for generated clients: JSON lines on stdin and stdout.

Each input line is one request object with a key "do" (a function of ACTIONS below) and that
function's arguments; each output line is its answer, or {"failure": "..."} for an exception.
Requests about a model take "service" (default "codebuild") and optionally "model", an inline
service-2 document that is used instead of botocore's (for fixtures).
Values are in the neutral form, see neutral.py.
"""

import base64
import contextlib
import datetime
import functools
import gzip
import hashlib
import io
import json
import os
import sys
import time
import traceback
import urllib.parse
from unittest import mock

import botocore
import botocore.auth
import botocore.awsrequest
import botocore.config
import botocore.credentials
import botocore.endpoint_provider
import botocore.eventstream
import botocore.exceptions
import botocore.loaders
import botocore.model
import botocore.paginate
import botocore.parsers
import botocore.retries.standard
import botocore.serialize
import botocore.utils
import botocore.session
import botocore.signers
import botocore.waiter
import jmespath
import botocore.validate

import customizations
import examples
import neutral
import respond

# Only the installed package counts, not models in the developer's ~/.aws/models.
LOADER = botocore.loaders.Loader(
    extra_search_paths=[botocore.loaders.Loader.BUILTIN_DATA_PATH],
    include_default_search_paths=False,
)


# Models


@functools.lru_cache(maxsize=16)
def service_model(service, model_text=None):
    """botocore's model of a service, or of the inline model (as text, to be hashable)."""
    data = json.loads(model_text) if model_text else LOADER.load_service_model(service, "service-2")
    return botocore.model.ServiceModel(customizations.with_unions(data), service)


def model_of(request):
    inline = json.dumps(request["model"]) if request.get("model") else None
    return service_model(request.get("service", "codebuild"), inline)


def operation_of(request):
    return model_of(request).operation_model(request["operation"])


def version(_request):
    return {"botocore": botocore.__version__}


def operations(request):
    return {"operations": list(model_of(request).operation_names)}


def example(request):
    return {"value": examples.example(operation_of(request), request["of"], request["variant"])}


# Wire format


def serialize(request):
    """The request botocore would send. It cuts epoch times to seconds unless
    "timestamp_precision" is "millisecond"."""
    precision = request.get("timestamp_precision", "default")
    return request_of(operation_of(request), request["params"], precision)


def request_of(operation, params, timestamp_precision):
    """The request for parameters of an operation model."""
    if operation.input_shape is not None:
        params = neutral.to_botocore(operation.input_shape, params)
        if operation.service_model.resolved_protocol == "query":
            # Entries have numbers, and clients in Rust know no order but this.
            params = neutral.with_sorted_maps(operation.input_shape, params)
    params = customizations.of_params(operation, params)
    sent = botocore.serialize.create_serializer(
        operation.service_model.resolved_protocol,
        include_validation=False,
        timestamp_precision=timestamp_precision,
    ).serialize_to_request(params, operation)
    path = sent["url_path"]
    if sent.get("query_string"):
        query = botocore.utils.percent_encode_sequence(sent["query_string"])
        path += ("&" if "?" in path else "?") + query
    method, headers, body = sent["method"], sent["headers"], sent["body"]
    answer = {}
    if "host_prefix" in sent:
        answer["host_prefix"] = sent["host_prefix"]
    elif customizations.overlay(operation.service_model.service_id):
        request = customizations.of_request(operation, sent, "https://endpoint")
        method, headers, body = request.method, request.headers, request.data
        url = urllib.parse.urlsplit(request.url)
        path = url.path + ("?" + url.query if url.query else "")
        if url.netloc != "endpoint":
            answer["endpoint"] = f"{url.scheme}://{url.netloc}"
    if isinstance(body, dict):
        body = urllib.parse.urlencode(body, doseq=True, encoding="utf-8")
    return {
        **answer,
        "method": method,
        "path": path,
        "headers": {name.lower(): str(value) for name, value in headers.items()},
        "body": body if isinstance(body, str) else body.decode(errors="replace"),
    }


def validate(request):
    """botocore's validation report of an input; empty if it is valid."""
    return {"report": report_of(operation_of(request), request["params"])}


def report_of(operation, params):
    """botocore's validation report of parameters of an operation model."""
    if operation.input_shape is None:
        return ""
    params = neutral.to_botocore(operation.input_shape, params)
    report = botocore.validate.ParamValidator().validate(params, operation.input_shape)
    return report.generate_report()


def respond_to(request):
    return respond.respond(operation_of(request), request["value"])


def parse(request):
    """Reads a response like botocore.endpoint.Endpoint._do_get_response does."""
    return parsed(operation_of(request), request)


def parsed(operation, request):
    """Parses a response (status, headers, body) of an operation model."""
    response = {
        "status_code": request["status"],
        "headers": botocore.awsrequest.HeadersDict(request["headers"]),
        "body": request["body"].encode(),
        "context": {"operation_name": operation.name},
    }
    parser = botocore.parsers.create_parser(operation.service_model.resolved_protocol)
    found = parser.parse(response, operation.output_shape)
    metadata = found.pop("ResponseMetadata", {})
    if request["status"] < 300:
        shape = operation.output_shape
        return {"value": {} if shape is None else neutral.from_botocore(shape, found)}
    error = found.get("Error", {})
    return {
        "error": {
            "Code": error.get("Code"),
            "Message": neutral.without_halves(error.get("Message")),
            "status": request["status"],
            "request_id": metadata.get("RequestId"),
            "fields": _error_fields(operation.service_model, parser, response, error.get("Code")),
        }
    }


def _error_fields(service, parser, response, code):
    """Members of the modelled error besides its message, from botocore's second pass; None if botocore
    raises another error there."""
    shape = service.shape_for_error_code(code) if code else None
    if shape is None:
        return {}
    try:
        parsed = parser.parse(response, shape)
    except botocore.parsers.ResponseParserError:
        return None
    # Unmodelled (generic) error responses are not decoded as the shape.
    known = {name: value for name, value in parsed.items() if name in shape.members}
    fields = neutral.from_botocore(shape, known)
    return {name: value for name, value in fields.items() if name.lower() != "message"}


def recorded(request):
    """The result of a response that botocore's tests have recorded: the operation that the file's name
    says, and the value, in which the tests keep times as texts and bytes as decoded texts."""
    model = service_model(request["service"])
    names = {botocore.xform_name(name, "-"): name for name in model.operation_names}
    operation = model.operation_model(names[request["operation"]])
    expected = request["expected"]
    metadata = expected.pop("ResponseMetadata", {})
    answer = {"operation": operation.name, "request_id": metadata.get("RequestId")}
    if "Error" in expected:
        return {**answer, "error": expected["Error"]}
    shape = operation.output_shape
    value = {} if shape is None else neutral.from_recorded(shape, expected)
    return {**answer, "value": value}


# Whole calls


class InlineLoader:
    """The loader, with an inline model in place of the service's own."""

    def __init__(self, model):
        self._model = model

    def __getattr__(self, name):
        return getattr(LOADER, name)

    def load_service_model(self, service, type_name, api_version=None):
        if type_name == "service-2":
            return self._model
        return LOADER.load_service_model(service, type_name, api_version)


# Headers with checksums, and about them.
CHECKSUMS = {
    "content-md5",
    "x-amz-decoded-content-length",
    "x-amz-sdk-checksum-algorithm",
    "x-amz-trailer",
    *(f"x-amz-checksum-{name}" for name in ["crc32", "sha1", "sha256", "mode"]),
}


def call(request):
    """Calls an operation with a real client, with or without "credentials" (and a "session_token"), at
    the time "now" or at any, which gets "response" or else an empty answer: the "url" and the names of the "headers" of what it sent, and the class,
    code and message of the "error" that it raised, or else an "error" of null; the "method", the
    "encoding", the "values" of the headers and the "body" that it sent, in hex, and the headers with
    "checksums"."""
    service = request.get("service", "codebuild")
    session = botocore.session.Session()
    loader = InlineLoader(request["model"]) if request.get("model") else LOADER
    session.register_component("data_loader", loader)
    session.register_component("credential_provider", botocore.credentials.CredentialResolver([]))
    secrets = {}
    if request["credentials"]:
        secrets = {
            "aws_access_key_id": "AKIDEXAMPLE",
            "aws_secret_access_key": "secret",
            "aws_session_token": request.get("session_token"),
        }
    client = session.create_client(
        service,
        region_name="eu-central-1",
        endpoint_url=request.get("endpoint"),
        config=botocore.config.Config(retries={"total_max_attempts": 1, "mode": "standard"}),
        **secrets,
    )
    answer = {"url": None, "headers": [], "encoding": None, "body": None, "error": None}

    def answer_it(request, **_):
        answer["url"] = request.url
        encoding = request.headers.get("Content-Encoding")
        answer["encoding"] = encoding.decode() if isinstance(encoding, bytes) else encoding
        body = request.body.read() if hasattr(request.body, "read") else request.body
        body = body.encode() if isinstance(body, str) else body
        answer["body"] = (body or b"").hex()
        headers = {
            name.lower(): value.decode() if isinstance(value, bytes) else str(value)
            for name, value in request.headers.items()
        }
        answer["method"] = request.method
        answer["values"] = headers
        answer["headers"] = sorted(headers)
        answer["checksums"] = {name: headers[name] for name in CHECKSUMS.intersection(headers)}
        raw = io.BytesIO(given.get("body", "{}").encode())
        raw.stream = lambda **_: iter([raw.read()])
        headers = botocore.awsrequest.HeadersDict(given.get("headers", {}))
        return botocore.awsrequest.AWSResponse(request.url, given.get("status", 200), headers, raw)

    given = request.get("response", {})
    client.meta.events.register("before-send", answer_it)
    operation = model_of(request).operation_model(request["operation"])
    params = request.get("params", {})
    if operation.input_shape is not None:
        params = neutral.to_botocore(operation.input_shape, params)
    try:
        with clock(request["now"]) if "now" in request else contextlib.nullcontext():
            client._make_api_call(operation.name, params)
    except botocore.exceptions.ClientError as error:
        answer["error"] = {"class": type(error).__name__, **error.response["Error"]}
    except botocore.exceptions.NoCredentialsError as error:
        answer["error"] = {"class": type(error).__name__}
    return answer


def unzip(request):
    """The text in a "body" of gzip, in hex."""
    return {"text": gzip.decompress(bytes.fromhex(request["body"])).decode()}


def is_retried(request):
    """Whether botocore retries a call of "operation" after a response with this "status" and "code"."""
    context = botocore.retries.standard.RetryContext(
        attempt_number=1,
        operation_model=operation_of(request),
        parsed_response={"Error": {"Code": request["code"]}},
        http_response=botocore.awsrequest.AWSResponse("https://x", request["status"], {}, None),
        request_context={},
    )
    conditions = botocore.retries.standard.StandardRetryConditions()
    return {"is_retried": conditions.is_retryable(context)}


# Event streams


def events(request):
    """Reads an event stream whose bytes are in "body", in chunks of 7 bytes, in a response with
    these "headers": the other members (which botocore reads without their shape if they are in an
    initial response), the events and the error at the end.
    """
    operation = operation_of(request)
    shape = operation.output_shape
    parser = botocore.parsers.create_parser(operation.service_model.resolved_protocol)
    response = {
        "status_code": 200,
        "headers": botocore.awsrequest.HeadersDict(request.get("headers", {})),
        "body": _Pieces(bytes(request["body"])),
        "context": {"operation_name": operation.name},
    }
    answer = {"events": [], "error": None}
    try:
        parsed = parser.parse(response, shape)
        stream = parsed.pop(shape.event_stream_name)
        parsed.pop("ResponseMetadata")
        is_rest = operation.service_model.resolved_protocol.startswith("rest")
        answer["initial"] = neutral.from_botocore(shape, parsed) if is_rest else parsed
        for event in stream:
            stream_shape = shape.members[shape.event_stream_name]
            answer["events"].append(neutral.from_botocore(stream_shape, event))
    except botocore.exceptions.EventStreamError as error:
        answer["error"] = error.response["Error"]
    except botocore.eventstream.ParserError as error:
        answer["error"] = {"damaged": type(error).__name__}
    return answer


class _Pieces:
    def __init__(self, data):
        self._data = data

    def stream(self):
        for start in range(0, len(self._data), 7):
            yield self._data[start : start + 7]


# Paginators and waiters


def paginate(request):
    """Runs botocore's paginator on the scripted "pages": what it sends for each, how
    many pages and which items it gives, and whether it ends with an error."""
    model = operation_of(request)
    config = request.get("paginator") or _paginator(request)
    pages = iter(request["pages"])
    requests = []

    def send(**arguments):
        requests.append(json.loads(json.dumps(arguments)))
        return next(pages)

    paginator = botocore.paginate.Paginator(send, config, model)
    limits = {"PageSize": request["page_size"]} if request.get("page_size") else {}
    iterator = paginator.paginate(PaginationConfig=limits, **request["input"])
    count, items, error = 0, [], None
    try:
        for page in iterator:
            count += 1
            result = iterator.result_keys[0].search(page)
            if isinstance(result, dict):
                items.extend(sorted([key, value] for key, value in result.items()))
            elif isinstance(result, list):
                items.extend(result)
    except botocore.exceptions.PaginationError as failure:
        error = str(failure)
    return {"requests": requests, "pages": count, "items": items, "error": error}


def _paginator(request):
    models = LOADER.load_service_model(request.get("service", "codebuild"), "paginators-1")
    return models["pagination"][request["operation"]]


def decide(request):
    """What botocore's waiter makes of one "response", a dictionary as its parser gives: "success",
    "failure", "error" (no acceptor knows the error), "retry" or "raises"."""
    config = botocore.waiter.SingleWaiterConfig({**request["waiter"], "maxAttempts": 1})
    waiter = botocore.waiter.Waiter("waiter", config, lambda: request["response"])
    try:
        waiter.wait()
    except botocore.exceptions.WaiterError as error:
        reason = error.kwargs["reason"]
        kinds = {"An error occurred": "error", "Max attempts": "retry"}
        found = (kind for start, kind in kinds.items() if reason.startswith(start))
        return {"decision": next(found, "failure")}
    except jmespath.exceptions.JMESPathTypeError:
        return {"decision": "raises"}
    return {"decision": "success"}


# Signatures and endpoints


def sign(request):
    """The Authorization header for exactly the headers in "signed_headers"; with "is_of_session", that
    of a directory bucket."""
    sent = {name.lower(): value for name, value in request["headers"].items()}
    to_sign = {name: sent[name] for name in map(str.lower, request["signed_headers"])}
    aws_request = botocore.awsrequest.AWSRequest(
        method=request["method"], url=request["url"], headers=to_sign, data=request["body"].encode()
    )
    credentials = botocore.credentials.Credentials(
        request["access_key"], request["secret_key"], request.get("session_token")
    )
    now = datetime.datetime.strptime(request["timestamp"], botocore.auth.SIGV4_TIMESTAMP)
    with (
        mock.patch.object(botocore.auth, "get_current_datetime", lambda: now),
        # Headers that botocore never signs are signed here if the client signed them.
        mock.patch.object(botocore.auth, "SIGNED_HEADERS_BLACKLIST", []),
    ):
        names = credentials, request["signing_name"], request["region"]
        if request.get("is_of_session"):
            signer = botocore.auth.S3ExpressAuth(*names, identity_cache=None)
        else:
            signer = botocore.auth.SigV4Auth(*names)
        signer.add_auth(aws_request)
    return {"authorization": aws_request.headers["Authorization"]}


def sha256(request):
    """The "hash" of a "text", in hexadecimal digits."""
    return {"hash": hashlib.sha256(request["text"].encode()).hexdigest()}


def clock(now, module=botocore.auth):
    """Signatures of that time."""
    time = datetime.datetime.fromtimestamp(now, datetime.timezone.utc).replace(tzinfo=None)
    return mock.patch.object(module, "get_current_datetime", lambda: time)


def client_and_params(request):
    """A client with the settings of a request, of which "is_anonymous" is one, and the parameters of its
    call."""
    config = botocore.config.Config(**request.get("config", {}))
    if request.get("is_anonymous"):
        config = config.merge(botocore.config.Config(signature_version=botocore.UNSIGNED))
    session = botocore.session.Session()
    session.register_component("data_loader", LOADER)
    client = session.create_client(
        request["service"],
        region_name=request["region"],
        endpoint_url=request.get("endpoint"),
        aws_access_key_id="AKIDEXAMPLE",
        aws_secret_access_key="wJalr/EXAMPLE+KEY",
        aws_session_token=request.get("session_token"),
        config=config,
    )
    operation = client.meta.service_model.operation_model(request["operation"])
    return client, neutral.to_botocore(operation.input_shape, request["params"])


def presign(request):
    """The method, the "url" and the "headers" of a presigned request, as [name, value], at the time
    "now"; "method" replaces the one of the model, and "config" has settings of the client."""
    client, params = client_and_params(request)
    signed = {}

    # botocore only gives the URL; the headers that it has signed are needed, too.
    def keep(self, aws_request, signature):
        signed["method"] = aws_request.method
        names = self.signed_headers(self.headers_to_sign(aws_request)).split(";")
        signed["headers"] = [
            [name, aws_request.headers[name]] for name in names if name != "host"
        ]
        inject(self, aws_request, signature)

    inject = botocore.auth.SigV4QueryAuth._inject_signature_to_request
    with (
        clock(request["now"]),
        mock.patch.object(botocore.auth.SigV4QueryAuth, "_inject_signature_to_request", keep),
    ):
        url = client.generate_presigned_url(
            botocore.xform_name(request["operation"]),
            Params=params,
            ExpiresIn=request["expires_in"],
            HttpMethod=request.get("method"),
        )
    return {"url": url, **signed}


def presign_post(request):
    """The "url" and the "fields", as [name, value], of a presigned form at the time "now"."""
    client, params = client_and_params(request)
    with clock(request["now"]), clock(request["now"], botocore.signers):
        form = client.generate_presigned_post(
            params["Bucket"],
            params["Key"],
            Fields=dict(request["fields"]),
            Conditions=request["conditions"],
            ExpiresIn=request["expires_in"],
        )
    return {"url": form["url"], "fields": [list(field) for field in form["fields"].items()]}


def post_form(request):
    """Sends a form of "url" and "fields" with a "file" to a server, on which a bucket is made, and gets
    the object "key"."""
    import boto3
    import requests

    client = boto3.client(
        "s3",
        endpoint_url=request["server"],
        region_name="us-east-1",
        aws_access_key_id="AKIDEXAMPLE",
        aws_secret_access_key="secret",
    )
    client.create_bucket(Bucket=request["bucket"])
    files = {"file": ("name.txt", request["file"].encode())}
    response = requests.post(request["url"], data=dict(request["fields"]), files=files)
    found = client.get_object(Bucket=request["bucket"], Key=request["key"])["Body"].read().decode()
    return {"status": response.status_code, "found": found}


def sent(request):
    """The method, the "url", the "headers" and the "body" (in base64) of what a client sends; "config"
    has its settings, "environment" more variables."""
    with mock.patch.dict(os.environ, request.get("environment", {})):
        client, params = client_and_params(request)
    found = {}

    def keep(request, **_):
        body = request.body or b""
        body = body.read() if hasattr(body, "read") else body
        body = body.encode() if isinstance(body, str) else body
        text = lambda it: it.decode() if isinstance(it, bytes) else str(it)
        found["method"], found["url"] = request.method, request.url
        found["headers"] = {k.lower(): text(v) for k, v in request.headers.items()}
        found["body"] = base64.b64encode(body).decode()
        raw = io.BytesIO(b"")
        raw.stream = lambda **_: iter([b""])
        return botocore.awsrequest.AWSResponse(request.url, 200, {}, raw)

    client.meta.events.register_last("before-send", keep)
    # What it makes of an empty response does not matter.
    with contextlib.suppress(Exception):
        getattr(client, botocore.xform_name(request["operation"]))(**params)
    return found


def fetch(request):
    """The status and the body of moto's response to a "url", fetched by a plain HTTP client."""
    import moto
    import requests

    # In this process, moto answers what is sent to the hosts of AWS.
    with moto.mock_aws():
        response = requests.request(request["method"], request["url"], headers=request["headers"])
    return {"status": response.status_code, "body": response.text}


def authorization(request):
    """Authorization and host of a call with credentials and the variables of "environment"."""
    found = {}

    def answer_it(request, **_):
        value = request.headers.get("Authorization")
        found["authorization"] = value.decode() if isinstance(value, bytes) else value
        found["host"] = urllib.parse.urlsplit(request.url).hostname
        found["headers"] = sorted(name.lower() for name in request.headers.keys())
        raw = io.BytesIO(b"{}")
        raw.stream = lambda **_: iter([raw.read()])
        return botocore.awsrequest.AWSResponse(request.url, 200, {}, raw)

    with mock.patch.dict(os.environ, request["environment"]):
        session = botocore.session.Session()
        session.register_component("data_loader", LOADER)
        client = session.create_client(
            request["service"],
            region_name=request.get("region", "eu-central-1"),
            aws_access_key_id="AKIDEXAMPLE",
            aws_secret_access_key="key",
        )
        client.meta.events.register("before-send", answer_it)
        # Only what is sent counts, and not every service answers in JSON.
        with contextlib.suppress(botocore.parsers.ResponseParserError):
            client._make_api_call(request["operation"], request["params"])
    return found


@functools.lru_cache(maxsize=None)
def endpoint_provider(service):
    return botocore.endpoint_provider.EndpointProvider(
        LOADER.load_service_model(service, "endpoint-rule-set-1"), LOADER.load_data("partitions")
    )


def endpoint(request):
    """Resolves an endpoint; "endpoint" in the request is a custom one, as set by a user."""
    provider = endpoint_provider(request.get("service", "codebuild"))
    builtins = {
        "AWS::Region": request.get("region"),
        "AWS::UseFIPS": request.get("fips", False),
        "AWS::UseDualStack": request.get("dual_stack", False),
        "SDK::Endpoint": request.get("endpoint"),
    }
    params = {
        name: builtins[definition.builtin]
        for name, definition in provider.ruleset.parameters.items()
        if builtins.get(definition.builtin) is not None
    }
    try:
        return {"url": provider.resolve_endpoint(**params).url}
    except botocore.exceptions.EndpointProviderError as error:
        return {"error": str(error)}


def resolve(request):
    """Resolves an endpoint from parameters of the rules, "params"."""
    provider = endpoint_provider(request["service"])
    try:
        found = provider.resolve_endpoint(**request["params"])
    except botocore.exceptions.EndpointProviderError as error:
        return {"error": str(error)}
    properties = found.properties or {}
    return {
        "url": found.url,
        "headers": found.headers or {},
        "authSchemes": properties.get("authSchemes", []),
    }


def regions(_request):
    """Regions of all partitions, without pseudo regions such as aws-global."""
    partitions = LOADER.load_data("partitions")["partitions"]
    names = (name for partition in partitions for name in partition["regions"])
    return {"regions": sorted(name for name in names if not name.endswith("-global"))}


ACTIONS = {
    "version": version,
    "operations": operations,
    "example": example,
    "serialize": serialize,
    "validate": validate,
    "respond": respond_to,
    "parse": parse,
    "recorded": recorded,
    "call": call,
    "unzip": unzip,
    "is_retried": is_retried,
    "events": events,
    "paginate": paginate,
    "decide": decide,
    "sign": sign,
    "sha256": sha256,
    "presign": presign,
    "sent": sent,
    "presign_post": presign_post,
    "post_form": post_form,
    "fetch": fetch,
    "authorization": authorization,
    "endpoint": endpoint,
    "resolve": resolve,
    "regions": regions,
}


def answer_line(line):
    """One line of JSON for one line of JSON; never raises."""
    try:
        request = json.loads(line)
        # ASCII only and without NaN: valid JSON in any encoding.
        return json.dumps(ACTIONS[request["do"]](request), allow_nan=False)
    except Exception as error:
        traceback.print_exc()  # to stderr, for whoever debugs
        return json.dumps({"failure": f"{type(error).__name__}: {error}"})


def main():
    # botocore reads epoch times in the local zone; a zone with gaps would change them.
    os.environ["TZ"] = "UTC"
    time.tzset()
    answers = sys.stdout
    with contextlib.redirect_stdout(sys.stderr):  # stray prints must not mix with answers
        for line in sys.stdin.buffer:
            print(answer_line(line), file=answers, flush=True)


if __name__ == "__main__":
    main()
