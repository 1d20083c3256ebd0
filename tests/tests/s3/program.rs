//! Calls S3 at the URL in the first argument; without one, answers JSON lines with requests, presigned ones or
//! those of calls.

mod control;
mod fakes;
mod questions;
mod sessions;
mod settings;

use std::io::Cursor;
use std::time::Duration;

use s3::client::{ByteStream, PresignedRequest};
use s3::config::ServiceSettings;
use s3::types::{
    BucketLocationConstraint, BucketVersioningStatus, CompletedMultipartUpload, CompletedPart,
    CreateBucketConfiguration, Delete, EncodingType, ObjectIdentifier, Tag, Tagging,
    VersioningConfiguration,
};
use s3::{Client, Config};
use serde_json::Value;
use tinsmith_runtime::client::config::{Region, RetryConfig, RetryPartition, TokenBucket};
use tinsmith_runtime::test_util::{SdkBody, StaticReplayClient};

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let arguments: Vec<_> = std::env::args().collect();
    match arguments.get(1).map(String::as_str) {
        Some("settings") => {
            return settings::print(&arguments[2], &arguments[3], &arguments[4]).await;
        }
        Some("public") => return public(&arguments[2]).await,
        _ => {}
    }
    if let Some(url) = std::env::args().nth(1) {
        let script = std::env::args().nth(2).expect("a script");
        fakes::check(&script).await;
        sessions::check().await;
        return against(&url).await;
    }
    for line in std::io::stdin().lines() {
        let case: Value = serde_json::from_str(&line.expect("a line")).expect("JSON");
        let answer = match case["do"].as_str() {
            Some("sent") if case["service"] == "s3control" => control::sent(&case).await,
            Some("presign_post") => questions::presign_post(&case).await,
            Some("sessions") => sessions::sent().await,
            Some("sent") => questions::sent(&case).await,
            _ => questions::presign(&case).await,
        };
        println!("{answer}");
    }
}

/// Calls without credentials.
async fn public(url: &str) {
    let config = Config::for_tests().endpoint_url(url).region(Region::new("us-east-1"));
    let own = Client::from_conf(config.build());
    own.create_bucket().bucket("tinsmith-public").await.expect("a bucket");
    let put = |key: &str| own.put_object().bucket("tinsmith-public").key(key).body("hello");
    put("k").acl(s3::types::ObjectCannedAcl::PublicRead).await.expect("an object");
    put("private").await.expect("an object");
    let config = Config::builder().endpoint_url(url).region(Region::new("us-east-1"));
    let anonymous = Client::from_conf(config.allow_no_auth().build());
    let object = anonymous.get_object().bucket("tinsmith-public").key("k").await;
    assert_eq!(object.expect("an object").body.collect().await.expect("a body"), "hello");
    let private = anonymous.get_object().bucket("tinsmith-public").key("private").await.map(drop);
    assert_eq!(private.expect_err("it is not public").status(), Some(403));
    for key in ["k", "private"] {
        own.delete_object().bucket("tinsmith-public").key(key).await.expect("it is deleted");
    }
    own.delete_bucket().bucket("tinsmith-public").await.expect("it is deleted");
}

/// The calls of a program on S3.
async fn against(url: &str) {
    behaviours().await;
    let config = Config::for_tests().endpoint_url(url).region(Region::new("eu-west-1"));
    let client = Client::from_conf(config.force_path_style(true).build());
    bucket(&client).await;
    objects(&client).await;
    conditions(&client).await;
    pages(&client).await;
    parts(&client).await;
    versions(&client).await;
    presigned_requests(&client).await;
    errors(&client).await;
}

/// A client that gets these responses, and what it has sent.
fn answered(answers: &[(u16, &[(&str, &str)], &str)]) -> (Client, StaticReplayClient) {
    let service = questions::answering(answers.iter().map(|(status, headers, body)| {
        let mut response = http::Response::builder().status(*status);
        for (name, value) in *headers {
            response = response.header(*name, *value);
        }
        response.body(SdkBody::from(*body)).expect("a response")
    }));
    let config = Config::for_tests().region(Region::new("eu-west-1")).http_client(service.clone());
    (Client::from_conf(config.build()), service)
}

