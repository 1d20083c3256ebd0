"""boto3 against a CodeBuild server: reads a URL from stdin, prints the results as a line of JSON.

The first two requests are throttled by the server. The lists have pages of two.
"""

import json
import sys

import boto3
import botocore.config
import botocore.exceptions


def client_of(url):
    return boto3.client(
        "codebuild",
        endpoint_url=url,
        region_name="us-east-1",
        aws_access_key_id="AKIDEXAMPLE",
        aws_secret_access_key="secret",
        config=botocore.config.Config(retries={"mode": "standard", "total_max_attempts": 5}),
    )


def create(client, name):
    return client.create_project(
        name=name,
        source={"type": "NO_SOURCE", "buildspec": "version: 0.2"},
        artifacts={"type": "NO_ARTIFACTS"},
        environment={
            "type": "LINUX_CONTAINER",
            "image": "aws/codebuild/standard:7.0",
            "computeType": "BUILD_GENERAL1_SMALL",
            "environmentVariables": [{"name": "GRÜSSE", "value": "😀"}],
        },
        serviceRole="arn:aws:iam::123456789012:role/build",
        tags=[{"key": "team", "value": "ci"}],
    )


def seen_as(client, call):
    """The exception's class, code, message and status."""
    try:
        call()
    except client.exceptions.ClientError as error:
        response = error.response
        return [
            type(error).__name__,
            response["Error"]["Code"],
            response["Error"]["Message"],
            response["ResponseMetadata"]["HTTPStatusCode"],
        ]
    return None


def ids(client, operation, **arguments):
    pages = list(client.get_paginator(operation).paginate(**arguments))
    return [len(page["ids"]) for page in pages], [id for page in pages for id in page["ids"]]


def run(url):
    client = client_of(url)
    created = create(client, "demo")
    answer = {
        "attempts": created["ResponseMetadata"]["RetryAttempts"],
        "request_id": created["ResponseMetadata"]["RequestId"],
        "environment": created["project"]["environment"]["environmentVariables"],
        "tags": created["project"]["tags"],
        "again": seen_as(client, lambda: create(client, "demo")),
        "unknown_project": seen_as(client, lambda: client.start_build(projectName="q")),
    }

    started = client.start_build(projectName="demo")["build"]
    answer["start_time"] = started["startTime"].year > 2000
    retried = [
        client.retry_build(id=started["id"], idempotencyToken=token)["build"]["id"]
        for token in ["t-1", "t-1", "t-2"]
    ]
    answer["retried"] = [retried.index(id) for id in retried]
    answer["token_misused"] = seen_as(
        client, lambda: client.retry_build(id=retried[0], idempotencyToken="t-1")
    )
    answer["no_such_build"] = seen_as(client, lambda: client.retry_build(id="demo:none"))
    answer["stopped"] = client.stop_build(id=started["id"])["build"]["buildStatus"]

    statuses = []
    for _ in range(3):
        (build,) = client.batch_get_builds(ids=[retried[0]])["builds"]
        statuses.append([build["currentPhase"], build["buildStatus"]])
    answer["statuses"] = statuses

    everything = [started["id"], retried[0], retried[2]]
    sizes, found = ids(client, "list_builds", sortOrder="ASCENDING")
    answer["pages"] = sizes
    answer["all"] = found == everything
    sizes, found = ids(client, "list_builds_for_project", projectName="demo")
    answer["newest_first"] = found == everything[::-1]
    answer["deleted"] = len(client.batch_delete_builds(ids=everything[:1])["buildsDeleted"])
    answer["not_found"] = client.batch_get_builds(ids=everything[:1])["buildsNotFound"] == everything[:1]
    answer["unknown_operation"] = seen_as(client, client.list_fleets)
    client.delete_project(name="demo")
    answer["projects"] = client.list_projects()["projects"]
    return answer


def main():
    for line in sys.stdin:
        print(json.dumps(run(line.strip())), flush=True)


if __name__ == "__main__":
    main()
