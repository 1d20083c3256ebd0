"""moto's CodeBuild on 127.0.0.1, with additions.

Prints one line {"port": N} and serves until stdin closes, so it ends with the test process.
Additions: RetryBuild, `idempotencyToken` of StartBuild and RetryBuild (moto ignores it), and
GET /__calls, which answers how often each operation was requested: {"StartBuild": 1, ...}.
Functions of Lambda answer with what they get, because there is no docker.
"""

import collections
import contextlib
import json
import logging
import sys
import threading
import types

# moto's API Gateway imports a validator of OpenAPI documents, which no test sends.
VALIDATOR = "openapi_spec_validator"
for module in (VALIDATOR, f"{VALIDATOR}.validation", f"{VALIDATOR}.validation.exceptions"):
    sys.modules.setdefault(module, types.ModuleType(module))
sys.modules[VALIDATOR].validate = None
sys.modules[f"{VALIDATOR}.validation.exceptions"].OpenAPIValidationError = ValueError

from moto.codebuild.exceptions import InvalidInputException, ResourceNotFoundException
from moto.codebuild.models import CodeBuildBackend
from moto.codebuild.responses import CodeBuildResponse, _validate_required_params_id
from moto.core.config import default_user_config
from moto.core.responses import ActionResult
from moto.moto_server.werkzeug_app import DomainDispatcherApplication, create_backend_app
from werkzeug.serving import make_server


# Parallel requests with one token must not start two builds.
LOCK = threading.Lock()


def once_per_token(action):
    """Makes a handler repeat its first answer for requests with a known idempotencyToken."""
    answers = {}  # (account, region, token) -> (parameters, answer)

    def handler(self):
        with LOCK:
            token = self._get_param("idempotencyToken")
            if token is None:
                return action(self)
            key = (self.current_account, self.region, token)
            params = json.loads(self.body)
            if key not in answers:
                answers[key] = (params, action(self))  # an error raises and is not kept
            first_params, answer = answers[key]
            if params != first_params:
                # "If you repeat the request with the same token, but change a parameter, AWS
                # CodeBuild returns a parameter mismatch error" (model documentation).
                raise InvalidInputException("Parameter mismatch for the idempotency token")
            return answer

    return handler


def retry_build(self):
    """RetryBuild: a new build of the same project and source version."""
    backend: CodeBuildBackend = self.codebuild_backend
    build_id = self._get_param("id") or ""
    _validate_required_params_id(build_id, backend.list_builds())
    old = next(
        build
        for builds in backend.build_metadata_history.values()
        for build in builds
        if build["id"] == build_id
    )
    project = old["projectName"]
    if project not in backend.codebuild_projects:
        raise ResourceNotFoundException(f"Project cannot be found: {project}")
    new = backend.start_build(project, old["sourceVersion"], old["artifacts"])
    return ActionResult({"build": new})


CodeBuildResponse.start_build = once_per_token(CodeBuildResponse.start_build)
CodeBuildResponse.retry_build = once_per_token(retry_build)


class CountingApp:
    """WSGI wrapper that counts the operations requested from moto."""

    def __init__(self, app):
        self.app = app
        self.calls = collections.Counter()

    def __call__(self, environ, start_response):
        if environ["PATH_INFO"] == "/__calls":
            start_response("200 OK", [("Content-Type", "application/json")])
            return [json.dumps(self.calls).encode()]
        target = environ.get("HTTP_X_AMZ_TARGET", "")
        if target:
            self.calls[target.rpartition(".")[2]] += 1
        return self.app(environ, start_response)


def main():
    logging.getLogger("werkzeug").setLevel(logging.ERROR)  # no line per request
    default_user_config["lambda"]["use_docker"] = False
    app = CountingApp(DomainDispatcherApplication(create_backend_app))
    server = make_server("127.0.0.1", 0, app, threaded=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    print(json.dumps({"port": server.server_port}), flush=True)
    with contextlib.redirect_stdout(sys.stderr):  # moto prints hints
        sys.stdin.buffer.read()
    server.shutdown()


if __name__ == "__main__":
    main()
