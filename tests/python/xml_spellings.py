"""Values in neutral form -> XML, in all spellings that services and XML writers use, written
independently of any client."""

import json

from spellings import Speller
from tree import Tree

# Elements that the model does not have.
UNKNOWN = ["", "text", "<a/>", "<a b='c'><Unknown>1</Unknown></a>", "<!-- - -->", "<![CDATA[<]]>"]


def is_xml(text):
    """Whether XML 1.0 can hold a text."""
    return all(
        character in "\t\n\r" or " " <= character <= "\ud7ff" or "\ue000" <= character <= "\ufffd"
        or character > "\uffff"
        for character in text
    )


class Element(Tree):
    """An element: its children, of which only the trees count, or the spelling of its text."""

    def __init__(self, name, text="", children=(), attributes=""):
        super().__init__(text, children)
        self.name = name
        self.attributes = attributes

    def with_children(self, children):
        return Element(self.name, self.text, children, self.attributes)

    def render(self, space=""):
        start = f"<{self.name}{self.attributes}"
        if not self.children:
            return f"{start}>{self.text}</{self.name}>" if self.text else f"{start}/>"
        inside = space.join(["", *(child.render(space) for _, child, _ in self.children), ""])
        return f"{start}>{inside}</{self.name}>"


class XmlSpeller:
    """Spells one document, more or less oddly."""

    def __init__(self, rng):
        self.rng = rng
        self.oddity = rng.choice([0, 0, 0.05, 0.3])
        self.times = Speller(rng)
        self.times.oddity = self.oddity

    def _is_odd(self):
        return self.rng.random() < self.oddity

    def tree(self, shape, value, name):
        """The element of a value that is not flattened."""
        kind = shape.type_name
        if kind == "structure":
            return self._structure(shape, value, name)
        if kind == "list":
            return Element(name, children=_children(self._items(shape, value, None)))
        if kind == "map":
            entries = [self._entry(shape, key, item, "entry") for key, item in value.items()]
            return Element(name, children=_children(entries))
        return Element(name, self._scalar(shape, value))

    def _structure(self, shape, value, name):
        attributes = ""
        groups = []
        for member_name, item in value.items():
            member = shape.members[member_name]
            wire = member.serialization.get("name", member_name)
            if member.serialization.get("xmlAttribute"):
                attributes += f" {wire}={self._attribute(item)}"
                continue
            may_be_dropped = (
                member_name not in shape.required_members and not shape.is_tagged_union
            )
            groups.append([("", it, may_be_dropped) for it in self._member(member, item, wire)])
        if self._is_odd():
            unknown = "VariantOfTheFuture" if shape.is_tagged_union else "Unknown"
            if not shape.is_tagged_union or not groups:
                groups.append([("", Element(unknown, self.rng.choice(UNKNOWN)), True)])
        if self._is_odd():
            self.rng.shuffle(groups)
        return Element(name, children=sum(groups, []), attributes=attributes)

    def _member(self, shape, value, wire):
        if shape.serialization.get("flattened"):
            if shape.type_name == "list":
                return self._items(shape, value, wire)
            return [self._entry(shape, key, item, wire) for key, item in value.items()]
        return [self.tree(shape, value, wire)]

    def _items(self, shape, value, name):
        name = name or shape.member.serialization.get("name", "member")
        return [self.tree(shape.member, item, name) for item in value]

    def _entry(self, shape, key, value, name):
        key = self.tree(shape.key, key, shape.key.serialization.get("name", "key"))
        value = self.tree(shape.value, value, shape.value.serialization.get("name", "value"))
        parts = [("", key, False), ("", value, False)]
        if self._is_odd():
            parts.reverse()
        return Element(name, children=parts)

    def _scalar(self, shape, value):
        kind = shape.type_name
        if kind == "string":
            return self._text(value)
        if kind == "boolean":
            return json.dumps(value)
        if kind == "timestamp":
            text = self.times._time(shape.serialization.get("timestampFormat", "iso8601"), value)
            return self._padded(json.loads(text) if text.startswith('"') else text)
        if kind == "blob":
            return self._padded(value)
        if isinstance(value, str):
            return value  # NaN and the infinities
        return self._padded(json.dumps(value))

    def _padded(self, text):
        space = self.rng.choice(["", " ", "\n  "]) if self._is_odd() else ""
        return f"{space}{text}{space}"

    def _attribute(self, text):
        quote = self.rng.choice("'\"")
        escaped = {"&": "&amp;", "<": "&lt;", quote: f"&#{ord(quote)};"}
        return quote + "".join(
            escaped.get(it, f"&#{ord(it)};" if it in "\t\n\r" else it) for it in text
        ) + quote

    def _text(self, text):
        usual = {"&": "&amp;", "<": "&lt;", ">": "&gt;", "\r": "&#xD;"}
        if not self._is_odd():
            return "".join(usual.get(it, it) for it in text)
        kind = self.rng.randrange(4)
        if kind == 0:
            return "".join(f"&#{ord(it)};" for it in text)
        if kind == 1:
            return "".join(f"&#x{ord(it):x};" for it in text)
        if kind == 2 and "]]>" not in text and "\r" not in text:
            return f"<![CDATA[{text}]]>"
        # In parts, which comments and instructions divide.
        at = self.rng.randrange(len(text) + 1)
        between = self.rng.choice(["<!-- between -->", "<?between?>", "<![CDATA[]]>"])
        escaped = ("".join(usual.get(it, it) for it in part) for part in (text[:at], text[at:]))
        return between.join(escaped)


def _children(elements):
    return [("", element, True) for element in elements]


def document(rng, root):
    """The root in a document, which may declare things that do not matter."""
    if rng.random() < 0.3:
        root.attributes += ' xmlns="https://example.com/doc/2020-02-02/"'
    return Document(rng.choice(["", '<?xml version="1.0" encoding="UTF-8"?>\n']), root)


class Document(Tree):
    """A root with what is before it."""

    def __init__(self, start, root):
        super().__init__("", root.children)
        self.start = start
        self.root = root

    def with_children(self, children):
        return Document(self.start, self.root.with_children(children))

    def render(self, space=""):
        return self.start + self.root.render(space)
