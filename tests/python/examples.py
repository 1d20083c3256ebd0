"""Example values in neutral form, made from a botocore model.

The same arguments always give the same value. Variants:
  0   only required members
  1   every member of every structure
  2.. a random subset of the members, with values at the edges of their types
"""

import base64
import random

from neutral import is_document

# A structure may contain itself this often before the optional rest is left out.
MAX_RECURSION = 3

EDGE_STRINGS = [
    "",
    " spaces around ",
    "quote \" backslash \\ slash / apostrophe '",
    "controls \x00\x01\b\t\n\f\r\x1f\x7f",
    "Grüße, мир, 日本語",
    "astral 😀 𝒳 combining e\u0301 bom \ufeff",
    "separators \u2028 \u2029, not escapes: \\n \\u0041",
    "null",
    "long " * 200,
]
EDGE_INTEGERS = [0, 1, -1, 2**31 - 1, -(2**31)]
EDGE_LONGS = EDGE_INTEGERS + [2**53 + 1, 2**63 - 1, -(2**63)]
SPECIAL_FLOATS = ["NaN", "Infinity", "-Infinity"]
EDGE_DOUBLES = [0.0, -1.5, 0.1, 1e-7, 5e-324, 1.7976931348623157e308] + SPECIAL_FLOATS
# Exact in 32 bits: their shortest decimal text is the same whether seen as f32 or f64.
EDGE_FLOATS = [0.0, -1.5, 0.25, 16777216.0] + SPECIAL_FLOATS
EDGE_TIMES = [
    "1970-01-01T00:00:00Z",
    "1969-12-31T23:59:59Z",
    "1969-12-31T23:59:58.5Z",
    "1900-02-28T12:00:00.001Z",
    "2001-09-09T01:46:40.12Z",
    "2024-02-29T23:59:59.999Z",
    "2038-01-19T03:14:08Z",
]
EDGE_BLOBS = [b"", b"\x00", b"\xff\xfe", bytes(range(256))]
EDGE_DOCUMENTS = [{}, [], "", 0, False, [None, {"null": None}], {"ünï😀": [1, -2.5, "\"\\"]}]


def example(operation, of, variant):
    """Example for the "input" or "output" of a botocore operation model."""
    shape = {"input": operation.input_shape, "output": operation.output_shape}[of]
    if shape is None:
        return {}
    seed = f"{operation.service_model.service_name}.{operation.name}.{of}.{variant}"
    return Maker(variant, random.Random(seed), of == "output").make(shape, shape.name)


class Maker:
    """Makes the values of one example; `random_values.py` makes others on top of it."""

    def __init__(self, variant, rng, is_output):
        self.edges = variant >= 2
        self.all_members = variant == 1
        self.items = 2 if variant == 1 else 1
        self.rng = rng
        self.is_output = is_output
        self.stack = []  # names of the structures being made, to stop recursion
        self.count = 0  # numbers the values, so that mixed up members are noticed
        self.turns = {}  # per enum or union: how many values were made of it

    def make(self, shape, name):
        self.count += 1
        kind = "document" if is_document(shape) else shape.type_name
        return getattr(self, f"_{kind}")(shape, name)

    # Containers

    def _structure(self, shape, _name):
        self.stack.append(shape.name)
        chosen = self._members_to_set(shape)
        members = {
            name: self.make(member, name)
            for name, member in shape.members.items()
            if name in chosen
        }
        self.stack.pop()
        return members

    def _members_to_set(self, shape):
        possible = [name for name, member in shape.members.items() if self._fits(member)]
        if shape.is_tagged_union:
            return [self._next_of(shape.name, possible)]
        required = shape.required_members
        if self.all_members:
            return set(required).union(possible)
        if self.edges:
            # Not more than half of the members on average: deep models would grow too large.
            share = self.rng.choice([0.2, 0.5, 0.5, 0.8])
            possible = [name for name in possible if self.rng.random() < share]
            return set(required).union(possible)
        return required

    def _fits(self, shape):
        """Whether a value of the shape can be made without recursing too deep."""
        if shape.serialization.get("eventstream"):
            return False  # not a value but a sequence of messages
        if shape.type_name == "structure" and shape.is_tagged_union and not shape.members:
            return False  # a union without variants has no value
        return self.stack.count(shape.name) < MAX_RECURSION

    def _length(self, item_shape):
        if not self._fits(item_shape):
            return 0
        return self.rng.choice([0, 1, 1, 2, 3]) if self.edges else self.items

    def _list(self, shape, name):
        return [self.make(shape.member, name) for _ in range(self._length(shape.member))]

    def _map(self, shape, name):
        # Equal keys become one entry; in variant 1 only an enum with a single value gives them.
        return {
            self.make(shape.key, f"{name}-key"): self.make(shape.value, name)
            for _ in range(self._length(shape.value))
        }

    def _document(self, _shape, name):
        if self.edges:
            return self.rng.choice(EDGE_DOCUMENTS)
        return {"name": name, "list": [self.count, 1.5, True, None], "nested": {"key": "value"}}

    # Scalars

    def _string(self, shape, name):
        if shape.enum:
            if self.edges and self.is_output and self.rng.random() < 0.1:
                return "VALUE_FROM_THE_FUTURE"  # services add values after the model was made
            return self._next_of(shape.name, shape.enum)
        in_request_line = shape.serialization.keys() & {"location", "hostLabel"}
        if self.edges and not in_request_line:
            # Clients may treat empty text as missing where the model has a minimum length.
            may_be_empty = shape.metadata.get("min", 0) == 0
            edges = [text for text in EDGE_STRINGS if text or may_be_empty]
            return self.rng.choice(edges + [f"{name}-{self.count}"])
        text = f"{name}-{self.count}".ljust(shape.metadata.get("min", 0), "x")
        return text[: shape.metadata.get("max")]

    _character = _string

    def _boolean(self, _shape, _name):
        return self.rng.choice([True, False])

    def _integer(self, shape, _name):
        return self._number(shape, EDGE_INTEGERS, self.count)

    def _long(self, shape, _name):
        return self._number(shape, EDGE_LONGS, self.count + 2**40)

    def _float(self, shape, _name):
        return self._number(shape, EDGE_FLOATS, self.count + 0.5)

    def _double(self, shape, _name):
        return self._number(shape, EDGE_DOUBLES, self.count + 0.5)

    def _number(self, shape, edges, plain):
        value = self.rng.choice(edges) if self.edges else plain
        low, high = (shape.metadata.get(key) for key in ("min", "max"))
        if low is None and high is None:
            return value
        if isinstance(value, str):  # NaN and infinities are outside of every range
            value = plain
        value = value if low is None else max(value, low)
        value = value if high is None else min(value, high)
        return type(plain)(value)  # limits of float shapes may be written as integers

    def _timestamp(self, shape, _name):
        if not self.edges:
            return f"2021-03-04T05:{self.count // 60 % 60:02}:{self.count % 60:02}Z"
        times = EDGE_TIMES
        if shape.serialization.get("timestampFormat") == "rfc822":
            times = [time for time in times if "." not in time]  # the format has no fractions
        return self.rng.choice(times)

    def _blob(self, _shape, name):
        data = self.rng.choice(EDGE_BLOBS) if self.edges else f"{name}-{self.count}".encode()
        return base64.b64encode(data).decode()

    def _next_of(self, key, choices):
        """Cycles through the choices, so that the items of a list differ."""
        if key not in self.turns:
            self.turns[key] = self.rng.randrange(len(choices)) if self.edges else 0
        turn = self.turns[key]
        self.turns[key] += 1
        return choices[turn % len(choices)]