/// What moto does not do.
async fn behaviours() {
    // An error in a successful response is retried.
    let error = "<?xml version=\"1.0\"?>\n<Error><Code>InternalError</Code><Message>m</Message></Error>";
    let copied = "<CopyObjectResult><ETag>e</ETag></CopyObjectResult>";
    let copy = |client: &Client| client.copy_object().bucket("b").key("k").copy_source("a/b");
    let (client, service) = answered(&[(200, &[], error), (200, &[], copied)]);
    let output = copy(&client).await.expect("the second answer");
    assert_eq!(output.copy_object_result.and_then(|it| it.e_tag).as_deref(), Some("e"));
    assert_eq!(service.actual_requests().count(), 2);
    let (client, _) = answered(&[(200, &[], error), (200, &[], error), (200, &[], error)]);
    let error = copy(&client).await.expect_err("errors");
    assert_eq!((error.code(), error.status(), error.attempts()), (Some("InternalError"), Some(500), 3));
    // It is not looked for in the bytes of an object.
    let document = "<Error><Code>of the user</Code></Error>";
    let expires: &[(&str, &str)] = &[("expires", "never"), ("content-type", "a/b")];
    let (client, _) = answered(&[(200, expires, document)]);
    let object = client.get_object().bucket("b").key("k").await.expect("an object");
    assert_eq!((object.expires, object.content_type.as_deref()), (None, Some("a/b")));
    assert_eq!(object.expires_string.as_deref(), Some("never"));
    assert_eq!(object.body.collect().await.expect("a body"), document);
    // The MD5 of a key, and its own if it is set.
    let (client, service) = answered(&[(200, &[], ""), (200, &[], "")]);
    let key = "MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE=";
    let head = || client.head_object().bucket("b").key("k").sse_customer_key(key);
    head().await.expect("an object");
    head().sse_customer_key_md5("mine").await.expect("an object");
    let sent: Vec<_> = service
        .actual_requests()
        .map(|it| it.headers().get("x-amz-server-side-encryption-customer-key-md5").map(str::to_owned))
        .collect();
    assert_eq!(sent, [Some("KYvwGXoFFJ42a2u2GDWhwQ==".to_owned()), Some("mine".to_owned())]);
    // Metadata is ASCII.
    let (client, _) = answered(&[]);
    let metadata = std::collections::HashMap::from([("k".to_owned(), "ü".to_owned())]);
    let error = client.put_object().bucket("b").key("k").metadata(metadata).await;
    let error = error.expect_err("it is refused").to_string();
    assert!(error.contains("Metadata has characters that are not ASCII"), "{error}");
    names(&answered(&[]).0).await;
    cut_documents(copied).await;
    regions().await;
    // A bucket in another region is followed once, and remembered.
    let moved: &[(&str, &str)] = &[("x-amz-bucket-region", "eu-central-1")];
    let (client, service) = answered(&[(301, moved, ""), (200, &[], ""), (200, &[], ""), (200, &[], "")]);
    let head = |bucket: &str| client.head_object().bucket(bucket).key("k");
    for bucket in ["bbb", "bbb", "ccc"] {
        head(bucket).await.expect("an object");
    }
    let sent: Vec<_> = service
        .actual_requests()
        .map(|it| {
            let region = it.headers().get("authorization").and_then(|it| it.split('/').nth(2));
            (it.uri().to_owned(), region.unwrap_or_default().to_owned())
        })
        .collect();
    let at = |bucket: &str, region: &str| {
        (format!("https://{bucket}.s3.{region}.amazonaws.com/k"), region.to_owned())
    };
    let (here, there) = ("eu-west-1", "eu-central-1");
    assert_eq!(sent, [at("bbb", here), at("bbb", there), at("bbb", there), at("ccc", here)]);
    let again: &[(&str, &str)] = &[("x-amz-bucket-region", "eu-north-1")];
    for (first, second) in [((301, moved, ""), (301, again, "")), ((400, moved, ""), (400, moved, ""))] {
        let (client, service) = answered(&[first, second]);
        let error = client.head_object().bucket("b").key("k").await.expect_err("it is elsewhere");
        assert_eq!(error.attempts(), 2, "{error}");
        assert_eq!(service.actual_requests().count(), 2);
    }
    // Texts that are encoded are decoded, whoever asked for it.
    let uploads = "<ListMultipartUploadsResult><KeyMarker>%01a</KeyMarker><NextKeyMarker>%01b</NextKeyMarker>\
         <Prefix>%01</Prefix><Delimiter>%2F</Delimiter><EncodingType>url</EncodingType>\
         <Upload><Key>%01b+c</Key></Upload><CommonPrefixes><Prefix>%01d</Prefix></CommonPrefixes>\
         </ListMultipartUploadsResult>";
    let (client, _) = answered(&[(200, &[], uploads)]);
    let list = client.list_multipart_uploads().bucket("b").encoding_type(EncodingType::Url);
    let list = list.await.expect("uploads");
    let found = [&list.key_marker, &list.next_key_marker, &list.prefix, &list.delimiter];
    assert_eq!(found.map(|it| it.as_deref()), [Some("\u{1}a"), Some("\u{1}b"), Some("\u{1}"), Some("/")]);
    assert_eq!(list.uploads.expect("uploads")[0].key.as_deref(), Some("\u{1}b c"));
    assert_eq!(list.common_prefixes.expect("prefixes")[0].prefix.as_deref(), Some("\u{1}d"));
    // us-east-1 has no name, EU an old one.
    for (text, expected) in [
        ("<LocationConstraint xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\"/>", None),
        ("<LocationConstraint>EU</LocationConstraint>", Some(BucketLocationConstraint::Eu)),
    ] {
        let (client, _) = answered(&[(200, &[], text)]);
        let location = client.get_bucket_location().bucket("b").await.expect("a location");
        assert_eq!(location.location_constraint, expected);
    }
    // Endpoints with signatures that there are not.
    let (client, _) = answered(&[]);
    for (bucket, signature) in [("arn:aws:s3::123456789012:accesspoint/name.mrap", "sigv4a")] {
        let error = client.head_object().bucket(bucket).key("k").await.expect_err("it is refused");
        assert!(error.to_string().contains(signature), "{error}");
    }
}

