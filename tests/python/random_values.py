"""Random values in neutral form, made from a botocore model: valid as botocore's validator has it.

Values are often at the edges of their types; patterns and upper limits of lengths do not count,
because they make no difference on the wire.
"""

import base64
import datetime
import struct

import bindings
import examples
from coverage import has_values
from xml_spellings import is_xml

EDGE_STRINGS = examples.EDGE_STRINGS + [
    "NaN",
    "Infinity",
    "None",
    "undefined",
    "true",
    "0",
    "-0.0",
    "{}",
    "[]",
    '{"a":1}',
    "\ud83d\ude00".encode("utf-16", "surrogatepass").decode("utf-16"),
    "\U0010ffff\ufffe\ufffd\u0000",
    "\u00a0\u200b\u202e",
    "</script>&lt;",
    "2020-01-01T00:00:00Z",
]
EDGE_DOCUMENTS = examples.EDGE_DOCUMENTS + [
    "null",
    "NaN",
    -1,
    2**63 - 1,
    -(2**63),
    2**64 - 1,
    1e300,
    -0.0,
    0.1,
    5e-324,
    {"": {"": []}},
    [[], [[]], {}],
    {"__type": "x", "SDK_UNKNOWN_MEMBER": 1},
]
# One in this many texts is very long.
RARELY_LONG = 400
EPOCH = datetime.datetime(1970, 1, 1)
# Years that every format can represent.
FIRST_SECOND, LAST_SECOND = -30609792000, 253402300799  # 1000-01-01, 9999-12-31


