//! Calls of directory buckets, which are signed with sessions.

use std::time::{Duration, SystemTime};

use s3::client::{PostPolicy, PresignedRequest};
use s3::config::ServiceSettings;
use s3::{Client, Config};
use serde_json::Value;
use tinsmith_runtime::client::config::{Credentials, Region};
use tinsmith_runtime::test_util::{ManualTimeSource, SdkBody, StaticReplayClient};

use crate::questions::{answering, requests};

const ONE: &str = "one--euw1-az1--x-s3";
const TWO: &str = "two--euw1-az1--x-s3";

/// 2026-01-01.
const NOW: u64 = 1_767_225_600;

/// The credentials of a session that ends five minutes after a time.
fn session(name: &str, minute: u32) -> String {
    let end = minute + 5;
    format!(
        "<CreateSessionResult><Credentials><SessionToken>token/{name}=</SessionToken>\
         <SecretAccessKey>secret-{name}</SecretAccessKey><AccessKeyId>AK{name}</AccessKeyId>\
         <Expiration>2026-01-01T00:{end:02}:00Z</Expiration></Credentials></CreateSessionResult>"
    )
}

fn client(answers: &[(u16, String)], time: &ManualTimeSource) -> (Client, StaticReplayClient) {
    let service = answering(answers.iter().map(|(status, body)| {
        let response = http::Response::builder().status(*status).body(SdkBody::from(body.as_str()));
        response.expect("a response")
    }));
    let token = Some("own/token".to_owned());
    let credentials = Credentials::new("AKOWN", "own", token, None, "test");
    let config = Config::for_tests().region(Region::new("eu-west-1")).time_source(time.clone());
    let config = config.credentials_provider(credentials).http_client(service.clone());
    (Client::from_conf(config.build()), service)
}

/// The requests of calls of two buckets; the first session is renewed before it ends.
pub(crate) async fn sent() -> Value {
    let time = ManualTimeSource::new(SystemTime::UNIX_EPOCH + Duration::from_secs(NOW));
    let ok = || (200, String::new());
    let answers = [
        (200, session("1", 0)), ok(), ok(),
        (200, session("2", 0)), ok(), ok(),
        (200, session("3", 5)), ok(),
    ];
    let (client, service) = client(&answers, &time);
    let head = |bucket: &str| client.head_object().bucket(bucket).key("a b");
    for bucket in [ONE, ONE, TWO, ONE] {
        head(bucket).await.expect("an object");
    }
    // A minute before the end.
    let time = time.clone();
    time.advance(Duration::from_secs(4 * 60 + 20));
    head(ONE).await.expect("an object");
    Value::Array(requests(&service))
}

/// What is not signed with sessions, and what goes wrong.
pub(crate) async fn check() {
    let time = ManualTimeSource::new(SystemTime::UNIX_EPOCH + Duration::from_secs(NOW));
    // Buckets of the usual kind, and directory buckets if sessions are off.
    let (plain, service) = client(&[(200, String::new()), (200, String::new())], &time);
    plain.head_object().bucket("bucket").key("k").await.expect("an object");
    let off = plain.head_object().bucket(ONE).key("k");
    off.customize(|it| it.disable_s3_express_session_auth(true)).await.expect("an object");
    for (request, name) in requests(&service).iter().zip(["s3", "s3express"]) {
        let header = request["headers"]["authorization"].as_str().expect("a signature");
        assert!(header.contains(&format!("AKOWN/20260101/eu-west-1/{name}/")), "{header}");
        assert_eq!(request["headers"]["x-amz-security-token"], "own/token");
        assert!(request["headers"].get("x-amz-s3session-token").is_none());
    }
    // Sessions that are refused.
    let denied = "<Error><Code>AccessDenied</Code><Message>no</Message></Error>".to_owned();
    let (refused, service) = client(&[(403, denied.clone()), (403, denied)], &time);
    for _ in 0..2 {
        let error = refused.head_object().bucket(ONE).key("k").await.expect_err("it is refused");
        assert_eq!((error.code(), error.status()), (Some("AccessDenied"), Some(403)), "{error}");
        assert!(error.to_string().contains("the session of the call could not be created"), "{error}");
    }
    assert_eq!(requests(&service).len(), 2);
    // A session that has ended by the clock of the service is replaced, once per call; the client's
    // own credentials are not fetched anew for it.
    let ended = "<Error><Code>ExpiredToken</Code><Message>it has ended</Message></Error>".to_owned();
    let get = |client: &Client| client.get_object().bucket(ONE).key("k").into_future();
    let answers = [
        (200, session("1", 0)), (400, ended.clone()), (200, session("2", 0)), (200, String::new()),
        (400, ended.clone()), (200, session("3", 0)), (400, ended),
    ];
    let (ending, service) = client(&answers, &time);
    get(&ending).await.expect("an object");
    let error = get(&ending).await.expect_err("the new session has ended, too");
    assert_eq!(error.code(), Some("ExpiredToken"), "{error}");
    let tokens: Vec<_> = requests(&service).iter().map(|request| {
        request["headers"]["x-amz-s3session-token"].as_str().map(str::to_owned)
    }).collect();
    let expected = [None, Some("token/1="), None, Some("token/2="), Some("token/2="), None, Some("token/3=")];
    assert_eq!(tokens, expected.map(|it| it.map(str::to_owned)));
    // Several calls at once create one.
    let (many, service) = client(&[(200, session("1", 0)), (200, String::new()), (200, String::new())], &time);
    let head = || many.head_object().bucket(ONE).key("k").into_future();
    let (one, two) = (tokio::spawn(head()), tokio::spawn(head()));
    one.await.expect("it ends").expect("an object");
    two.await.expect("it ends").expect("an object");
    let created = requests(&service).iter().filter(|it| it["url"].as_str().expect("a URL").contains("?session")).count();
    assert_eq!(created, 1);
    // Forms have no such signature.
    let (forms, service) = client(&[], &time);
    let policy = PostPolicy::new(Duration::from_secs(60));
    let form = forms.put_object().bucket(ONE).key("k").presign_post(policy).await;
    let error = form.expect_err("it is refused").to_string();
    assert!(error.contains("this endpoint takes sigv4a or sessions"), "{error}");
    assert!(requests(&service).is_empty());
    // Links have the token in their query.
    let (links, _) = client(&[(200, session("1", 0))], &time);
    let link = links.get_object().bucket(ONE).key("k").presign(Duration::from_secs(60)).await;
    let link: PresignedRequest = link.expect("a link");
    assert!(link.uri().contains("X-Amz-S3session-Token=token%2F1%3D"), "{}", link.uri());
    assert!(link.uri().contains("%2Fs3express%2Faws4_request"), "{}", link.uri());
    assert!(!link.uri().contains("X-Amz-Security-Token"), "{}", link.uri());
}