/// Names that no bucket can have are refused before something is sent.
async fn names(client: &Client) {
    for (bucket, expected) in [
        ("a b", "Bucket has the character ' '"),
        ("s3://bucket", "Bucket has the character ':'"),
        ("bucket/key", "Bucket has the character '/'"),
        ("bück", "Bucket has the character 'ü'"),
        (&"b".repeat(256), "Bucket has 256 characters"),
        ("arn:aws:s3:::bucket", "Invalid ARN"),
        ("arn:aws:sns:eu-west-1:111122223333:topic", "Invalid ARN"),
        ("arn:aws:s3:eu-west-1:111122223333:accesspoint/a/b", "Invalid ARN"),
    ] {
        let error = client.head_bucket().bucket(bucket).await.expect_err("it is refused");
        assert!(error.to_string().contains(expected), "{bucket}: {error}");
        assert_eq!(error.attempts(), 0, "{bucket}");
    }
}

/// Documents that break off in successful responses are retried.
async fn cut_documents(whole: &'static str) {
    let copy = |client: &Client| client.copy_object().bucket("b").key("k").copy_source("a/b");
    let broken = ["<CopyObjectResult><ETag>e</ETag>", "<CopyObjectRes", "\n  ", "<Error><Code>x", "<a>\u{1}"];
    for document in broken {
        let (client, service) = answered(&[(200, &[], document), (200, &[], whole)]);
        let output = copy(&client).await.unwrap_or_else(|error| panic!("{document:?}: {error}"));
        assert_eq!(output.copy_object_result.and_then(|it| it.e_tag).as_deref(), Some("e"));
        assert_eq!(service.actual_requests().count(), 2, "{document:?}");
        let (client, _) = answered(&[(200, &[], document), (200, &[], document), (200, &[], document)]);
        let error = copy(&client).await.expect_err("it breaks off");
        assert_eq!((error.attempts(), error.is_retryable()), (3, true), "{document:?}: {error}");
    }
    // An output without a document, and one that is text.
    let (client, service) = answered(&[(200, &[], "<a"), (200, &[], "")]);
    client.put_object().bucket("b").key("k").await.expect("the second answer");
    assert_eq!(service.actual_requests().count(), 2);
    // A value that is none is not repeated.
    let (client, service) = answered(&[(200, &[], "<ListBucketResult><KeyCount>x</KeyCount></ListBucketResult>")]);
    let error = client.list_objects_v2().bucket("b").await.expect_err("it is no number");
    assert_eq!((error.attempts(), service.actual_requests().count()), (1, 1), "{error}");
}

