"""The service's side of HTTP bindings: the members of an output or error in headers, the status
code and the body, written independently of any client."""

import base64
import email.utils

from neutral import is_document, parse_time
from respond import EPOCH
from spellings import Speller
from tree import Tree
from xml_spellings import XmlSpeller, document

# Values of headers that any server may send.
HEADER_CHARACTERS = [chr(code) for code in range(0x21, 0x7F)]


def is_rest(operation):
    return operation.service_model.resolved_protocol in ("rest-json", "rest-xml")


def has_xml(operation):
    return operation.service_model.resolved_protocol == "rest-xml"


def header_text(rng, size=12):
    """Text that stands in a header as it is: without controls, and without space at its ends."""
    text = "".join(rng.choice([*HEADER_CHARACTERS, " "]) for _ in range(rng.randrange(size)))
    return text.strip()


class Bound:
    """Where the members of a value are: `headers` by name, `status` or none, and the `tree` of the
    body, or its `text` if a member is the whole body and no document."""

    def __init__(self, rng, shape, value, is_xml=False):
        self.is_xml = is_xml
        self.headers = {}
        self.status = None
        self.tree = None
        self.text = ""
        payload = shape.serialization.get("payload")
        in_body = {}
        for name, item in value.items():
            member = shape.members[name]
            location = member.serialization.get("location")
            wire = member.serialization.get("name", name)
            if location == "header":
                self.headers[wire] = _text(rng, member, item)
            elif location == "headers":
                for key in item:
                    safe = "".join(c for c in key if c.isascii() and c.isalnum()).lower()
                    self.headers[wire + (safe or "key")] = header_text(rng)
            elif location == "statusCode":
                self.status = rng.choice([200, 201, 202])
            elif name == payload:
                self._payload(rng, member, item)
            else:
                in_body[name] = item
        if payload is None:
            has_body = any("location" not in it.serialization for it in shape.members.values())
            if has_body or rng.random() < 0.5:
                self.tree = self._document(rng, shape, in_body, f"{shape.name}Any")

    def _payload(self, rng, member, item):
        if is_document(member) or member.type_name == "structure":
            name = member.serialization.get("name", member.name)
            self.tree = self._document(rng, member, item, name)
        elif member.type_name == "blob":
            # As text, because the questions are.
            self.text = base64.b64decode(item).decode("ascii", "ignore") or "bytes"
        else:
            self.text = item

    def _document(self, rng, shape, value, name):
        if self.is_xml:
            return document(rng, XmlSpeller(rng).tree(shape, value, name))
        return _speller(rng).tree(shape, value)

    def body(self):
        return Tree(self.text) if self.tree is None else self.tree


def _speller(rng):
    speller = Speller(rng)
    # For REST, botocore reads numbers and booleans by Python's functions.
    speller.nullable = {"string", "structure"}
    return speller


def _text(rng, member, value):
    kind = member.type_name
    if kind == "timestamp":
        return _time(member, value)
    if kind == "boolean":
        return str(value).lower()
    if kind in ("integer", "long", "float", "double"):
        return str(value) + rng.choice(["", "", " "])
    if member.serialization.get("jsonvalue"):
        return base64.b64encode(b'{"a":[1,"b"]}').decode()
    if member.enum:
        return value
    return header_text(rng)


def _time(member, value):
    time = parse_time(value)
    form = member.serialization.get("timestampFormat", "rfc822").lower()
    if form == "rfc822":
        return email.utils.format_datetime(time, usegmt=True)
    if form == "iso8601":
        return value
    return str((time - EPOCH).total_seconds())
