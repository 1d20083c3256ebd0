//! Calls services with streams at the URL in the first argument, and fakes of them.

use std::io::Cursor;
use std::sync::{Arc, Mutex};

use mediastore_data::client::ByteStream;
use tinsmith_runtime::client::Config;
use tinsmith_runtime::error::Cause;
use tinsmith_runtime::test_util::Fake;

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let url = std::env::args().nth(1).expect("a URL");
    let config = || Config::for_tests().endpoint_url(&url).build();
    mediastore_data(&mediastore_data::Client::from_conf(config())).await;
    polly(&polly::Client::from_conf(config())).await;
    lex_runtime().await;
    omics().await;
}

/// Streams of each kind, up and down.
async fn mediastore_data(client: &mediastore_data::Client) {
    let folder = std::env::temp_dir();
    let name = |it: &str| folder.join(format!("tinsmith-moto-{it}-{}", std::process::id()));
    let (from, to) = (name("from"), name("to"));
    // moto takes text only.
    let bytes: Vec<u8> = (b'a'..=b'z').cycle().take(300_000).collect();
    std::fs::write(&from, &bytes).expect("a file");
    let again = bytes.clone();
    let bodies = [
        ("memory", ByteStream::from(bytes.clone())),
        ("file", ByteStream::from_path(&from).await.expect("a file")),
        ("again", ByteStream::from_fn(move || Ok(Cursor::new(again.clone())).map(ByteStream::from_reader))),
        ("async", ByteStream::from_async_read(Cursor::new(bytes.clone())).with_length(300_000)),
    ];
    for (path, body) in bodies {
        let seen = Arc::new(Mutex::new((0, None)));
        let last = seen.clone();
        let body = body.on_progress(move |sent, total| *last.lock().expect("it") = (sent, total));
        let put = client.put_object().path(path).body(body).content_type("video/x");
        let stored = put.await.unwrap_or_else(|error| panic!("{path}: {error}"));
        assert!(stored.e_tag.is_some() || stored.content_sha256.is_some(), "{path}");
        assert_eq!(seen.lock().expect("it").0, 300_000, "{path}");

        let output = client.get_object().path(path).await.expect(path);
        assert_eq!(output.status_code, Some(200));
        assert_eq!(output.body.save(&to).await.expect(path), 300_000);
        assert_eq!(std::fs::read(&to).expect("a file"), bytes, "{path}");
    }
    let mut body = client.get_object().path("file").await.expect("it").body;
    let mut length = 0;
    while let Some(piece) = body.next().await {
        length += piece.expect("a piece").len();
    }
    assert_eq!(length, bytes.len());
    let missing = client.get_object().path("nothing").await.map(drop);
    let error = missing.expect_err("there is none");
    let is_it = mediastore_data::operation::get_object::GetObjectError::is_object_not_found_exception;
    assert!(error.is_service(is_it), "{error}");
    // Where there is no body at all.
    let call = client.put_object().path("none");
    let error = call.await.expect_err("it has no body");
    assert!(matches!(error.cause(), Cause::Input(_)), "{error}");
    let _ = (std::fs::remove_file(from), std::fs::remove_file(to));
}

/// A stream as an answer.
async fn polly(client: &polly::Client) {
    use polly::types::{OutputFormat, VoiceId};
    let call = client.synthesize_speech().text("hello").voice_id(VoiceId::Joanna);
    let output = call.output_format(OutputFormat::Mp3).await.expect("an answer");
    assert_eq!(output.content_type.as_deref(), Some("audio/mpeg"));
    let audio = output.audio_stream.collect().await.expect("sound");
    assert!(!audio.is_empty());
}

/// A stream in both directions, with a fake that answers with what it gets.
async fn lex_runtime() {
    use lex_runtime::operation::post_content::{PostContent, PostContentOutput};
    let fake = Fake::new().on::<PostContent>(|input| {
        let body = input.input_stream.expect("it is required");
        Ok(PostContentOutput::default().audio_stream(body).content_type("audio/x"))
    });
    let client = lex_runtime::Client::from_conf(fake.config());
    let call = || {
        let call = client.post_content().bot_name("bot").bot_alias("alias").user_id("user");
        call.content_type("text/plain")
    };
    let body = ByteStream::from_reader(Cursor::new("hello"));
    let output = call().input_stream(body).await.expect("an answer");
    assert_eq!(output.audio_stream.collect().await.expect("it"), "hello");
    let request = &fake.requests()[0];
    assert_eq!(request.header("content-type"), Some("text/plain"));
    assert_eq!(request.header("x-amz-content-sha256"), Some("UNSIGNED-PAYLOAD"));
    let input = call().input_stream("hello");
    let input = serde_json::to_value(input.as_input()).expect("JSON");
    assert_eq!(input["inputStream"], "aGVsbG8=");
}

/// A stream that has to have a known length.
async fn omics() {
    use omics::operation::upload_read_set_part::{UploadReadSetPart, UploadReadSetPartOutput};
    use omics::types::ReadSetPartSource;
    let answer = || Ok(UploadReadSetPartOutput::default().checksum("c"));
    let fake = Fake::new().on::<UploadReadSetPart>(move |_| answer());
    let client = omics::Client::from_conf(fake.config());
    let call = || {
        let call = client.upload_read_set_part().sequence_store_id("1234567890").upload_id("1234567890");
        call.part_source(ReadSetPartSource::Source1).part_number(1)
    };
    let body = || ByteStream::from_reader(Cursor::new("hello"));
    let error = call().payload(body()).await.expect_err("its length is not known");
    assert!(error.to_string().contains("`with_length`"), "{error}");
    call().payload(body().with_length(5)).await.expect("an answer");
    assert_eq!(fake.requests()[0].body(), "hello");
}