/// Where a bucket's region is told.
async fn regions() {
    let sent = |service: &StaticReplayClient| {
        let requests = service.actual_requests();
        requests.map(|it| format!("{} {}", it.method(), it.uri())).collect::<Vec<_>>()
    };
    let here = "https://bbb.s3.eu-west-1.amazonaws.com";
    let there = "https://bbb.s3.eu-central-1.amazonaws.com";
    let told: &[(&str, &str)] = &[("x-amz-bucket-region", "eu-central-1")];
    // In the error's document.
    let malformed = "<Error><Code>AuthorizationHeaderMalformed</Code><Region>eu-central-1</Region></Error>";
    let (client, service) = answered(&[(400, &[], malformed), (200, &[], "a"), (200, &[], "b")]);
    for _ in 0..2 {
        client.get_object().bucket("bbb").key("k").await.expect("an object");
    }
    assert_eq!(sent(&service), [format!("GET {here}/k"), format!("GET {there}/k"), format!("GET {there}/k")]);
    // Also if no attempts are left, or no retries.
    let once = || answered(&[(400, &[], malformed), (200, &[], "a")]);
    let (client, service) = once();
    let get = client.get_object().bucket("bbb").key("k");
    get.customize(|it| it.retry_config(RetryConfig::disabled())).await.expect("an object");
    assert_eq!(sent(&service).len(), 2);
    let (client, service) = once();
    let spent = RetryPartition::custom("spent").token_bucket(TokenBucket::new(0)).build();
    let get = client.get_object().bucket("bbb").key("k");
    get.customize(|it| it.retry_partition(spent)).await.expect("an object");
    assert_eq!(sent(&service).len(), 2);
    // Without credentials.
    let (client, service) = answered(&[(301, told, ""), (200, &[], "")]);
    let get = client.get_object().bucket("bbb").key("k").customize(|mut it| {
        it.set_credentials_provider(None);
        it.allow_no_auth()
    });
    get.await.expect("an object");
    assert_eq!(sent(&service), [format!("GET {here}/k"), format!("GET {there}/k")]);
    // With a stream, if it can be read again, or was not begun.
    let again = ByteStream::from_fn(|| Ok(ByteStream::from_reader(Cursor::new("hello"))));
    let once = || ByteStream::from_reader(Cursor::new("hello")).with_length(5);
    for body in [again.with_length(5), once()] {
        let (client, service) = answered(&[(307, told, ""), (200, &[], "")]);
        client.put_object().bucket("bbb").key("k").body(body).await.expect("it is sent");
        assert_eq!(sent(&service), [format!("PUT {here}/k"), format!("PUT {there}/k")]);
    }
    // By a request for the bucket, whatever its status is.
    for (first, asked) in [(400, 200), (301, 403), (307, 301), (302, 400)] {
        let (client, service) = answered(&[(first, &[], ""), (asked, told, ""), (200, &[], ""), (200, &[], "")]);
        for _ in 0..2 {
            client.head_object().bucket("bbb").key("k").await.expect("an object");
        }
        let expected = [format!("HEAD {here}/k"), format!("HEAD {here}/"), format!("HEAD {there}/k"), format!("HEAD {there}/k")];
        assert_eq!(sent(&service), expected, "{first}");
    }
    // A request for the bucket asks for nothing more, and bad requests with a document do not.
    let (client, service) = answered(&[(400, &[], "")]);
    client.head_bucket().bucket("bbb").await.expect_err("it is refused");
    assert_eq!(sent(&service).len(), 1);
    let bad = "<Error><Code>InvalidArgument</Code></Error>";
    let (client, service) = answered(&[(400, &[], bad)]);
    client.get_object().bucket("bbb").key("k").await.map(drop).expect_err("it is refused");
    assert_eq!(sent(&service).len(), 1);
    // Some errors mean that it is another one, unless the input states a region.
    let illegal = "<Error><Code>IllegalLocationConstraintException</Code></Error>";
    let (client, service) = answered(&[(400, &[], illegal), (200, told, ""), (200, &[], "a"), (200, &[], "b")]);
    for _ in 0..2 {
        client.get_object().bucket("bbb").key("k").await.expect("an object");
    }
    let expected = [format!("GET {here}/k"), format!("HEAD {here}/"), format!("GET {there}/k"), format!("GET {there}/k")];
    assert_eq!(sent(&service), expected);
    let (client, service) = answered(&[(400, &[], illegal)]);
    client.create_bucket().bucket("bbb").await.expect_err("it is refused");
    assert_eq!(sent(&service).len(), 1);
    // The region in an ARN is meant.
    let point = "arn:aws:s3:eu-west-1:111122223333:accesspoint/name";
    let (client, service) = answered(&[(301, told, "")]);
    client.head_object().bucket(point).key("k").await.expect_err("it is elsewhere");
    assert_eq!(sent(&service).len(), 1);
}

