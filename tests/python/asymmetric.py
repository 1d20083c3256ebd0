"""botocore's asymmetric signatures (SigV4a), which awscrt makes: JSON lines on stdin and stdout.

A line is a case of oracle.py's "sent", or of its "presign" with "expires_in", at the time "now"; with
"ours", a request that was signed for it elsewhere. The answer has botocore's request as "theirs", and
whether the signatures of "theirs" and of "ours" are valid.

The key comes from the credentials as AWS describes it, and the text that is signed from botocore's
canonical request: that awscrt's signatures are valid shows that both are right.
"""

import base64
import contextlib
import datetime
import hashlib
import hmac
import json
import sys
import traceback
import urllib.parse
from unittest import mock

import botocore.auth
import botocore.awsrequest
import botocore.crt.auth
import botocore.utils
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec

import oracle

ALGORITHM = "AWS4-ECDSA-P256-SHA256"
ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551

# Services whose signatures cover the path as it is sent.
PATH_AS_SENT = {"s3", "s3-outposts"}


def public_key(access_key, secret_key):
    """The key that the signatures of these credentials are verified with."""
    for counter in range(1, 255):
        context = access_key.encode() + bytes([counter])
        label = b"\0\0\0\1" + ALGORITHM.encode() + b"\0" + context + b"\0\0\1\0"
        found = hmac.digest(b"AWS4A" + secret_key.encode(), label, "sha256")
        number = int.from_bytes(found, "big")
        if number <= ORDER - 2:
            return ec.derive_private_key(number + 1, ec.SECP256R1()).public_key()
    raise ValueError("there is no key")


def signed_text(request):
    """The text that is signed, and the signature."""
    url = urllib.parse.urlsplit(request["url"])
    query = urllib.parse.parse_qsl(url.query, keep_blank_values=True)
    headers = {name.lower(): value for name, value in request["headers"].items()}
    headers["host"] = url.netloc
    found = dict(query)
    if "X-Amz-Signature" in found:
        query = [pair for pair in query if pair[0] != "X-Amz-Signature"]
        algorithm, date = found["X-Amz-Algorithm"], found["X-Amz-Date"]
        credential, signature = found["X-Amz-Credential"], found["X-Amz-Signature"]
        names = found["X-Amz-SignedHeaders"]
    else:
        algorithm, rest = headers["authorization"].split(" ", 1)
        parts = dict(part.strip().split("=", 1) for part in rest.split(","))
        credential, signature = parts["Credential"], parts["Signature"]
        names, date = parts["SignedHeaders"], headers["x-amz-date"]
    assert algorithm == ALGORITHM, algorithm
    scope = credential.split("/", 1)[1]
    service = scope.split("/")[1]
    as_sent = service in PATH_AS_SENT
    payload = headers.get("x-amz-content-sha256")
    if payload is None:
        is_unsigned = as_sent and "X-Amz-Signature" in found
        body = base64.b64decode(request.get("body", ""))
        payload = "UNSIGNED-PAYLOAD" if is_unsigned else hashlib.sha256(body).hexdigest()
    signer_class = botocore.auth.S3SigV4Auth if as_sent else botocore.auth.SigV4Auth
    signer = signer_class(None, service, "")
    to_sign = {name: headers[name] for name in names.split(";")}
    canonical = "\n".join(
        [
            request["method"],
            signer._normalize_url_path(url.path or "/"),
            signer._canonical_query_string_params(dict(query)),
            signer.canonical_headers(botocore.awsrequest.HTTPHeaders.from_dict(to_sign)) + "\n",
            names,
            payload,
        ]
    )
    text = "\n".join([algorithm, date, scope, hashlib.sha256(canonical.encode()).hexdigest()])
    return text.encode(), bytes.fromhex(signature)


def is_valid(request, key):
    """Whether the signature of a request is that of the key's owner."""
    text, signature = signed_text(request)
    try:
        key.verify(signature, text, ec.ECDSA(hashes.SHA256()))
    except InvalidSignature:
        return False
    return True


def presigned(case):
    """The request that botocore presigns."""
    client, params = oracle.client_and_params(case)
    kept = {}

    def keep(self, request, signed):
        apply(self, request, signed)
        kept["method"] = request.method
        kept["headers"] = {name.lower(): value for name, value in request.headers.items()}

    apply = botocore.crt.auth.CrtSigV4AsymQueryAuth._apply_signing_changes
    with mock.patch.object(botocore.crt.auth.CrtSigV4AsymQueryAuth, "_apply_signing_changes", keep):
        url = client.generate_presigned_url(
            botocore.xform_name(case["operation"]), Params=params, ExpiresIn=case["expires_in"]
        )
    return {**kept, "url": url}


def answer(case):
    now = datetime.datetime.fromtimestamp(case["now"], datetime.timezone.utc)
    clock = lambda *_, **__: now
    with mock.patch.object(botocore.crt.auth, "get_current_datetime", clock):
        theirs = presigned(case) if "expires_in" in case else oracle.sent(case)
    key = public_key("AKIDEXAMPLE", "wJalr/EXAMPLE+KEY")
    return {
        "theirs": theirs,
        "are_theirs_valid": is_valid(theirs, key),
        "are_ours_valid": is_valid(case["ours"], key),
    }


def main():
    answers = sys.stdout
    with contextlib.redirect_stdout(sys.stderr):
        for line in sys.stdin.buffer:
            try:
                text = json.dumps(answer(json.loads(line)))
            except Exception as error:
                traceback.print_exc()
                text = json.dumps({"failure": f"{type(error).__name__}: {error}"})
            print(text, file=answers, flush=True)


if __name__ == "__main__":
    main()
