"""Responses and errors of query and ec2, around the elements of xml_spellings."""

import error_choice
from xml_spellings import Element, XmlSpeller, document


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


class QueryErrorResponse(error_choice.ErrorResponse):
    """An error response in the form of its protocol; botocore reads the request id in the body
    only."""

    UNMODELLED = error_choice.UNMODELLED_IN_XML
    NO_DOCUMENT = error_choice.NO_DOCUMENT + [(504, " \n")]

    def _fill(self, operation):
        rng = self.rng
        self._choose_code()
        members = []
        if self.shape is not None:
            value = self._value(True)
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