const BUCKET: &str = "tinsmith-test";

async fn bucket(client: &Client) {
    let place = CreateBucketConfiguration::default()
        .location_constraint(BucketLocationConstraint::EuWest1);
    let create = client.create_bucket().bucket(BUCKET).create_bucket_configuration(place);
    create.await.expect("a bucket");
    let location = client.get_bucket_location().bucket(BUCKET).await.expect("a location");
    assert_eq!(location.location_constraint, Some(BucketLocationConstraint::EuWest1));
    let buckets = client.list_buckets().await.expect("buckets").buckets.expect("buckets");
    assert!(buckets.iter().any(|it| it.name.as_deref() == Some(BUCKET)));
    client.head_bucket().bucket(BUCKET).await.expect("it is there");
}

/// Objects from bytes, files and streams; ranges, copies and tags.
async fn objects(client: &Client) {
    let file = std::env::temp_dir().join(format!("tinsmith-s3-{}", std::process::id()));
    let bytes: Vec<u8> = (0..=255).cycle().take(300_000).collect();
    std::fs::write(&file, &bytes).expect("a file");
    let again = bytes.clone();
    let bodies = [
        ("bytes", ByteStream::from(bytes.clone())),
        ("file", ByteStream::from_path(&file).await.expect("a file")),
        ("a b/../ü+*~':@.txt", ByteStream::from_fn(move || {
            Ok(ByteStream::from_reader(Cursor::new(again.clone())).with_length(300_000))
        })),
    ];
    for (key, body) in bodies {
        let put = client.put_object().bucket(BUCKET).key(key).body(body).content_type("a/b");
        let put = put.metadata([("one".to_owned(), "two".to_owned())].into_iter().collect::<std::collections::HashMap<_, _>>());
        let put = put.await.unwrap_or_else(|error| panic!("{key}: {error}"));
        assert!(put.e_tag.is_some());
        let object = client.get_object().bucket(BUCKET).key(key).await;
        let object = object.unwrap_or_else(|error| panic!("{key}: {error}"));
        assert_eq!(object.content_type.as_deref(), Some("a/b"));
        assert_eq!(object.metadata.as_ref().and_then(|it| it.get("one")).map(String::as_str), Some("two"));
        assert_eq!(object.body.collect().await.expect("a body"), bytes, "{key}");
    }
    let part = client.get_object().bucket(BUCKET).key("bytes").range("bytes=10-19").await;
    let part = part.expect("a part");
    assert_eq!(part.content_range.as_deref(), Some("bytes 10-19/300000"));
    assert_eq!(part.body.collect().await.expect("a body"), bytes[10..20]);
    // Empty objects have a length, too.
    client.put_object().bucket(BUCKET).key("empty").await.expect("an empty object");
    let empty = client.head_object().bucket(BUCKET).key("empty").await.expect("it is there");
    assert_eq!(empty.content_length, Some(0));
    let source = format!("{BUCKET}/bytes");
    let copy = client.copy_object().bucket(BUCKET).key("copy").copy_source(source).await;
    assert!(copy.expect("a copy").copy_object_result.and_then(|it| it.e_tag).is_some());
    let tags = Tagging::default().tag_set(vec![Tag::default().key("k").value("v+w = @x")]);
    let tag = client.put_object_tagging().bucket(BUCKET).key("copy").tagging(tags);
    tag.await.expect("tags");
    let tags = client.get_object_tagging().bucket(BUCKET).key("copy").await.expect("tags");
    assert_eq!(tags.tag_set.expect("tags")[0].value, "v+w = @x");
    let objects = ["bytes", "file", "copy", "empty", "a b/../ü+*~':@.txt"];
    let objects = objects.map(|key| ObjectIdentifier::default().key(key));
    let delete = Delete::default().objects(objects.to_vec());
    let deleted = client.delete_objects().bucket(BUCKET).delete(delete).await.expect("it");
    assert_eq!(deleted.deleted.expect("names").len(), 5);
    assert!(deleted.errors.is_none());
    let _ = std::fs::remove_file(file);
}

