"""The neutral form: plain JSON values that both test sides (Rust and Python) can compare.

Member names are those of the model and absent members are omitted. Timestamps are RFC 3339
strings in UTC ("...Z", only as many fraction digits as needed), blobs base64, floats numbers
(always with a fraction, so that JSON readers that tell 3 from 3.0 see one spelling), NaN and
the infinities strings, documents as they are. Both conversions walk the botocore model.
"""

import base64
import datetime
import math

import botocore.utils

# What botocore's parser returns instead of a union member it does not know.
UNKNOWN_UNION_MEMBER = "SDK_UNKNOWN_MEMBER"


def to_botocore(shape, value):
    """Neutral form -> the Python values botocore's serializer takes."""
    return _walk(shape, value, _scalar_to_botocore)


def from_botocore(shape, value):
    """The Python values botocore's parser returns -> neutral form, without half surrogate pairs."""
    return without_halves(_walk(shape, value, _scalar_from_botocore))


def with_sorted_maps(shape, value):
    """Values with the entries of maps in the order of their keys."""
    if shape.type_name == "structure":
        return {name: with_sorted_maps(shape.members[name], it) for name, it in value.items()}
    if shape.type_name == "list":
        return [with_sorted_maps(shape.member, item) for item in value]
    if shape.type_name == "map":
        return {key: with_sorted_maps(shape.value, value[key]) for key in sorted(value)}
    return value


def from_recorded(shape, value):
    """The values of botocore's recorded responses -> neutral form. Required members of nested
    structures that a response lacks have the default values of plain fields."""

    def scalar(type_name, value):
        if type_name == "timestamp":
            value = botocore.utils.parse_timestamp(value)
        return _scalar_from_botocore(type_name, value)

    found = _walk(shape, value, scalar)
    for name, item in found.items():
        _fill(shape.members[name], item)
    return found


DEFAULTS = {"boolean": False, "timestamp": "1970-01-01T00:00:00Z", "list": [], "map": {}}
DEFAULTS |= {"integer": 0, "long": 0, "float": 0.0, "double": 0.0}


def _fill(shape, value):
    if shape.type_name == "list":
        for item in value:
            _fill(shape.member, item)
    elif shape.type_name == "map":
        for item in value.values():
            _fill(shape.value, item)
    elif shape.type_name == "structure":
        for name in shape.required_members:
            target = shape.members[name].type_name
            value.setdefault(name, {} if target == "structure" else DEFAULTS.get(target, ""))
        for name, item in value.items():
            _fill(shape.members[name], item)


def without_halves(value):
    """U+FFFD for each half of a surrogate pair, which only Python's texts can hold."""
    if isinstance(value, str):
        return "".join("\ufffd" if "\ud800" <= it <= "\udfff" else it for it in value)
    if isinstance(value, list):
        return [without_halves(item) for item in value]
    if isinstance(value, dict):
        return {without_halves(key): without_halves(item) for key, item in value.items()}
    return value


def is_document(shape):
    return shape.type_name == "structure" and shape.is_document_type


def _walk(shape, value, scalar):
    # None appears only inside lists and maps (structures omit members instead).
    if value is None or is_document(shape):
        return value
    if shape.type_name == "structure":
        if UNKNOWN_UNION_MEMBER in value:
            return value
        return {name: _walk(shape.members[name], item, scalar) for name, item in value.items()}
    if shape.type_name == "list":
        return [_walk(shape.member, item, scalar) for item in value]
    if shape.type_name == "map":
        return {key: _walk(shape.value, item, scalar) for key, item in value.items()}
    return scalar(shape.type_name, value)


def _scalar_to_botocore(type_name, value):
    if type_name == "timestamp":
        return parse_time(value)
    if type_name == "blob":
        return base64.b64decode(value, validate=True)
    if type_name in ("float", "double"):
        return float(value)  # reads "NaN", "Infinity" and "-Infinity" too
    return value


def _scalar_from_botocore(type_name, value):
    if type_name == "timestamp":
        return format_time(value)
    if type_name == "blob":
        # botocore decodes one that is the whole body.
        value = value.encode() if isinstance(value, str) else value
        return base64.b64encode(value).decode()
    if type_name in ("float", "double"):
        # botocore's JSON parser returns special values as strings, as they are on the wire.
        return value if isinstance(value, str) else format_float(value)
    return value


def parse_time(text):
    """RFC 3339 text -> aware datetime in UTC."""
    return datetime.datetime.fromisoformat(text).astimezone(datetime.timezone.utc)


def format_time(time):
    """datetime -> RFC 3339 text in UTC without trailing zeros; without a zone, it is in UTC."""
    if time.tzinfo is None:
        time = time.replace(tzinfo=datetime.timezone.utc)
    text = time.astimezone(datetime.timezone.utc).replace(tzinfo=None).isoformat()
    return (text.rstrip("0") if "." in text else text) + "Z"


def format_float(value):
    """Float -> JSON number, or the string AWS uses where JSON has no number."""
    if math.isnan(value):
        return "NaN"
    if math.isinf(value):
        return "Infinity" if value > 0 else "-Infinity"
    return float(value)
