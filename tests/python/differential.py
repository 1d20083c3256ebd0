"""Random cases for generated clients, with botocore's results.

    differential.py JOB            prints all cases of a service, a line each
    differential.py JOB CASE       minimizes one case step by step, directed by stdin

JOB is a JSON object: "service", "crate" (its name in the program that answers), "operations",
"seed", "cases" (how many), and perhaps "model", the path of a service-2.json that is not botocore's.

A line is a question for the program, a tab and the case: {"id", "expected", "asked"}. "expected" is
botocore's result, "asked" the name of a deviation for which botocore was given another spelling.
The last line is a tab and {"sent": …, "unsent": […]}: how many members were sent, and which were not.

Case n of an operation is always the same for a seed, whatever else is made. An id is
`service/operation/kind/n`, and the kinds are `request`, `response` and `error`.

To minimize a case, it prints the number of candidates and then these, as lines; the first time
it is the case itself. It reads the index of the one to go on with, and ends with an empty line.
"""

import itertools
import json
import logging
import os
import random
import sys
import time

import botocore.model

import bindings
import customizations
import oracle
import query_messages
import spellings
from coverage import Coverage
from error_responses import JsonErrorResponse
from random_values import RandomValues
from xml_error_responses import XmlErrorResponse

KINDS = ("request", "response", "error")
# How many of 20 cases are of each kind, in this order.
TURNS = ["request"] * 9 + ["response"] * 7 + ["error"] * 4
# Bodies of responses without members.
EMPTY = ["", "", "{}", "null", '{"unknown":[1]}']
# As many more cases as this are made of one kind if some member was not sent by then.
MORE_FOR_COVERAGE = 2000
# Values of a member that states the endpoint: others are refused before sending.
ENDPOINTS = ["", "https://a.example.com", "https://b.example.com:8443/path?query"]


class Case:
    """A question and botocore's result. `tree` is the document that can be minimized."""

    def __init__(self, identifier, tree, ask):
        self.identifier = identifier
        self.tree = tree
        self.ask = ask

    def line(self, tree=None):
        question, facts = self.ask(self.tree if tree is None else tree)
        facts = {"id": self.identifier, **facts}
        return f"{json.dumps(question)}\t{json.dumps(facts, allow_nan=False)}"


class Stream:
    """The cases of one kind of an operation, one after the other."""

    def __init__(self, job, operation, kind):
        self.job = job
        self.operation = operation
        self.kind = kind
        self.start = f"{job['service']}/{operation.name}/{kind}"
        shape = {
            "request": operation.input_shape,
            "response": operation.output_shape,
            "error": None,
        }[kind]
        self.shape = shape
        self.coverage = Coverage(shape)
        self.coverage_of_errors = {}
        self.number = 0

    def next(self):
        identifier = f"{self.start}/{self.number}"
        rng = random.Random(f"{self.job['seed']}:{identifier}")
        case = getattr(self, f"_{self.kind}")(identifier, rng)
        self.number += 1
        return case

    def coverages(self):
        return [self.coverage, *self.coverage_of_errors.values()]

    def unsent(self):
        return set().union(*(it.all - it.sent for it in self.coverages()))

    def sent(self):
        return set().union(*(it.sent for it in self.coverages()))

    def _value(self, rng, is_output):
        if self.shape is None:
            return {}
        # The first case is the smallest one; then members that were not sent yet come first.
        breadth, room = rng.choice([(0, 20), (0.1, 60), (0.3, 60), (0.7, 60), (1, 150)])
        if self.number == 0:
            breadth, room = 0, 0
        elif self.coverage.unmade:
            breadth, room = 0, 400
        maker = RandomValues(rng, self.coverage, is_output, breadth, room)
        maker.is_xml = bindings.has_xml(self.operation)
        maker.is_xml |= is_output and query_messages.speaks(self.operation)
        value = maker.make(self.shape, self.shape.name)
        endpoint = customizations.endpoint_member(self.operation)
        if not is_output and endpoint in value:
            value[endpoint] = rng.choice(ENDPOINTS)
        self.has_fractions = maker.fraction is not None
        return value

    def _question(self):
        return {"crate": self.job["crate"], "operation": self.operation.name}

    def _request(self, identifier, rng):
        value = self._value(rng, False)
        # Whole seconds stay, others are cut to milliseconds.
        precision = "default"
        if self.shape is not None and self.has_fractions:
            precision = "millisecond"

        def ask(tree):
            params = json.loads(tree.render())
            report = oracle.report_of(self.operation, params)
            assert not report, f"{identifier} is not valid: {report}"
            expected = oracle.request_of(self.operation, params, precision)
            return {**self._question(), "params": params}, {"expected": expected}

        if self.shape is not None:
            self.coverage.note(self.shape, value)
        return Case(identifier, spellings.plain(self.shape, value), ask)

    def _response(self, identifier, rng):
        value = self._value(rng, True)
        space = rng.choice(["", "", "", " ", "\n\t\r "])
        status, headers = rng.choice([200, 200, 200, 201, 202]), {}
        if query_messages.speaks(self.operation):
            tree = query_messages.response(rng, self.operation, value)
        elif self.shape is None:
            empty = ["", "", "<a/>"] if bindings.has_xml(self.operation) else EMPTY
            tree = spellings.Tree(rng.choice(empty))
        elif bindings.is_rest(self.operation):
            bound = bindings.Bound(rng, self.shape, value, bindings.has_xml(self.operation))
            tree, headers = bound.body(), bound.headers
            status = bound.status or status
        else:
            tree = spellings.Speller(rng).tree(self.shape, value)

        def ask(tree):
            body = tree.render(space)
            response = {"headers": {"x-amzn-requestid": "r-1", **headers}, "body": body}
            try:
                expected = oracle.parsed(self.operation, {**response, "status": status})
                if self.shape is not None:
                    self.coverage.note(self.shape, expected["value"])
            except Exception as error:
                expected = {"failure": f"{type(error).__name__}: {error}"}
            question = {**self._question(), "response": {"status_code": status, **response}}
            return question, {"expected": expected}

        return Case(identifier, tree, ask)

    def _error(self, identifier, rng):
        is_query = query_messages.speaks(self.operation)
        make = XmlErrorResponse if bindings.has_xml(self.operation) else JsonErrorResponse
        make = query_messages.QueryErrorResponse if is_query else make
        error = make(rng, self.operation, self._coverage_of)
        space = rng.choice(["", "", "", " ", "\n"])
        tree = error.body if error.body is not None else spellings.Tree(error.text)

        def ask(tree):
            response = error.render(None if error.body is None else tree, space)
            facts = {}
            read = {"headers": response["headers"], "body": response["body"]}
            if is_query:
                pass
            elif bindings.has_xml(self.operation):
                read["body"] = error.as_botocore_reads(read["body"])
                if read["body"] != response["body"]:
                    facts["asked"] = "error message in lower case"
            elif bindings.is_rest(self.operation):
                if error.place == "code":
                    facts["asked"] = "error code in code"
                if error.code is not None and error.code.isascii():
                    # Where botocore looks first; it prefers `code` to `__type`.
                    read["headers"] = {**read["headers"], "x-amzn-errortype": error.code}
            elif error.place in ("header", "code"):
                facts["asked"] = f"error code in {error.place}"
                read["body"] = error.as_botocore_reads(tree)
            expected = oracle.parsed(self.operation, {**read, "status": error.status})
            fields = expected["error"]["fields"]
            if error.shape in self.operation.error_shapes and fields is not None:
                # Only what botocore has read counts as sent.
                self._coverage_of(error.shape).note(error.shape, fields)
                self._note_message(error.shape, expected)
            facts["expected"] = expected
            facts["listed"] = error.shape in self.operation.error_shapes
            return {**self._question(), "response": response}, facts

        return Case(identifier, tree, ask)

    def _note_message(self, shape, expected):
        if expected["error"]["Message"]:
            for name in shape.members:
                if name.lower() == "message":
                    self._coverage_of(shape).sent.add((shape.name, name))

    def _coverage_of(self, shape):
        if shape.name not in self.coverage_of_errors:
            self.coverage_of_errors[shape.name] = Coverage(shape)
            if shape in self.operation.error_shapes:
                return self.coverage_of_errors[shape.name]
            # Members of unlisted errors are not read and need not be sent.
            self.coverage_of_errors[shape.name].all = frozenset()
        return self.coverage_of_errors[shape.name]