/// Conditional requests, whose failures have no document.
async fn conditions(client: &Client) {
    let put = || client.put_object().bucket(BUCKET).key("once").body("one");
    let tag = put().if_none_match("*").await.expect("it is new").e_tag.expect("a tag");
    let error = put().if_none_match("*").await.expect_err("it is there");
    assert_eq!((error.status(), error.code()), (Some(412), Some("PreconditionFailed")));
    let get = || client.get_object().bucket(BUCKET).key("once");
    let error = get().if_none_match(tag.clone()).await.map(drop).expect_err("it did not change");
    assert_eq!((error.status(), error.code()), (Some(304), Some("NotModified")), "{error}");
    get().if_match(tag).await.expect("it is the same");
    let head = client.head_object().bucket(BUCKET).key("none").await.expect_err("there is none");
    assert_eq!((head.status(), head.code()), (Some(404), Some("NotFound")), "{head}");
    client.delete_object().bucket(BUCKET).key("once").await.expect("it is deleted");
}

/// A listing of several pages, with names that XML cannot hold.
async fn pages(client: &Client) {
    let mut keys: Vec<_> = (0..1_200).map(|it| format!("list/{it:04} +%&<ü")).collect();
    keys.push("list/\u{1}control".to_owned());
    for keys in keys.chunks(50) {
        let puts = keys.iter().map(|key| {
            tokio::spawn(client.put_object().bucket(BUCKET).key(key).into_future())
        });
        for put in puts.collect::<Vec<_>>() {
            put.await.expect("it ends").expect("an object");
        }
    }
    let mut pages = client.list_objects_v2().bucket(BUCKET).prefix("list/").into_paginator().send();
    let (mut found, mut count) = (Vec::new(), 0);
    while let Some(page) = pages.next().await {
        count += 1;
        let objects = page.expect("a page").contents.unwrap_or_default();
        found.extend(objects.into_iter().filter_map(|it| it.key));
    }
    keys.sort();
    found.sort();
    assert_eq!(count, 2);
    assert_eq!(found, keys);
    let page = client.list_objects().bucket(BUCKET).prefix("li").delimiter("/").await.expect("it");
    assert_eq!(page.common_prefixes.expect("a prefix")[0].prefix.as_deref(), Some("list/"));
}

/// An upload in parts.
async fn parts(client: &Client) {
    let create = client.create_multipart_upload().bucket(BUCKET).key("parts").await;
    let id = create.expect("an upload").upload_id.expect("an id");
    let piece = vec![b'x'; 5 * 1024 * 1024];
    let mut done = Vec::new();
    for (number, bytes) in [(1, piece.clone()), (2, b"end".to_vec())] {
        let part = client.upload_part().bucket(BUCKET).key("parts").upload_id(&id);
        let part = part.part_number(number).body(bytes).await.expect("a part");
        let tag = part.e_tag.expect("a tag");
        done.push(CompletedPart::default().part_number(number).e_tag(tag));
    }
    let parts = client.list_parts().bucket(BUCKET).key("parts").upload_id(&id).await;
    assert_eq!(parts.expect("parts").parts.expect("parts").len(), 2);
    let all = CompletedMultipartUpload::default().parts(done);
    let complete = client.complete_multipart_upload().bucket(BUCKET).key("parts").upload_id(&id);
    let complete = complete.multipart_upload(all).await.expect("an object");
    assert_eq!(complete.key.as_deref(), Some("parts"));
    let object = client.head_object().bucket(BUCKET).key("parts").await.expect("it is there");
    assert_eq!(object.content_length, Some(5 * 1024 * 1024 + 3));
    let create = client.create_multipart_upload().bucket(BUCKET).key("aborted").await;
    let id = create.expect("an upload").upload_id.expect("an id");
    let abort = client.abort_multipart_upload().bucket(BUCKET).key("aborted").upload_id(id);
    abort.await.expect("it is aborted");
}

