"""Responses and errors of query and ec2, around the elements of xml_spellings."""

from random_values import RandomValues
from xml_spellings import Element, XmlSpeller, document

UNMODELLED = ["Throttling", "AccessDenied", "SignatureDoesNotMatch", "InternalFailure", "Ärger😀"]
# Responses of a proxy or a broken service.
NO_XML = [
    (502, "<html><body><b>Bad Gateway</b></body></html>"),
    (503, "<html>\n<head></head></html>"),
    (500, ""),
    (504, " \n"),
]


def speaks(operation):
    return operation.service_model.resolved_protocol in ("query", "ec2")


def _is_query(operation):
    return operation.service_model.resolved_protocol == "query"


def response(rng, operation, value):
    """A successful response."""
    shape = operation.output_shape
    name = f"{operation.name}Response"
    if _is_query(operation):
        parts = [Element("ResponseMetadata", children=[("", Element("RequestId", "r-1"), True)])]
        if shape is not None:
            wrapper = shape.serialization["resultWrapper"]
            parts.insert(0, XmlSpeller(rng).tree(shape, value, wrapper))
        return document(rng, Element(name, children=[("", part, True) for part in parts]))
    root = Element(name) if shape is None else XmlSpeller(rng).tree(shape, value, name)
    root.children.append(("", Element("requestId", "r-1"), True))
    return document(rng, root)


class QueryErrorResponse:
    """An error response: status and the tree of its body, in the form of its protocol."""

    def __init__(self, rng, operation, coverage_of):
        self.place = "nowhere"
        self.status = rng.choice([400, 400, 403, 404, 409, 429, 500, 503])
        # botocore reads the request id in the body only.
        self.headers = {}
        self.body = self.text = self.code = self.shape = None
        kind = rng.random()
        if kind < 0.1:
            self.status, self.text = rng.choice(NO_XML)
            return
        listed = operation.error_shapes
        of_others = [it for it in operation.service_model.error_shapes if it not in listed]
        if kind < 0.75 and listed:
            wanted = [it for it in listed if coverage_of(it).unmade]
            self.shape = rng.choice(wanted or listed)
        elif kind < 0.85 and of_others:
            self.shape = rng.choice(of_others)
        members = []
        if self.shape is None:
            self.code = rng.choice(UNMODELLED)
        else:
            self.code = self.shape.error_code
            maker = RandomValues(rng, coverage_of(self.shape), True, rng.choice([0, 0.5, 1]), 60)
            maker.is_xml = True
            value = maker.make(self.shape, self.shape.name)
            # Services spell it with a capital letter, whatever the model does.
            value = {name: it for name, it in value.items() if name.lower() != "message"}
            members = XmlSpeller(rng).tree(self.shape, value, "Error").children
        if rng.random() < 0.8:
            text = XmlSpeller(rng)._text(rng.choice(["m", "Grüße 😀 <&>\n"]))
            members.append(("", Element("Message", text), True))
        members.append(("", Element("Code", self.code), False))
        if _is_query(operation):
            members.append(("", Element("Type", rng.choice(["Sender", "Receiver"])), True))
        rng.shuffle(members)
        error = Element("Error", children=members)
        if _is_query(operation):
            parts = [("", error, False), ("", Element("RequestId", "r-1"), True)]
            root = Element("ErrorResponse", children=parts)
        else:
            errors = Element("Errors", children=[("", error, False)])
            parts = [("", errors, False), ("", Element("RequestID", "r-1"), True)]
            root = Element("Response", children=parts)
        self.body = document(rng, root)

    def render(self, body, space):
        return {
            "status_code": self.status,
            "headers": self.headers,
            "body": self.text if body is None else body.render(space),
        }
