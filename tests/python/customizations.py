"""What botocore's clients do for single services, outside of its serializers and models.

Ours do it by the overlays in codegen/overlays, whose unions botocore's models have lost.
"""

import functools
import json
import pathlib

import botocore.awsrequest
import botocore.handlers
import botocore.hooks

OVERLAYS = pathlib.Path(__file__).parents[2] / "codegen" / "overlays"

# The handlers whose effect a shipped overlay has; others are conveniences of Python.
HANDLERS = {
    botocore.handlers.add_accept_header,
    botocore.handlers.add_glacier_checksums,
    botocore.handlers.add_glacier_version,
    botocore.handlers.change_get_to_post,
    botocore.handlers.inject_account_id,
    botocore.handlers.switch_host_machinelearning,
}


@functools.cache
def events():
    # Handlers have older names of some services.
    emitter = botocore.hooks.EventAliaser(botocore.hooks.HierarchicalEmitter())
    for name, handler, *_ in botocore.handlers.BUILTIN_HANDLERS:
        if handler in HANDLERS:
            emitter.register(name, handler)
    return emitter


def emit(event, operation, **arguments):
    service = operation.service_model.service_id.hyphenize()
    events().emit(f"{event}.{service}.{operation.name}", model=operation, **arguments)


def of_params(operation, params):
    """The parameters with defaults, and without those that are not sent."""
    emit("before-parameter-build", operation, params=params)
    copy = presigned_copy(operation)
    if copy and not copy.get("sendsRegions"):
        return {name: value for name, value in params.items() if name != copy["sourceRegion"]}
    return params


def of_request(operation, sent, endpoint):
    """The request for what a serializer made, at an endpoint."""
    # It would presign another request, which only calls do.
    if not presigned_copy(operation):
        emit("before-call", operation, params=sent)
    botocore.awsrequest.prepare_request_dict(sent, endpoint_url=endpoint, context={})
    request = botocore.awsrequest.create_request_object(sent)
    emit("request-created", operation, request=request)
    return request


@functools.cache
def overlay(service_id):
    """The shipped overlay of a service."""
    for path in sorted(OVERLAYS.glob("*.json")):
        found = json.loads(path.read_text(encoding="utf-8"))
        if found["for"]["serviceId"] == service_id:
            return found
    return {}


def with_unions(data):
    """A model with the unions of the shipped overlay."""
    shapes = overlay(data["metadata"].get("serviceId")).get("shapes", {})
    unions = {name: {**data["shapes"][name], "union": True}
              for name, facts in shapes.items() if facts.get("union")}
    return {**data, "shapes": {**data["shapes"], **unions}} if unions else data


def stated(operation, fact):
    """What the shipped overlay states of an operation."""
    facts = overlay(operation.service_model.service_id).get("operations", {})
    return facts.get(operation.name, {}).get(fact)


def endpoint_member(operation):
    """The member whose URL is the endpoint."""
    return stated(operation, "endpointMember")


def presigned_copy(operation):
    """The members of a copy from another region."""
    return stated(operation, "presignedCopy")
