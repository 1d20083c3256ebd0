"""The service's side of the awsJson protocols: output in neutral form -> HTTP response.

botocore can only read responses, so this is the one piece of wire format written here.
"""

import datetime
import email.utils
import json

from neutral import is_document, parse_time

EPOCH = datetime.datetime(1970, 1, 1, tzinfo=datetime.timezone.utc)


def respond(operation, value):
    """The successful response of a JSON service for an operation model's output."""
    service = operation.service_model
    if service.resolved_protocol != "json":
        raise ValueError(f"cannot respond in protocol {service.resolved_protocol}")
    shape = operation.output_shape
    # Without an output shape AWS sends no body at all.
    body = "" if shape is None else json.dumps(_wire(shape, value), allow_nan=False)
    return {
        "status": 200,
        "headers": {
            "content-type": f"application/x-amz-json-{service.metadata['jsonVersion']}",
            "content-length": str(len(body.encode())),
            "x-amzn-requestid": "00000000-1111-2222-3333-444444444444",
        },
        "body": body,
    }


def _wire(shape, value):
    # Blobs and special floats have the same spelling in the neutral form.
    if value is None or is_document(shape):
        return value
    if shape.type_name == "structure":
        members = ((shape.members[name], name, item) for name, item in value.items())
        return {m.serialization.get("name", name): _wire(m, item) for m, name, item in members}
    if shape.type_name == "list":
        return [_wire(shape.member, item) for item in value]
    if shape.type_name == "map":
        return {key: _wire(shape.value, item) for key, item in value.items()}
    if shape.type_name == "timestamp":
        return _wire_time(shape.serialization.get("timestampFormat", "unixTimestamp"), value)
    return value


def _wire_time(time_format, text):
    if time_format == "iso8601":
        return text
    time = parse_time(text)
    if time_format == "rfc822":
        return email.utils.format_datetime(time, usegmt=True)
    # Divide whole microseconds once: the nearest float, printed as the expected decimals.
    microseconds = (time - EPOCH) // datetime.timedelta(microseconds=1)
    seconds, rest = divmod(microseconds, 10**6)
    return microseconds / 10**6 if rest else seconds
