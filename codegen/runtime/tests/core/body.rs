//! The bodies of requests and responses.

use bytes::Bytes;
use http::Response;
use tinsmith_runtime::body::Body;
use tinsmith_runtime::operation::Operation;

use super::shapes::{Fetch, FetchInput};

#[test]
fn bodies_are_made_of_bytes_and_text() {
    let expected = Bytes::from_static(b"text");
    for body in [
        Body::from(expected.clone()),
        Body::from(b"text".to_vec()),
        Body::from("text".to_owned()),
        Body::from("text"),
        Body::from(&b"text"[..]),
    ] {
        assert_eq!(body.bytes(), Some(&expected));
        assert_eq!(body.into_bytes(), Some(expected.clone()));
    }
    assert_eq!(Body::default().into_bytes(), Some(Bytes::new()));
}

#[test]
fn debug_shows_no_content() {
    assert_eq!(
        format!("{:?}", Body::from("hunter2")),
        "ByteStream(7 bytes)"
    );
    assert_eq!(format!("{:#?}", Body::default()), "ByteStream(0 bytes)");
    let input = FetchInput {
        name: Some("hunter2".to_owned()),
        ..FetchInput::default()
    };
    for text in [
        format!("{:?}", Fetch::request(&input).unwrap()),
        format!("{:?}", Response::new(Body::from("hunter2"))),
    ] {
        assert!(!text.contains("hunter2"), "{text}");
    }
}
