"""boto3 against a fake of Route 53 at the URL in the first argument; it asserts what it finds."""

import datetime
import sys

import boto3
import botocore.exceptions

client = boto3.client(
    "route53",
    endpoint_url=sys.argv[1],
    region_name="us-east-1",
    aws_access_key_id="AKIDEXAMPLE",
    aws_secret_access_key="secret",
)
found = client.get_hosted_zone(Id="/hostedzone/Z1")
assert found["HostedZone"] == {
    "Id": "/hostedzone/Z1",
    "Name": "one.example.",
    "CallerReference": "ref",
    "Config": {"Comment": "a & b < c\r\n ü", "PrivateZone": False},
    "ResourceRecordSetCount": 3,
}, found
assert found["DelegationSet"] == {"NameServers": ["ns-1", "ns-2"]}, found
records = [{"Value": "10.0.0.1"}, {"Value": '"text & more"'}]
changed = client.change_resource_record_sets(
    HostedZoneId="Z1",
    ChangeBatch={
        "Comment": 'a <b> & "c" ü',
        "Changes": [
            {
                "Action": "CREATE",
                "ResourceRecordSet": {
                    "Name": "www.one.example.",
                    "Type": "TXT",
                    "TTL": 60,
                    "ResourceRecords": records,
                },
            }
        ],
    },
)
time = datetime.datetime(2026, 1, 2, 3, 4, 5, 500000, datetime.timezone.utc)
assert changed["ChangeInfo"] == {"Id": "/change/C1", "Status": "INSYNC", "SubmittedAt": time}, changed
try:
    client.get_hosted_zone(Id="other")
    raise AssertionError("there is no such zone")
except client.exceptions.NoSuchHostedZone as error:
    assert error.response["Error"]["Message"] == "no <zone>", error.response
    metadata = error.response["ResponseMetadata"]
    assert metadata["HTTPStatusCode"] == 404, metadata
    # From the body.
    assert metadata["RequestId"] == metadata["HTTPHeaders"]["x-amzn-requestid"], metadata
