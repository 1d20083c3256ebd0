"""Error responses in all forms that services, and proxies before them, send."""

import json

import bindings
from random_values import RandomValues
from spellings import Speller
from tree import Tree

URI = ":http://internal.amazon.com/coral/com.amazon.coral.service/"
UNMODELLED = [
    "ThrottlingException",
    "AccessDeniedException",
    "UnrecognizedClientException",
    "InternalFailure",
    "ExpiredTokenException",
    "Ärger😀",
]
# Responses of a proxy or a broken service.
NO_JSON = [
    (502, "<html><body><b>Bad Gateway</b></body></html>"),
    (503, "<html>\n<head></head></html>"),
    (500, ""),
    (504, " \n"),
    (400, ""),
    (404, "{}"),
    (429, '{"message":null}'),
    (403, '{"message":"Missing Authentication Token"}'),
]


class ErrorResponse:
    """An error response: status, headers and the tree of its body, with the error's code where it
    stands. `place` says where: in `__type`, in the header, in `code` or nowhere."""

    def __init__(self, rng, operation, coverage_of):
        self.rng = rng
        self.status = rng.choice([400, 400, 400, 403, 404, 409, 429, 500, 503])
        self.headers = {}
        if rng.random() < 0.8:
            self.headers[rng.choice(["x-amzn-RequestId", "X-Amzn-Requestid"])] = "r-1"
        self.body = None
        self.code = None
        self.place = "nowhere"
        self.shape = None
        kind = rng.random()
        if kind < 0.1:
            self.status, self.text = rng.choice(NO_JSON)
            return
        self.text = None
        listed = operation.error_shapes
        of_others = [it for it in operation.service_model.error_shapes if it not in listed]
        if kind < 0.75 and listed:
            wanted = [it for it in listed if coverage_of(it).unmade]
            self.shape = rng.choice(wanted or listed)
        elif kind < 0.85 and of_others:
            self.shape = rng.choice(of_others)
        self._fill(operation, coverage_of)

    def _fill(self, operation, coverage_of):
        rng = self.rng
        speller = Speller(rng)
        if self.shape is None:
            self.code = rng.choice(UNMODELLED)
            tree = Tree("{", [('"message"', Tree(json.dumps("Grüße 😀\n")), True)])
        else:
            # botocore calls a shape by another code where the model says so.
            self.code = self.shape.error_code
            breadth = rng.choice([0, 0.5, 1])
            maker = RandomValues(rng, coverage_of(self.shape), True, breadth, 60)
            value = maker.make(self.shape, self.shape.name)
            if bindings.is_rest(operation):
                bound = bindings.Bound(rng, self.shape, value)
                self.headers.update(bound.headers)
                tree = bound.tree or Tree("{")
            else:
                tree = speller.tree(self.shape, value)
        members = [it for it in tree.children if it[0] != '"__type"']
        names = {json.loads(name) for name, _, _ in members}
        # Where an error has a member `code`, the code cannot stand there.
        of_code = (it for it in operation.service_model.error_shapes if it.error_code == self.code)
        shape = self.shape or next(of_code, None)
        if not names & {"message", "Message"} and rng.random() < 0.8:
            # AWS sends it even if the model does not have it.
            name = rng.choice(['"message"', '"Message"'])
            members.append((name, Tree(json.dumps(rng.choice(["m", "", "Grüße 😀\n"]))), True))
        places = ["__type", "__type", "__type"]
        if self.code.isascii():
            places.append("header")
        if "code" not in names and (shape is None or "code" not in shape.members):
            places.append("code")
        self.place = rng.choice(places)
        code = self._decorated()
        if self.place == "header":
            self.headers["X-Amzn-ErrorType"] = code
        else:
            members.append((json.dumps(self.place), Tree(json.dumps(code)), False))
        rng.shuffle(members)
        self.body = Tree("{", members)

    def _decorated(self):
        start = self.rng.choice(["", "", "com.amazonaws.service#", "a#b#"])
        return start + self.code + self.rng.choice(["", "", URI, URI + "#x"])

    def render(self, body, space):
        return {
            "status_code": self.status,
            "headers": self.headers,
            "body": self.text if body is None else body.render(space),
        }

    def as_botocore_reads(self, body):
        """The same error with its code in `__type`, the only place where botocore looks."""
        code = ('"__type"', Tree(json.dumps(self.code)), False)
        others = [it for it in body.children if it[0] != '"code"' or self.place != "code"]
        return Tree("{", [*others, code]).render()
