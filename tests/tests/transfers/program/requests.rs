//! The requests of transfers: the members that each of them has.

use std::collections::BTreeMap;

use s3::Client;
use s3::operation::abort_multipart_upload::{AbortMultipartUpload, AbortMultipartUploadOutput};
use s3::operation::complete_multipart_upload::CompleteMultipartUpload;
use s3::operation::create_multipart_upload::CreateMultipartUpload;
use s3::operation::get_object::GetObject;
use s3::operation::list_parts::{ListParts, ListPartsOutput};
use s3::operation::put_object::PutObjectCall;
use s3::operation::upload_part::UploadPart;
use s3::test_util::{Fake, Fault};
use s3::types::{ChecksumAlgorithm, ObjectCannedAcl, RequestPayer, StorageClass};

use crate::support::{MIB, answer, fake_of_uploads};

const LENGTH: usize = 17 * MIB;

const PART: usize = 8 * MIB;

const OWNER: &str = "111122223333";

/// Prints the operation and the headers of each request as a line of JSON.
pub async fn print() {
    let fake = fake();
    let client = Client::from_conf(fake.config());
    upload(&client).into_upload().concurrency(1).send().await.expect("an upload");
    let call = client.get_object().bucket("bucket").key("key").version_id("v");
    let call = call.expected_bucket_owner(OWNER).request_payer(RequestPayer::Requester);
    let call = call.sse_customer_algorithm("AES256").sse_customer_key(KEY);
    let download = call.into_download().part_size(PART as u64).concurrency(1);
    download.write_to(&mut Vec::new()).await.expect("a download");
    for request in fake.requests() {
        let headers = request.headers().iter();
        let headers = headers.map(|(name, value)| (name.as_str(), value.to_str().expect("text")));
        let headers: BTreeMap<_, _> = headers.collect();
        println!("{}", serde_json::json!([request.operation(), headers]));
    }
}

/// A key in base64, as members and headers have it.
const KEY: &str = "MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=";

fn upload(client: &Client) -> PutObjectCall {
    let call = client.put_object().bucket("bucket").key("key").body(vec![0; LENGTH]);
    let call = call.expected_bucket_owner(OWNER).request_payer(RequestPayer::Requester);
    let call = call.sse_customer_algorithm("AES256").sse_customer_key(KEY);
    let call = call.acl(ObjectCannedAcl::BucketOwnerFullControl).cache_control("no-store");
    let call = call.checksum_algorithm(ChecksumAlgorithm::Sha256).content_type("text/x");
    call.metadata([("a", "b")]).storage_class(StorageClass::StandardIa).tagging("c=d")
}

fn fake() -> Fake {
    fake_of_uploads()
        .on::<AbortMultipartUpload>(|_| Ok(AbortMultipartUploadOutput::default()))
        .on::<ListParts>(|_| Ok(ListPartsOutput::default()))
        .on::<GetObject>(|input| Ok(answer(&input, &vec![0; LENGTH])))
}

/// What boto3's transfers do not have: conditions, and members of requests after a failure.
pub async fn run() {
    conditions().await;
    resumed().await;
    aborted().await;
}

/// The condition is of the request that makes the object, which may fail for it.
async fn conditions() {
    let fake = fake();
    fake.inject(Fault::error(412, "PreconditionFailed", "no")).on::<CompleteMultipartUpload>();
    let call = upload(&Client::from_conf(fake.config())).if_none_match("*");
    let error = call.into_upload().send().await.expect_err("it is there");
    assert_eq!(error.call_error().and_then(|it| it.code()), Some("PreconditionFailed"), "{error:?}");
    assert_eq!(error.upload_id(), None);
    for request in fake.requests() {
        let is_last = request.operation() == Some("CompleteMultipartUpload");
        assert_eq!(request.header("if-none-match"), is_last.then_some("*"), "{request:?}");
    }
    let [abort] = &fake.calls::<AbortMultipartUpload>()[..] else {
        panic!("nothing else is sent at the same time");
    };
    assert_eq!(abort.upload_id.as_deref(), Some("id"));
    assert_eq!(abort.expected_bucket_owner.as_deref(), Some(OWNER));
    assert_eq!(abort.request_payer, Some(RequestPayer::Requester));
}

/// Parts are listed with the same members.
async fn resumed() {
    let fake = fake();
    let upload = upload(&Client::from_conf(fake.config())).into_upload().resume("id");
    upload.send().await.expect("an upload");
    let [list] = &fake.calls::<ListParts>()[..] else {
        panic!("there is one page");
    };
    assert_eq!(list.upload_id.as_deref(), Some("id"));
    assert_eq!(list.expected_bucket_owner.as_deref(), Some(OWNER));
    assert_eq!(list.request_payer, Some(RequestPayer::Requester));
    assert_eq!(list.sse_customer_algorithm.as_deref(), Some("AES256"));
    assert_eq!(fake.calls::<CreateMultipartUpload>().len(), 0);
}

/// If parts cannot be removed, the error says so, and which upload they belong to.
async fn aborted() {
    let fake = fake();
    fake.inject(Fault::error(403, "AccessDenied", "no")).on::<UploadPart>().always();
    fake.inject(Fault::error(409, "Busy", "later")).on::<AbortMultipartUpload>().times(1);
    let upload = || upload(&Client::from_conf(fake.config())).into_upload().send();
    let error = upload().await.expect_err("no part can be sent");
    assert_eq!(error.call_error().and_then(|it| it.code()), Some("AccessDenied"), "{error:?}");
    assert_eq!(error.upload_id(), Some("id"));
    let text = error.to_string();
    let left = "; the parts of the upload id could not be removed: AbortMultipartUpload failed";
    assert!(text.contains(left) && text.contains("Busy"), "{text}");

    // Nothing is left of an upload that is gone.
    fake.inject(Fault::error(404, "NoSuchUpload", "no")).on::<AbortMultipartUpload>().times(1);
    let error = upload().await.expect_err("no part can be sent");
    assert_eq!(error.upload_id(), None, "{error}");
}
