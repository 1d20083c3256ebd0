"""What error responses of all protocols have in common: which error one has, and its form."""

from random_values import RandomValues

# Codes of errors that models of XML services do not have.
UNMODELLED_IN_XML = [
    "Throttling",
    "AccessDenied",
    "SignatureDoesNotMatch",
    "InternalFailure",
    "Ärger😀",
]
# Responses of a proxy or a broken service.
NO_DOCUMENT = [
    (502, "<html><body><b>Bad Gateway</b></body></html>"),
    (503, "<html>\n<head></head></html>"),
    (500, ""),
]


class ErrorResponse:
    """An error response: status, headers and the tree of its body, or a text that is no document.
    `code` and `shape` say which error it is; `place` where the code stands, if not always in the
    same place. A class of a protocol has its `UNMODELLED` codes, its responses with `NO_DOCUMENT`,
    and the method `_fill`, which chooses the code and makes the document."""

    STATUSES = [400, 400, 403, 404, 409, 429, 500, 503]

    def __init__(self, rng, operation, coverage_of):
        self.rng = rng
        self.coverage_of = coverage_of
        self.status = rng.choice(self.STATUSES)
        self.headers = self._headers()
        self.body = self.text = self.code = self.shape = None
        self.place = "nowhere"
        kind = rng.random()
        if kind < 0.1:
            self.status, self.text = rng.choice(self.NO_DOCUMENT)
            return
        listed = operation.error_shapes
        of_others = [it for it in operation.service_model.error_shapes if it not in listed]
        if kind < 0.75 and listed:
            wanted = [it for it in listed if coverage_of(it).unmade]
            self.shape = rng.choice(wanted or listed)
        elif kind < 0.85 and of_others:
            self.shape = rng.choice(of_others)
        self._fill(operation)

    def _headers(self):
        """Those besides members of the error."""
        return {}

    def _choose_code(self):
        if self.shape is None:
            self.code = self.rng.choice(self.UNMODELLED)
        else:
            # botocore calls a shape by another code where the model says so.
            self.code = self.shape.error_code

    def _value(self, is_xml):
        """A value of the error's shape."""
        rng = self.rng
        breadth = rng.choice([0, 0.5, 1])
        maker = RandomValues(rng, self.coverage_of(self.shape), True, breadth, 60)
        maker.is_xml = is_xml
        return maker.make(self.shape, self.shape.name)

    def render(self, body, space):
        return {
            "status_code": self.status,
            "headers": self.headers,
            "body": self.text if body is None else body.render(space),
        }
