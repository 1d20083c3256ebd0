"""Values in neutral form -> JSON, in all spellings that services use.

This is written independently of any client: wire names, members in any order, members that no
model knows, nulls, and the spellings of numbers, texts and times that services use.
"""

import datetime
import email.utils
import json

from neutral import is_document, parse_time
from respond import EPOCH
from tree import Tree

# Values of members that the model does not have.
UNKNOWN = [
    "null",
    "true",
    '""',
    "[]",
    "{}",
    '{"__type":"Unknown#Thing","a":[null,{"b":1e400}]}',
    "123456789012345678901234567890",
    "-0.0",
    '"\\ud83d\\ude00"',
]
# Other formats of times that botocore reads, as mock servers and programs in Java write them.
OTHER_TIMES = [
    "%Y%m%dT%H%M%SZ",
    "%Y%m%dT%H%M%S",
    "%a, %d %b %Y %H:%M:%S +0000",
    "%d %b %Y %H:%M:%S GMT",
    "%a %b %d %H:%M:%S %Y",
    "%a %b %d %H:%M:%S UTC %Y",
]
# Types for which botocore accepts a null in a list or map.
NULLABLE = {"string", "integer", "long", "boolean", "float", "double", "structure"}


def plain(shape, value):
    """The neutral form as a tree, for parameters. Required members cannot be dropped."""
    if value is None or shape is None or is_document(shape):
        return Tree(json.dumps(value))
    if shape.type_name == "structure":
        return Tree(
            "{",
            (
                (
                    json.dumps(name),
                    plain(shape.members[name], item),
                    name not in shape.required_members and not shape.is_tagged_union,
                )
                for name, item in value.items()
            ),
        )
    least = shape.metadata.get("min", 0)
    if shape.type_name == "list":
        items = enumerate(value)
        return Tree("[", (("", plain(shape.member, it), at >= least) for at, it in items))
    if shape.type_name == "map":
        return Tree(
            "{",
            (
                (json.dumps(key), plain(shape.value, item), at >= least)
                for at, (key, item) in enumerate(value.items())
            ),
        )
    return Tree(json.dumps(value))


