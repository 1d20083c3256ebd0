//! A fake of S3, which this crate's client and boto3 call with the bucket in the path or the host.

use std::collections::HashMap;
use std::sync::{Arc, Mutex};

use s3::client::ByteStream;
use s3::config::ServiceSettings;
use s3::operation::get_object::{GetObject, GetObjectError, GetObjectOutput};
use s3::operation::head_bucket::{HeadBucket, HeadBucketOutput};
use s3::operation::list_buckets::{ListBuckets, ListBucketsOutput};
use s3::operation::list_objects_v2::{ListObjectsV2, ListObjectsV2Output};
use s3::operation::put_object::{PutObject, PutObjectOutput};
use s3::types::error::NoSuchKey;
use s3::types::{Bucket, Object};
use s3::{Client, Config};
use tinsmith_runtime::client::config::Region;
use tinsmith_runtime::test_util::Fake;

const KEY: &str = "a b/../ü+*~'.txt";

/// A service with one bucket.
fn fake() -> Fake {
    type Objects = Arc<Mutex<HashMap<String, (Vec<u8>, HashMap<String, String>)>>>;
    let objects: Objects = Arc::default();
    let (put, get) = (objects.clone(), objects.clone());
    Fake::new()
        .on::<ListBuckets>(|_| {
            let bucket = Bucket::default().name("my-bucket");
            Ok(ListBucketsOutput::default().buckets(vec![bucket]))
        })
        .on::<HeadBucket>(|input| {
            assert_eq!(input.bucket.as_deref(), Some("my-bucket"));
            Ok(HeadBucketOutput::default())
        })
        .on_async::<PutObject, _>(move |input| {
            assert_eq!(input.bucket.as_deref(), Some("my-bucket"));
            let put = put.clone();
            async move {
                let body = input.body.unwrap_or_default().collect().await.expect("a body").to_vec();
                let metadata = input.metadata.unwrap_or_default();
                put.lock().expect("it is whole").insert(input.key.expect("a key"), (body, metadata));
                Ok(PutObjectOutput::default().e_tag("\"etag\""))
            }
        })
        .on::<GetObject>(move |input| {
            assert_eq!(input.bucket.as_deref(), Some("my-bucket"));
            let objects = get.lock().expect("it is whole");
            let Some((body, metadata)) = objects.get(input.key.as_deref().unwrap_or_default()) else {
                return Err(GetObjectError::NoSuchKey(NoSuchKey::default()));
            };
            let output = GetObjectOutput::default().body(ByteStream::from(body.clone()));
            Ok(output.metadata(metadata.clone()))
        })
        .on::<ListObjectsV2>(move |input| {
            assert_eq!(input.bucket.as_deref(), Some("my-bucket"));
            let objects = objects.lock().expect("it is whole");
            let objects = objects.keys().map(|key| Object::default().key(key)).collect::<Vec<_>>();
            Ok(ListObjectsV2Output::default().contents(objects))
        })
}

/// The calls of this crate's client.
async fn ours(config: Config) {
    let client = Client::from_conf(config);
    let buckets = client.list_buckets().await.expect("buckets").buckets.expect("one");
    assert_eq!(buckets[0].name.as_deref(), Some("my-bucket"));
    client.head_bucket().bucket("my-bucket").await.expect("it is there");
    client.put_object().bucket("my-bucket").key(KEY).body("hello").await.expect("it is put");
    let object = client.get_object().bucket("my-bucket").key(KEY).await.expect("an object");
    assert_eq!(object.body.collect().await.expect("a body"), "hello");
    let listed = client.list_objects_v2().bucket("my-bucket").await.expect("a listing");
    assert_eq!(listed.contents.expect("objects")[0].key.as_deref(), Some(KEY));
    let error = client.get_object().bucket("my-bucket").key("none").await.map(drop);
    assert_eq!(error.expect_err("there is none").code(), Some("NoSuchKey"));
}

pub(crate) async fn check(script: &str) {
    for region in ["us-east-1", "eu-west-1"] {
        for change in [
            (|it| it) as fn(s3::config::ConfigBuilder) -> s3::config::ConfigBuilder,
            |it| it.force_path_style(true),
            |it| it.use_dual_stack(true),
            |it| it.accelerate(true),
            |it| it.endpoint_url("http://localhost:1"),
        ] {
            let config = fake().config().to_builder().region(Region::new(region));
            ours(change(config).build()).await;
        }
    }
    let server = fake().serve(("127.0.0.1", 0)).await.expect("a port");
    ours(server.config()).await;
    let python = std::env::var_os("CODEGEN_PYTHON").expect("CODEGEN_PYTHON is set");
    let mut command = tokio::process::Command::new(python);
    let port = server.address().port().to_string();
    let status = command.arg(script).arg(port).status().await.expect("the script runs");
    assert!(status.success());
}
