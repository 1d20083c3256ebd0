//! The requests of calls of S3 Control.

use s3control::Client;
use serde_json::Value;

use crate::questions::{self, call};

/// The request of a call, or the error that it ends with before something is sent.
pub(crate) async fn sent(case: &Value) -> Value {
    let (config, service) = questions::configured(case);
    let client = Client::from_conf(config.build());
    let error = call! {case, client;
        "CreateAccessPoint" => create_access_point;
        "CreateBucket" => create_bucket;
        "DeleteAccessPoint" => delete_access_point;
        "DeleteAccessPointPolicy" => delete_access_point_policy;
        "DeleteAccessPointScope" => delete_access_point_scope;
        "DeleteBucket" => delete_bucket;
        "DeleteBucketLifecycleConfiguration" => delete_bucket_lifecycle_configuration;
        "DeleteBucketPolicy" => delete_bucket_policy;
        "DeleteBucketReplication" => delete_bucket_replication;
        "DeleteBucketTagging" => delete_bucket_tagging;
        "GetAccessPoint" => get_access_point;
        "GetAccessPointForObjectLambda" => get_access_point_for_object_lambda;
        "GetAccessPointPolicy" => get_access_point_policy;
        "GetAccessPointPolicyStatus" => get_access_point_policy_status;
        "GetAccessPointScope" => get_access_point_scope;
        "GetBucket" => get_bucket;
        "GetBucketLifecycleConfiguration" => get_bucket_lifecycle_configuration;
        "GetBucketPolicy" => get_bucket_policy;
        "GetBucketReplication" => get_bucket_replication;
        "GetBucketTagging" => get_bucket_tagging;
        "GetBucketVersioning" => get_bucket_versioning;
        "ListAccessPoints" => list_access_points;
        "ListRegionalBuckets" => list_regional_buckets;
        "PutAccessPointPolicy" => put_access_point_policy;
        "PutAccessPointScope" => put_access_point_scope;
        "PutBucketLifecycleConfiguration" => put_bucket_lifecycle_configuration;
        "PutBucketPolicy" => put_bucket_policy;
        "PutBucketReplication" => put_bucket_replication;
        "PutBucketTagging" => put_bucket_tagging;
        "PutBucketVersioning" => put_bucket_versioning;
        "TagResource" => tag_resource;
    };
    questions::captured(&service, error).await
}