def service_model(job):
    if job.get("model"):
        with open(job["model"], encoding="utf-8") as file:
            return botocore.model.ServiceModel(json.load(file), job["service"])
    return oracle.service_model(job["service"])


def all_cases(job, output):
    model = service_model(job)
    quotas = [job["cases"] // len(job["operations"])] * len(job["operations"])
    for index in range(job["cases"] % len(job["operations"])):
        quotas[index] += 1
    sent, unsent, count = set(), [], 0
    for name, quota in zip(job["operations"], quotas):
        operation = model.operation_model(name)
        streams = {kind: Stream(job, operation, kind) for kind in KINDS}
        for _, kind in zip(range(quota), itertools.cycle(shuffled(TURNS))):
            output.write(streams[kind].next().line() + "\n")
            count += 1
        for stream in streams.values():
            for _ in range(MORE_FOR_COVERAGE if job.get("cover") else 0):
                if not stream.unsent():
                    break
                output.write(stream.next().line() + "\n")
                count += 1
            sent.update((stream.kind, *pair) for pair in stream.sent())
            missing = sorted(f"{structure}.{member}" for structure, member in stream.unsent())
            unsent.extend(f"{stream.start}: {member}" for member in missing)
    summary = {"cases": count, "sent": len(sent), "unsent": unsent}
    output.write(f"\t{json.dumps(summary)}\n")
    output.flush()


def shuffled(turns):
    """The kinds in turn, so that a few cases have all of them."""
    return random.Random(0).sample(turns, len(turns))


def case_of(job, identifier):
    _, operation, kind, number = identifier.rsplit("/", 3)
    stream = Stream(job, service_model(job).operation_model(operation), kind)
    for _ in range(int(number)):
        stream.next()
    return stream.next()


def make_smaller(job, identifier, output):
    case = case_of(job, identifier)
    tree, candidates = case.tree, [case.tree]
    while True:
        lines = [case.line(candidate) for candidate in candidates]
        output.write("".join(f"{line}\n" for line in [len(lines), *lines]))
        output.flush()
        answer = sys.stdin.readline().strip()
        if not answer:
            return
        tree = candidates[int(answer)]
        candidates = list(tree.smaller())


def main():
    os.environ["TZ"] = "UTC"  # as in oracle.py
    time.tzset()
    logging.disable(logging.CRITICAL)
    job = json.loads(sys.argv[1])
    # Unicode is written as JSON escapes.
    output = os.fdopen(sys.stdout.fileno(), "w", encoding="ascii", buffering=1 << 16)
    if len(sys.argv) > 2:
        make_smaller(job, sys.argv[2], output)
    else:
        all_cases(job, output)


if __name__ == "__main__":
    main()
