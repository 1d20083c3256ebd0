"""Error responses in all forms that services, and proxies before them, send."""

import json

import bindings
import error_choice
from spellings import Speller
from tree import Tree

URI = ":http://internal.amazon.com/coral/com.amazon.coral.service/"


class JsonErrorResponse(error_choice.ErrorResponse):
    """An error response in JSON. `place` says where its code stands: in `__type`, in the header, in
    `code` or nowhere."""

    STATUSES = [400, 400, 400, 403, 404, 409, 429, 500, 503]
    UNMODELLED = [
        "ThrottlingException",
        "AccessDeniedException",
        "UnrecognizedClientException",
        "InternalFailure",
        "ExpiredTokenException",
        "Ärger😀",
    ]
    NO_DOCUMENT = error_choice.NO_DOCUMENT + [
        (504, " \n"),
        (400, ""),
        (404, "{}"),
        (429, '{"message":null}'),
        (403, '{"message":"Missing Authentication Token"}'),
    ]

    def _headers(self):
        if self.rng.random() < 0.8:
            return {self.rng.choice(["x-amzn-RequestId", "X-Amzn-Requestid"]): "r-1"}
        return {}

    def _fill(self, operation):
        rng = self.rng
        speller = Speller(rng)
        self._choose_code()
        if self.shape is None:
            tree = Tree("{", [('"message"', Tree(json.dumps("Grüße 😀\n")), True)])
        else:
            value = self._value(False)
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

    def as_botocore_reads(self, body):
        """The same error with its code in `__type`, the only place where botocore looks."""
        code = ('"__type"', Tree(json.dumps(self.code)), False)
        others = [it for it in body.children if it[0] != '"code"' or self.place != "code"]
        return Tree("{", [*others, code]).render()