class RandomValues(examples.Maker):
    """Makes the values of one case. `breadth` is the share of members that are set where nothing
    asks for them; `room` is about how many values there may be."""

    def __init__(self, rng, coverage, is_output, breadth, room):
        super().__init__(2, rng, is_output)
        self.coverage = coverage
        self.breadth = breadth
        self.room = room
        # Whether texts have only what XML can hold.
        self.is_xml = False
        # All times of a case have a fraction, or none has: see `differential.py`.
        self.fraction = rng.choice([None, None, "millis", "micros"])

    def make(self, shape, name):
        self.room -= 1
        return super().make(shape, name)

    def _members_to_set(self, shape):
        coverage = self.coverage
        possible = [name for name, member in shape.members.items() if self._fits(member)]
        wanted = [name for name in possible if coverage.wants_member(shape, name)]
        if shape.is_tagged_union:
            chosen = {self.rng.choice(wanted or possible)}
        else:
            chosen = set(shape.required_members)
            if self.room > 0:
                chosen.update(wanted)
                chosen.update(name for name in possible if self.rng.random() < self.breadth)
        for name in chosen:
            coverage.made(shape, name)
        return chosen

    def _fits(self, shape):
        if shape.type_name == "list" and shape.metadata.get("min", 0) > 0:
            # It cannot be empty, so its items have to be possible.
            return self._fits(shape.member)
        return has_values(shape) and super()._fits(shape)

    def _size(self, shape):
        # Of the list or map; one that is wanted has at least an item.
        item = shape.member if shape.type_name == "list" else shape.value
        least = shape.metadata.get("min", 0)
        if not self._fits(item):
            return 0
        if self.room <= 0:
            return least
        if self.coverage.wants(item):
            # A union shows one member at a time.
            return max(least, 3 if getattr(item, "is_tagged_union", False) else 1)
        return max(least, self.rng.choice([0, 1, 1, 2, 2, 5]))

    def _list(self, shape, name):
        if shape.serialization.get("location") == "header" and shape.member.type_name == "string":
            # Nothing else can be sent. botocore leaves backslashes as they are.
            texts = (bindings.header_text(self.rng) for _ in range(self._size(shape)))
            return [text.replace("\\", "/") for text in texts]
        items = [self.make(shape.member, name) for _ in range(self._size(shape))]
        if shape.serialization.get("location") == "querystring":
            # URIs have limits.
            items = [item[:200] if isinstance(item, str) else item for item in items]
        return items

    def _map(self, shape, name):
        entries = {}
        # Equal keys become one entry, so a minimum length may need more.
        for _ in range(self._size(shape)):
            entries[self.make(shape.key, f"{name}-key")] = self.make(shape.value, name)
        while len(entries) < shape.metadata.get("min", 0) and not shape.key.enum:
            entries[f"{name}-{self.rng.random()}"] = self.make(shape.value, name)
        return entries

    def _document(self, _shape, _name):
        return self._any(3)

    def _any(self, depth):
        rng = self.rng
        kind = rng.randrange(8)
        if depth and kind == 0:
            return [self._any(depth - 1) for _ in range(rng.randrange(4))]
        if depth and kind == 1:
            return {self._text(): self._any(depth - 1) for _ in range(rng.randrange(4))}
        if kind < 4:
            return rng.choice([None, True, False, self._text()])
        if kind == 4:
            return self._any_integer(64)
        return rng.choice(EDGE_DOCUMENTS)

    # Scalars

    def _string(self, shape, name):
        rng = self.rng
        if shape.enum:
            if rng.random() < 0.05:
                return f"VALUE_FROM_THE_FUTURE_{rng.randrange(100)}"
            return rng.choice(shape.enum)
        location = shape.serialization.get("location")
        if location in ("header", "headers") or "hostLabel" in shape.serialization:
            return super()._string(shape, name)
        text = self._text()
        if location in ("uri", "querystring"):
            # URIs have limits.
            text = text[:200]
        if location == "uri":
            text = text or name
        least = shape.metadata.get("min", 0)
        return text if len(text) >= least else text + "x" * (least - len(text))

    def _text(self):
        text = self._any_text()
        return "".join(filter(is_xml, text)) if self.is_xml else text

    def _any_text(self):
        rng = self.rng
        if rng.random() < 0.4:
            return rng.choice(EDGE_STRINGS)
        if rng.randrange(RARELY_LONG) == 0:
            return "".join(chr(rng.randrange(32, 0x2FF)) for _ in range(20_000))
        return "".join(self._character_of_any_plane() for _ in range(rng.randrange(12)))

    def _character_of_any_plane(self):
        kind = self.rng.randrange(8)
        if kind < 5:
            return chr(self.rng.randrange(0x20, 0x7F))
        if kind == 5:
            return chr(self.rng.randrange(0x100))
        if kind == 6:
            return chr(self.rng.choice([*range(0xD7F0, 0xD800), *range(0xE000, 0xE010)]))
        return chr(self.rng.randrange(0x10000, 0x110000))

    def _any_integer(self, bits):
        size = self.rng.randrange(bits)
        value = self.rng.getrandbits(size) if size else 0
        return self.rng.choice([value, -value - 1])

    def _integer(self, shape, _name):
        edges = [self.rng.choice(examples.EDGE_INTEGERS), self._any_integer(32)]
        return self._number(shape, edges, self.count)

    def _long(self, shape, _name):
        edges = [self.rng.choice(examples.EDGE_LONGS), self._any_integer(64)]
        return self._number(shape, edges, self.count)

    def _float(self, shape, _name):
        edges = [self.rng.choice(examples.EDGE_FLOATS), self._any_float()]
        return self._number(shape, edges, self.count + 0.5)

    def _any_float(self):
        """A 32-bit float, by its shortest decimal text."""
        bits = struct.pack("<I", self.rng.getrandbits(32))
        (value,) = struct.unpack("<f", bits)
        if value != value or value in (float("inf"), float("-inf")):
            return 0.5
        for digits in range(1, 10):
            shortest = float(f"{value:.{digits}g}")
            try:
                if struct.pack("<f", shortest) == bits:
                    return shortest
            except OverflowError:
                pass
        raise AssertionError(f"nine digits are enough for {value!r}")

    def _double(self, shape, _name):
        (value,) = struct.unpack("<d", self.rng.randbytes(8))
        is_finite = value == value and abs(value) != float("inf")
        edges = [self.rng.choice(examples.EDGE_DOUBLES), value if is_finite else -0.0]
        edges.append(round(self.rng.uniform(-1000, 1000), self.rng.randrange(6)))
        return self._number(shape, edges, self.count + 0.5)

    def _timestamp(self, shape, _name):
        rng = self.rng
        low, high = rng.choice([(FIRST_SECOND, LAST_SECOND), (-(2**31), 2**32), (-2, 2)])
        micros = 0
        # HTTP dates have no fractions.
        default = "rfc822" if shape.serialization.get("location") == "header" else ""
        if shape.serialization.get("timestampFormat", default).lower() != "rfc822":
            if self.fraction == "millis":
                micros = rng.choice([1, 500, 999, rng.randrange(1, 1000)]) * 1000
            elif self.fraction == "micros":
                micros = rng.randrange(1000, 10**6)
        elif low == FIRST_SECOND:
            low = -2208988800  # 1900: the format is that of HTTP and mail
        # From the year 2242, 64-bit floats do not hold microseconds.
        if self.fraction == "micros":
            high = min(high, 2**33 - 1)
            low = max(low, -(2**33) + 1)
        time = EPOCH + datetime.timedelta(seconds=rng.randrange(low, high), microseconds=micros)
        text = time.isoformat()
        return (text.rstrip("0") if "." in text else text) + "Z"

    def _blob(self, _shape, _name):
        edges = [*examples.EDGE_BLOBS, self.rng.randbytes(self.rng.randrange(40))]
        return base64.b64encode(self.rng.choice(edges)).decode()
