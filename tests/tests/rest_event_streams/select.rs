//! Results of queries of objects, whose stream has a last event.

use s3::operation::select_object_content::SelectObjectContentCall;
use s3::types::{
    CsvInput, CsvOutput, ExpressionType, InputSerialization, OutputSerialization,
    SelectObjectContentEventStream as Events,
};
use tinsmith_runtime::client::Config;
use tinsmith_runtime::error::Cause;

use crate::{OK, Script, event, frame};

fn call(url: &str) -> SelectObjectContentCall {
    let client = s3::Client::from_conf(Config::for_tests().endpoint_url(url).build());
    let input = InputSerialization::default().csv(CsvInput::default());
    let output = OutputSerialization::default().csv(CsvOutput::default());
    let call = client.select_object_content().bucket("bucket").key("a b.csv");
    call.expression("SELECT * FROM s3object s WHERE s._1 < '1'")
        .expression_type(ExpressionType::Sql)
        .input_serialization(input)
        .output_serialization(output)
}

fn stats(name: &str, details: &str) -> Vec<u8> {
    event(name, format!("<{details}><BytesScanned>7</BytesScanned><BytesReturned>5</BytesReturned></{details}>").as_bytes())
}

/// Records, statistics, progress, keep-alives and the end, in pieces that cut frames.
pub(crate) async fn events() {
    let all = [
        event("Records", b"a,b\n"),
        event("Cont", b""),
        stats("Progress", "Progress"),
        event("Records", b"c"),
        stats("Stats", "Stats"),
        event("End", b""),
    ];
    let chunks = all.concat().chunks(37).map(<[u8]>::to_vec).collect();
    let (url, line) = Script::of(OK, chunks).serve().await;
    let mut stream = call(&url).await.expect("a stream").payload;
    let (mut records, mut names) = (Vec::new(), Vec::new());
    while let Some(event) = stream.recv().await.expect("no error") {
        names.push(match event {
            Events::Records(it) => {
                records.extend_from_slice(&it.payload.expect("bytes"));
                "records"
            }
            Events::Stats(it) => {
                let details = it.details.expect("details");
                assert_eq!((details.bytes_scanned, details.bytes_returned), (Some(7), Some(5)));
                "stats"
            }
            Events::Progress(it) => {
                assert_eq!(it.details.expect("details").bytes_scanned, Some(7));
                "progress"
            }
            Events::Cont(_) => "cont",
            Events::End(_) => "end",
            other => panic!("{other:?}"),
        });
    }
    assert_eq!(records, b"a,b\nc");
    assert_eq!(names, ["records", "cont", "progress", "records", "stats", "end"]);
    assert_eq!(stream.recv().await.expect("no error"), None);
    let line = line.await.expect("a request");
    assert_eq!(line, "POST /bucket/a%20b.csv?select&select-type=2 HTTP/1.1");
}

/// A stream without its last event is an error, once, and so is an error that the service sends.
pub(crate) async fn failures() {
    for ends in [true, false] {
        let chunks = vec![event("Records", b"a"), stats("Stats", "Stats")];
        let (url, _line) = Script { ends, ..Script::of(OK, chunks) }.serve().await;
        let mut stream = call(&url).await.expect("a stream").payload;
        for _ in 0..2 {
            assert!(stream.recv().await.expect("an event").is_some());
        }
        let error = stream.recv().await.expect_err("the end is missing");
        assert!(matches!(error.cause(), Cause::Transport(_)) && error.is_retryable(), "{error}");
        if ends {
            assert!(error.to_string().contains("before its last event, End"), "{error}");
        }
        assert_eq!(stream.recv().await.expect("it is over"), None);
    }
    let headers = [(":error-code", "OverMaxColumn"), (":error-message", "too many")];
    let message = frame([(":message-type", "error"), headers[0]], b"");
    let (url, _line) = Script::of(OK, vec![event("Records", b"a"), message]).serve().await;
    let mut stream = call(&url).await.expect("a stream").payload;
    assert!(stream.recv().await.expect("an event").is_some());
    let error = stream.recv().await.expect_err("the service's");
    assert_eq!(error.code(), Some("OverMaxColumn"), "{error}");
    assert_eq!(stream.recv().await.expect("it is over"), None);
}
