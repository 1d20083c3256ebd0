//! Generates the clients of REST services, S3, STS and EC2, from the models of botocore.

use std::env;
use std::error::Error;
use std::path::PathBuf;

use tinsmith::{Builder, Feature};

/// The services: folder and version in botocore's data, module, operations.
const SERVICES: [(&str, &str, &[&str]); 4] = [
    (
        "lambda/2015-03-31",
        "lambda",
        &[
            "CreateFunction",
            "DeleteFunction",
            "GetFunction",
            "Invoke",
            "InvokeWithResponseStream",
            "ListFunctions",
            "PublishLayerVersion",
            "TagResource",
            "UntagResource",
        ],
    ),
    (
        "bedrock-runtime/2023-09-30",
        "bedrock",
        &[
            "Converse",
            "ConverseStream",
            "InvokeModel",
            "InvokeModelWithResponseStream",
        ],
    ),
    (
        "s3/2006-03-01",
        "s3",
        &[
            "AbortMultipartUpload",
            "CompleteMultipartUpload",
            "CopyObject",
            "CreateBucket",
            "CreateMultipartUpload",
            "DeleteObject",
            "DeleteObjects",
            "GetBucketLocation",
            "GetObject",
            "HeadBucket",
            "HeadObject",
            "ListObjectsV2",
            "ListParts",
            "PutObject",
            "PutObjectTagging",
            "UploadPart",
            "UploadPartCopy",
        ],
    ),
    (
        "sts/2011-06-15",
        "sts",
        &[
            "AssumeRole",
            "AssumeRoleWithWebIdentity",
            "DecodeAuthorizationMessage",
            "GetCallerIdentity",
            "GetFederationToken",
            "GetSessionToken",
        ],
    ),
];

/// With the feature `ec2`: its official crate takes minutes to compile.
const EC2: (&str, &str, &[&str]) = (
    "ec2/2016-11-15",
    "ec2",
    &[
        "CopySnapshot",
        "CreateSecurityGroup",
        "CreateTags",
        "DescribeImages",
        "DescribeInstances",
        "DescribeSpotPriceHistory",
        "DescribeVolumes",
        "ImportKeyPair",
        "ModifyInstanceAttribute",
        "RunInstances",
        "StopInstances",
    ],
);

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo::rerun-if-env-changed=BOTOCORE_DATA");
    let data = env::var_os("BOTOCORE_DATA").map(PathBuf::from);
    let data = data.or_else(installed).ok_or(
        "botocore's models are not there: `cargo xtask test` installs them, or the variable \
         BOTOCORE_DATA names their folder",
    )?;
    let ec2 = env::var_os("CARGO_FEATURE_EC2").map(|_| EC2);
    for (folder, module, operations) in SERVICES.into_iter().chain(ec2) {
        Builder::new(data.join(folder))
            .module(module)
            .operations(operations.iter().copied())
            .features([Feature::DefaultHttpsClient])
            .build()?;
    }
    Ok(())
}

/// The models in the environment that `cargo xtask test` makes.
fn installed() -> Option<PathBuf> {
    let versions = std::fs::read_dir("../../../target/python/lib").ok()?;
    let mut folders = versions.filter_map(|version| {
        let data = version
            .ok()?
            .path()
            .join("site-packages/botocore/data")
            .canonicalize();
        data.ok()
    });
    folders.next()
}
