//! Compares codecs on S3: a page of 1,000 objects. Ours asks for keys as in URLs, and reads such.

use aws_sdk_s3::operation::list_objects_v2::{
    ListObjectsV2 as OfficialList, ListObjectsV2Output as OfficialPage,
};
use bytes::Bytes;
use measure::comparison::{Candidate, Comparison, Meter};
use measure::official::{Operation, response};
use quick_xml::Reader;
use quick_xml::events::Event;
use s3_twelve::operation::Operation as _;
use s3_twelve::operation::list_objects_v2::ListObjectsV2;

const OBJECTS: usize = 1_000;

/// Measures all candidates.
pub fn compare(meter: Meter) {
    let page = |is_encoded| Bytes::from(measure::payload::list_objects_v2_response(OBJECTS, is_encoded));
    let (encoded, plain) = (page(true), page(false));
    let (ours, official) = (http::Response::new(encoded.clone().into()), response(&plain));
    let operation = Operation::new(&OfficialList::new());
    let read_ours = || ListObjectsV2::response(&ours).expect("a valid response");
    let read_official = || operation.output::<OfficialPage>(&official);
    let found = read_ours().contents.expect("objects");
    let peer = read_official();
    assert_eq!((found.len(), peer.contents().len()), (OBJECTS, OBJECTS));
    for (ours, peer) in found.iter().zip(peer.contents()) {
        assert_eq!(ours.key.as_deref(), peer.key());
        assert!(ours.key.as_deref().is_some_and(|it| it.contains(" (über ")));
        assert_eq!(ours.e_tag.as_deref(), peer.e_tag());
        assert_eq!(ours.size, peer.size());
        assert_eq!(
            ours.last_modified.map(|time| time.timestamp()),
            peer.last_modified().map(|time| time.secs())
        );
    }
    let name = format!("S3 ListObjectsV2, {OBJECTS} objects, {} kB, read", plain.len() / 1_000);
    let candidates = vec![
        Candidate::new("ours", read_ours),
        Candidate::new("official", read_official),
        Candidate::new("quick-xml's events", || events(&plain)),
    ];
    let mut comparison = Comparison::new(meter);
    comparison.measure(&name, candidates);
    comparison.print();
}

/// Counts the events of a document.
fn events(body: &[u8]) -> usize {
    let (mut reader, mut count) = (Reader::from_reader(body), 0);
    while !matches!(reader.read_event().expect("valid XML"), Event::Eof) {
        count += 1;
    }
    count
}
