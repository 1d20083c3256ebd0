"""boto3 against fakes of services that speak query and ec2: reads their URL from stdin, prints the
results as a line of JSON."""

import ast
import json
import re
import sys

import boto3
import botocore.config


def client_of(service, url):
    return boto3.client(
        service,
        endpoint_url=url,
        region_name="us-east-1",
        aws_access_key_id="AKIDEXAMPLE",
        aws_secret_access_key="secret",
        config=botocore.config.Config(
            retries={"mode": "standard", "total_max_attempts": 1}, parameter_validation=False
        ),
    )


def request_ids(client, call):
    """Those in the metadata, which are from the body, and in the headers."""
    try:
        response = call()
    except client.exceptions.ClientError as error:
        response = error.response
    metadata = response["ResponseMetadata"]
    return [metadata.get("RequestId"), metadata["HTTPHeaders"]["x-amzn-requestid"]]


def seen_as(client, call):
    """The exception's class, code, message, fault and status."""
    try:
        call()
    except client.exceptions.ClientError as error:
        response = error.response
        return [
            type(error).__name__,
            response["Error"]["Code"],
            response["Error"]["Message"],
            response["Error"].get("Type"),
            response["ResponseMetadata"]["HTTPStatusCode"],
        ]
    return None


def without_metadata(answer):
    return {name: value for name, value in answer.items() if name != "ResponseMetadata"}


def of_sns(client):
    topic = client.create_topic(
        Name="a & <b>",
        Attributes={"Policy": "{}", "DisplayName": "ü"},
        Tags=[{"Key": "team", "Value": "tools"}, {"Key": "empty", "Value": ""}],
    )
    seen = client.get_topic_attributes(TopicArn="seen")["Attributes"]["Seen"]
    attributes, tags = re.fullmatch(r"(\[.*\])(\[.*\])", seen).groups()
    pages = client.get_paginator("list_topics").paginate()
    return {
        "topic": topic["TopicArn"],
        "seen": {
            "attributes": dict(ast.literal_eval(attributes)),
            "tags": ast.literal_eval(tags),
        },
        "topics": [topic["TopicArn"] for page in pages for topic in page["Topics"]],
        "attributes": client.get_topic_attributes(TopicArn="any")["Attributes"],
        "no_topic": seen_as(client, lambda: client.get_topic_attributes(TopicArn="none")),
        "empty": without_metadata(client.delete_topic(TopicArn="any")),
        "broken": seen_as(client, lambda: client.publish(TopicArn="any", Message="m")),
        "sns_request_ids": [
            request_ids(client, call)
            for call in (
                client.list_topics,
                lambda: client.delete_topic(TopicArn="any"),
                lambda: client.get_topic_attributes(TopicArn="none"),
                lambda: client.publish(TopicArn="any", Message="m"),
            )
        ],
        "unknown_operation": seen_as(client, client.list_phone_numbers_opted_out),
    }


def of_ec2(client):
    filters = [{"Name": "tag:Name", "Values": ["x", "y z"]}, {"Name": "state", "Values": ["on"]}]
    (reservation,) = client.describe_instances(Filters=filters)["Reservations"]
    instances = reservation["Instances"]
    return {
        "instances": [
            [it["InstanceId"], it["State"]["Name"], [tag["Key"] for tag in it.get("Tags", [])]]
            for it in instances
        ],
        "filters": ast.literal_eval(reservation["OwnerId"]),
        "launched": instances[0]["LaunchTime"].isoformat(),
        "no_instance": seen_as(client, lambda: client.describe_instances(InstanceIds=["i-3"])),
        "missing": seen_as(client, client.run_instances),
        "ec2_request_ids": [
            request_ids(client, call)
            for call in (
                client.describe_instances,
                lambda: client.describe_instances(InstanceIds=["i-3"]),
                client.run_instances,
                client.describe_hosts,
            )
        ],
    }


def main():
    for line in sys.stdin:
        url = line.strip()
        answer = {
            "identity": client_of("sts", url).get_caller_identity()["Account"],
            **of_sns(client_of("sns", url)),
            **of_ec2(client_of("ec2", url)),
        }
        print(json.dumps(answer), flush=True)


if __name__ == "__main__":
    main()
