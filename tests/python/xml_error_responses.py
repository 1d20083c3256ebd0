"""Error responses in XML, in the forms that services, and proxies before them, send."""

import re

import bindings
import error_choice
from xml_spellings import Document, Element, XmlSpeller, document


class XmlErrorResponse(error_choice.ErrorResponse):
    """An error response in XML, with or without a wrapper."""

    UNMODELLED = error_choice.UNMODELLED_IN_XML
    NO_DOCUMENT = error_choice.NO_DOCUMENT + [(400, ""), (404, "")]

    def _headers(self):
        if self.rng.random() < 0.4:
            return {self.rng.choice(["x-amzn-RequestId", "x-amz-request-id"]): "r-1"}
        return {}

    def _fill(self, _operation):
        rng = self.rng
        self._choose_code()
        # The same in both places, or only in the body.
        request_id = "r-1" if self.headers else "r-2"
        members = []
        if self.shape is not None:
            bound = bindings.Bound(rng, self.shape, self._value(True), True)
            self.headers.update(bound.headers)
            if bound.tree is not None:
                members = bound.tree.children
        names = {element.name for _, element, _ in members}
        if not names & {"message", "Message"} and rng.random() < 0.8:
            text = XmlSpeller(rng)._text(rng.choice(["m", "Grüße 😀 <&>"]))
            members.append(("", Element("Message", text), True))
        members.append(("", Element("Code", self.code), False))
        rng.shuffle(members)
        request_id = ("", Element("RequestId", request_id), True)
        if rng.random() < 0.3:
            # botocore knows this root only without a namespace.
            self.body = Document("", Element("Error", children=[*members, request_id]))
        else:
            members.append(("", Element("Type", rng.choice(["Sender", "Receiver"])), True))
            error = ("", Element("Error", children=members), False)
            self.body = document(rng, Element("ErrorResponse", children=[error, request_id]))

    def as_botocore_reads(self, body):
        """The same error with its message in the only spelling that botocore looks for."""
        return re.sub(r"<(/?)message(?=[\s/>])", r"<\1Message", body)