class Speller:
    """Spells one document, more or less oddly."""

    def __init__(self, rng):
        self.rng = rng
        self.oddity = rng.choice([0, 0, 0.05, 0.3])
        self.nullable = NULLABLE

    def _is_odd(self):
        return self.rng.random() < self.oddity

    def tree(self, shape, value):
        if is_document(shape):
            return Tree(self._text(json.dumps(value)) if value is None else json.dumps(value))
        kind = shape.type_name
        if kind == "structure":
            return self._structure(shape, value)
        if kind == "list":
            return self._list(shape, value)
        if kind == "map":
            return self._map(shape, value)
        return Tree(self._scalar(shape, value))

    def _structure(self, shape, value):
        members = [
            (
                self._text(shape.members[name].serialization.get("name", name)),
                self.tree(shape.members[name], item),
                name not in shape.required_members and not shape.is_tagged_union,
            )
            for name, item in value.items()
        ]
        known = {m.serialization.get("name", name) for name, m in shape.members.items()}
        if shape.is_tagged_union:
            if self._is_odd() and self._is_odd():
                # An unknown variant beside the known one: unions with two variants are unreadable.
                members = self.rng.choice([[], members])
                members.append(('"variantOfTheFuture"', Tree("{}"), False))
            if self._is_odd():
                members.append(('"__type"', Tree('"x#Variant"'), True))
        elif self._is_odd():
            names = [name for name in ("unknown", "Unknown", "", "__type") if name not in known]
            name = self.rng.choice(names)
            members.append((json.dumps(name), Tree(self.rng.choice(UNKNOWN)), True))
        for name, member in shape.members.items():
            if name not in value and name not in shape.required_members and self._is_odd():
                name = member.serialization.get("name", name)
                members.append((json.dumps(name), Tree("null"), True))
        if self._is_odd():
            self.rng.shuffle(members)
        return Tree("{", members)

    def _list(self, shape, value):
        items = [("", self.tree(shape.member, item), True) for item in value]
        if self._takes_null(shape.member):
            items.insert(self.rng.randrange(len(items) + 1), ("", Tree("null"), True))
        return Tree("[", items)

    def _map(self, shape, value):
        entries = [
            (self._value(key), self.tree(shape.value, item), True) for key, item in value.items()
        ]
        if self._takes_null(shape.value):
            entries.append(('"null entry"', Tree("null"), True))
        return Tree("{", entries)

    def _takes_null(self, shape):
        is_usual = shape.type_name in self.nullable and not getattr(shape, "is_tagged_union", False)
        return is_usual and self._is_odd()

    def _scalar(self, shape, value):
        kind = shape.type_name
        if kind == "string":
            return self._value(value)
        if kind == "blob":
            return self._blob(value)
        if kind == "boolean":
            return json.dumps(value)
        if kind == "timestamp":
            time_format = shape.serialization.get("timestampFormat", "unixTimestamp")
            return self._time(time_format, value)
        if isinstance(value, str):
            return json.dumps(value)  # NaN and the infinities
        text = json.dumps(value)
        if not self._is_odd():
            return text
        if kind in ("float", "double"):
            return self._decimal(value, text)
        # Beyond 53 bits, such a spelling is another number.
        return self.rng.choice([text, f"{text}.0"]) if abs(value) < 2**53 else text

    def _decimal(self, value, text):
        spellings = [text, text.upper(), text.replace("e", "E+") if "e+" not in text else text]
        spellings = [it for it in spellings if "E+-" not in it]
        if value == int(value) and abs(value) < 2**53 and text != "-0.0":
            spellings.append(str(int(value)))
        if "e" not in text:
            spellings.append(text + "e0")
            spellings.append(text + "00")
        return self.rng.choice(spellings)

    def _value(self, text):
        """A text that is no name: it may have half of a surrogate pair."""
        if self._is_odd() and self._is_odd():
            half = self.rng.choice(["\\ud83d", "\\uDE00", "\\udbff\\ud800"])
            at = self.rng.randrange(len(text) + 1)
            return f"{json.dumps(text[:at])[:-1]}{half}{json.dumps(text[at:])[1:]}"
        return self._text(text)

    def _blob(self, text):
        if self._is_odd() and text:
            at = self.rng.randrange(len(text) + 1)
            space = self.rng.choice(["\n", "\r\n", " "])
            return self._text(text[:at] + space + text[at:])
        return self._text(text)

    def _text(self, text):
        if not self._is_odd():
            return json.dumps(text, ensure_ascii=self.rng.random() < 0.5)
        kind = self.rng.randrange(3)
        if kind == 0:
            return json.dumps(text).replace("/", "\\/")
        if kind == 1:
            units = text.encode("utf-16-be")
            pairs = zip(units[::2], units[1::2])
            return '"' + "".join(f"\\u{high:02X}{low:02x}" for high, low in pairs) + '"'
        # DEL and C1 controls need no escape.
        return json.dumps(text, ensure_ascii=False)

    def _time(self, time_format, text):
        time = parse_time(text)
        micros = (time - EPOCH) // datetime.timedelta(microseconds=1)
        seconds, rest = divmod(micros, 10**6)
        number = json.dumps(micros / 10**6) if rest else str(seconds)
        usual = {
            "iso8601": json.dumps(text),
            "rfc822": json.dumps(email.utils.format_datetime(time, usegmt=True)),
        }.get(time_format, number)
        if not self._is_odd():
            return usual
        spellings = [number, json.dumps(text), json.dumps(text.replace("Z", "+00:00"))]
        # Without a zone it is UTC.
        for zone in ("", " UTC", " GMT", "+0000", " +0000", "+00"):
            spellings.append(json.dumps(text.replace("Z", zone)))
            spellings.append(json.dumps(text.replace("T", " ").replace("Z", zone)))
        spellings.append(json.dumps(text.replace(".", ",")))
        if not rest:
            spellings += [json.dumps(time.strftime(it)) for it in OTHER_TIMES]
            spellings += [f"{seconds}.0", f'"{seconds}"']
            spellings.append(f"{seconds:.16E}")  # as Java prints doubles, more or less
            spellings.append(json.dumps(email.utils.format_datetime(time, usegmt=True)))
        if 1001 < time.year < 9999:
            zone = datetime.timezone(datetime.timedelta(minutes=self.rng.choice([-720, -90, 330])))
            spellings.append(json.dumps(time.astimezone(zone).isoformat()))
        return self.rng.choice(spellings)