async fn versions(client: &Client) {
    let on = VersioningConfiguration::default().status(BucketVersioningStatus::Enabled);
    let call = client.put_bucket_versioning().bucket(BUCKET).versioning_configuration(on);
    call.await.expect("it is on");
    let found = client.get_bucket_versioning().bucket(BUCKET).await.expect("it");
    assert_eq!(found.status, Some(BucketVersioningStatus::Enabled));
    let put = |body: &'static str| client.put_object().bucket(BUCKET).key("versions").body(body);
    let first = put("one").await.expect("it").version_id.expect("a version");
    put("two").await.expect("it");
    let old = client.get_object().bucket(BUCKET).key("versions").version_id(first).await;
    assert_eq!(old.expect("it").body.collect().await.expect("a body"), "one");
    let all = client.list_object_versions().bucket(BUCKET).prefix("versions").await.expect("it");
    assert_eq!(all.versions.expect("versions").len(), 2);
}

/// Presigned requests, sent without a client.
async fn presigned_requests(client: &Client) {
    let put = client.put_object().bucket(BUCKET).key("presigned é").content_type("text/x");
    let put = put.presign(Duration::from_secs(60)).await.expect("a request");
    assert_eq!((put.method(), send(&put, "hello").0), ("PUT", 200));
    let get = client.get_object().bucket(BUCKET).key("presigned é");
    let get = get.presign(Duration::from_secs(60)).await.expect("a request");
    assert_eq!(send(&get, ""), (200, "hello".to_owned()));
    // An upload in parts, whose parts only the sender knows.
    let create = client.create_multipart_upload().bucket(BUCKET).key("presigned parts").await;
    let id = create.expect("an upload").upload_id.expect("an id");
    let part = client.upload_part().bucket(BUCKET).key("presigned parts").upload_id(&id).part_number(1);
    let tag = part.body("hello").await.expect("a part").e_tag.expect("a tag");
    let complete = || client.complete_multipart_upload().bucket(BUCKET).key("presigned parts").upload_id(&id);
    let link = complete().presign(Duration::from_secs(60)).await.expect("a request");
    let document = format!(
        "<CompleteMultipartUpload><Part><ETag>{}</ETag><PartNumber>1</PartNumber></Part></CompleteMultipartUpload>",
        tag.replace('"', "&quot;")
    );
    assert_eq!(send(&link, &document).0, 200);
    let get = client.get_object().bucket(BUCKET).key("presigned parts").await.expect("an object");
    assert_eq!(get.body.collect().await.expect("a body"), "hello");
    let parts = CompletedMultipartUpload::default().parts(CompletedPart::default().part_number(1).e_tag(tag));
    let error = complete().multipart_upload(parts).presign(Duration::from_secs(60)).await;
    let error = error.expect_err("it has a document").to_string();
    assert!(error.contains("whoever sends the request adds it"), "{error}");
}

/// Sends a presigned request with curl.
fn send(request: &PresignedRequest, body: &str) -> (u16, String) {
    let mut curl = std::process::Command::new("curl");
    curl.args(["--silent", "--write-out", "\n%{http_code}", "--request", request.method()]);
    for (name, value) in request.headers() {
        curl.args(["--header", &format!("{name}: {value}")]);
    }
    if !body.is_empty() {
        curl.args(["--data-binary", body]);
        // curl states that it is a form otherwise.
        if !request.headers().any(|(name, _)| name == "content-type") {
            curl.args(["--header", "content-type: application/xml"]);
        }
    }
    let output = curl.arg(request.uri()).output().expect("curl");
    let text = String::from_utf8(output.stdout).expect("UTF-8");
    let (body, status) = text.rsplit_once('\n').expect("a status");
    (status.parse().expect("a status"), body.to_owned())
}

async fn errors(client: &Client) {
    let error = client.get_object().bucket(BUCKET).key("none").await.map(drop);
    let error = error.expect_err("there is none");
    assert!(error.is_service(s3::operation::get_object::GetObjectError::is_no_such_key), "{error}");
    let error = client.list_objects_v2().bucket("tinsmith-none").await.expect_err("there is none");
    assert_eq!(error.code(), Some("NoSuchBucket"), "{error}");
    let error = client.delete_bucket().bucket(BUCKET).await.expect_err("it is not empty");
    assert_eq!(error.code(), Some("BucketNotEmpty"), "{error}");
}
