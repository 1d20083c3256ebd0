"""Error responses in XML, in the forms that services, and proxies before them, send."""

import re

import bindings
from random_values import RandomValues
from xml_spellings import Document, Element, XmlSpeller, document

UNMODELLED = ["Throttling", "AccessDenied", "SignatureDoesNotMatch", "InternalFailure", "Ärger😀"]
# Responses of a proxy or a broken service.
NO_XML = [
    (502, "<html><body><b>Bad Gateway</b></body></html>"),
    (503, "<html>\n<head></head></html>"),
    (500, ""),
    (400, ""),
    (404, ""),
]


class XmlErrorResponse:
    """An error response: status, headers and the tree of its body, with or without a wrapper."""

    def __init__(self, rng, operation, coverage_of):
        self.place = "nowhere"
        self.status = rng.choice([400, 400, 403, 404, 409, 429, 500, 503])
        self.headers = {}
        self.body = self.text = self.code = self.shape = None
        has_header = rng.random() < 0.4
        if has_header:
            self.headers[rng.choice(["x-amzn-RequestId", "x-amz-request-id"])] = "r-1"
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
            bound = bindings.Bound(rng, self.shape, value, True)
            self.headers.update(bound.headers)
            if bound.tree is not None:
                members = bound.tree.children
        names = {element.name for _, element, _ in members}
        if not names & {"message", "Message"} and rng.random() < 0.8:
            text = XmlSpeller(rng)._text(rng.choice(["m", "Grüße 😀 <&>"]))
            members.append(("", Element("Message", text), True))
        members.append(("", Element("Code", self.code), False))
        rng.shuffle(members)
        request_id = ("", Element("RequestId", "r-1" if has_header else "r-2"), True)
        if rng.random() < 0.3:
            # botocore knows this root only without a namespace.
            self.body = Document("", Element("Error", children=[*members, request_id]))
        else:
            members.append(("", Element("Type", rng.choice(["Sender", "Receiver"])), True))
            error = ("", Element("Error", children=members), False)
            self.body = document(rng, Element("ErrorResponse", children=[error, request_id]))

    def render(self, body, space):
        return {
            "status_code": self.status,
            "headers": self.headers,
            "body": self.text if body is None else body.render(space),
        }

    def as_botocore_reads(self, body):
        """The same error with its message in the only spelling that botocore looks for."""
        return re.sub(r"<(/?)message(?=[\s/>])", r"<\1Message", body)
