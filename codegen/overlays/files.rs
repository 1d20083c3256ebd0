// The shipped overlays: a file each, for one service.
&[
    ("api-gateway.json", include_str!("api-gateway.json")),
    ("cloudsearch-domain.json", include_str!("cloudsearch-domain.json")),
    ("docdb.json", include_str!("docdb.json")),
    ("dynamodb-streams.json", include_str!("dynamodb-streams.json")),
    ("dynamodb.json", include_str!("dynamodb.json")),
    ("ec2.json", include_str!("ec2.json")),
    ("glacier.json", include_str!("glacier.json")),
    ("machine-learning.json", include_str!("machine-learning.json")),
    ("neptune.json", include_str!("neptune.json")),
    ("polly.json", include_str!("polly.json")),
    ("rds.json", include_str!("rds.json")),
    ("route-53.json", include_str!("route-53.json")),
    ("s3-control.json", include_str!("s3-control.json")),
    ("s3.json", include_str!("s3.json")),
    ("simpledb.json", include_str!("simpledb.json")),
    ("sso-oidc.json", include_str!("sso-oidc.json")),
]
