//! Properties: values survive a round trip, and no input makes the reader panic.

use bytes::Bytes;
use chrono::{DateTime, Utc};
use proptest::collection::{hash_map, vec};
use proptest::num::{f32, f64};
use proptest::option;
use proptest::prelude::*;
use serde_json::Value as Document;

use super::shapes::{Choice, Color, Everything, FetchOutput, Inner, Secret, Tree, sample};
use super::{read, write};

fn config() -> ProptestConfig {
    ProptestConfig {
        cases: 256,
        // Failures print their smallest input, so no file of seeds is needed.
        failure_persistence: None,
        ..ProptestConfig::default()
    }
}

/// Points in time of the whole range, in this many units per second.
fn times(units: i64) -> impl Strategy<Value = DateTime<Utc>> {
    let (first, last) = (DateTime::<Utc>::MIN_UTC, DateTime::<Utc>::MAX_UTC);
    let near = -4_000_000_000..40_000_000_000_i64;
    let seconds = prop_oneof![near, first.timestamp()..=last.timestamp()];
    (seconds, 0..units).prop_map(move |(seconds, fraction)| {
        let nanos = u32::try_from(fraction * 1_000_000_000 / units).unwrap();
        DateTime::from_timestamp(seconds, nanos).unwrap()
    })
}

/// Points in time with four-digit years, as HTTP dates have them.
fn http_dates() -> impl Strategy<Value = DateTime<Utc>> {
    (-62_135_596_800..253_402_300_800_i64)
        .prop_map(|time| DateTime::from_timestamp(time, 0).unwrap())
}

fn texts() -> impl Strategy<Value = String> {
    prop_oneof![".{0,8}", any::<String>()]
}

fn colors() -> impl Strategy<Value = Color> {
    prop_oneof![
        Just(Color::Red),
        Just(Color::DarkGreen),
        texts().prop_map(Color::from),
    ]
}

fn inners() -> impl Strategy<Value = Inner> {
    (colors(), option::of(any::<i32>())).prop_map(|(r#type, count)| Inner { r#type, count })
}

fn choices() -> impl Strategy<Value = Choice> {
    let leaf = prop_oneof![
        texts().prop_map(Choice::Text),
        any::<i64>().prop_map(Choice::Number),
        vec(any::<i32>(), 0..4).prop_map(Choice::Numbers),
        inners().prop_map(Choice::Inner),
        texts().prop_map(Choice::Password),
        Just(Choice::default()),
    ];
    leaf.prop_recursive(4, 8, 1, |inner| {
        inner.prop_map(|choice| Choice::Again(Box::new(choice)))
    })
}

fn trees() -> impl Strategy<Value = Tree> {
    let leaf = option::of(texts()).prop_map(|value| Tree {
        value,
        ..Tree::default()
    });
    leaf.prop_recursive(4, 16, 4, |inner| {
        (option::of(inner.clone()), option::of(vec(inner, 0..3))).prop_map(|(next, children)| {
            Tree {
                value: None,
                next: next.map(Box::new),
                children,
            }
        })
    })
}

/// JSON whose keys are often names of members.
fn documents() -> impl Strategy<Value = Document> {
    let members = tinsmith_runtime::shape::Shape::schema(&Everything::default()).members;
    let names: Vec<&str> = members.iter().map(|member| member.wire).collect();
    let keys = prop_oneof![
        4 => prop::sample::select(names).prop_map(str::to_owned),
        2 => prop::sample::select(vec!["text", "again", "next", "count", "key", "__type"])
            .prop_map(str::to_owned),
        1 => texts(),
    ];
    let leaf = prop_oneof![
        Just(Document::Null),
        any::<bool>().prop_map(Document::from),
        any::<i64>().prop_map(Document::from),
        any::<u64>().prop_map(Document::from),
        any::<f64>().prop_map(Document::from),
        texts().prop_map(Document::from),
        "[0-9]{1,4}-[01][0-9]-[0-3][0-9]T[0-2][0-9]:[0-6][0-9]:[0-6][0-9](\\.[0-9]{1,12})?(Z|[+-][0-9:]{0,6})"
            .prop_map(Document::from),
    ];
    leaf.prop_recursive(6, 64, 8, move |inner| {
        prop_oneof![
            vec(inner.clone(), 0..8).prop_map(Document::from),
            hash_map(keys.clone(), inner, 0..8).prop_map(|map| map.into_iter().collect()),
        ]
    })
}

/// Values whose timestamps have this many units per second.
fn everything(units: i64) -> impl Strategy<Value = Everything> {
    let doubles = f64::POSITIVE | f64::NEGATIVE | f64::NORMAL | f64::SUBNORMAL | f64::ZERO;
    let floats = f32::POSITIVE | f32::NEGATIVE | f32::NORMAL | f32::SUBNORMAL | f32::ZERO;
    let scalars = (
        option::of(any::<bool>()),
        option::of(any::<i32>()),
        option::of(any::<i64>()),
        option::of(floats | f32::INFINITE),
        option::of(doubles | f64::INFINITE),
        option::of(texts()),
        option::of(colors()),
        option::of(vec(any::<u8>(), 0..40).prop_map(Bytes::from)),
        // Null outside of a list is the same as an absent document.
        option::of(documents().prop_filter("not null", |document| !document.is_null())),
    )
        .prop_map(
            |(boolean, integer, long, float, double, string, color, blob, document)| Everything {
                boolean,
                integer,
                long,
                float,
                double,
                string,
                color,
                blob,
                document,
                ..Everything::default()
            },
        );
    let timestamps = (
        option::of(times(units)),
        option::of(times(1_000_000_000)),
        option::of(http_dates()),
        option::of(vec(times(units), 0..4)),
        option::of(vec(times(1_000_000_000), 0..4)),
        option::of(hash_map(texts(), http_dates(), 0..4)),
    );
    let collections = (
        option::of(vec(texts(), 0..4)),
        option::of(vec(option::of(texts()), 0..4)),
        option::of(vec(vec(any::<i32>(), 0..4), 0..4)),
        option::of(vec(documents(), 0..4)),
        option::of(hash_map(texts(), texts(), 0..4)),
        option::of(hash_map(texts(), option::of(any::<i64>()), 0..4)),
        option::of(hash_map(colors(), inners(), 0..4)),
        option::of(hash_map(texts(), vec(inners(), 0..4), 0..4)),
    );
    let shapes = (
        option::of(inners()),
        option::of(choices()),
        option::of(vec(choices(), 0..4)),
        option::of(trees()),
        option::of(texts()),
        option::of(hash_map(texts(), vec(texts(), 0..4), 0..4)),
        option::of(vec(
            option::of(texts()).prop_map(|key| Secret { key }),
            0..4,
        )),
    );
    (scalars, timestamps, collections, shapes).prop_map(|(scalars, times, collections, shapes)| {
        let (epoch, date_time, http_date, epochs, date_times, http_dates) = times;
        let (strings, sparse_strings, matrix, documents, tags, sparse_tags, by_color, inners) =
            collections;
        let (inner, choice, choices, tree, renamed, passwords, secrets) = shapes;
        Everything {
            epoch,
            date_time,
            http_date,
            epochs,
            date_times,
            http_dates,
            strings,
            sparse_strings,
            matrix,
            documents,
            tags,
            sparse_tags,
            by_color,
            inners,
            inner,
            choice,
            choices,
            tree,
            renamed,
            passwords,
            secrets,
            ..scalars
        }
    })
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn wire_form_round_trips(shape in everything(1000)) {
        let text = write(&shape);
        let again: Everything = read(&text).map_err(|error| TestCaseError::fail(error.to_string()))?;
        prop_assert!(again == shape, "{:?}\n{}", again, text);
    }

    #[cfg(feature = "serde")]
    #[test]
    fn model_form_round_trips(shape in everything(1_000_000_000), etag: Option<String>) {
        let shape = Everything { etag, ..shape };
        let text = serde_json::to_string(&shape)?;
        let again: Everything = serde_json::from_str(&text)?;
        prop_assert!(again == shape, "{:?}\n{}", again, text);

        let value = serde_json::to_value(&shape)?;
        let again: Everything = serde_json::from_value(value)?;
        prop_assert!(again == shape, "{:?}\n{}", again, text);
    }

    #[test]
    fn timestamps_are_rounded_down_to_milliseconds(time in times(1_000_000_000)) {
        let shape = Everything { epoch: Some(time), ..Everything::default() };
        let again: Everything = read(write(&shape)).unwrap();
        let millis = again.epoch.map(|time| (time.timestamp(), time.timestamp_subsec_nanos()));
        let nanos = time.timestamp_subsec_millis() * 1_000_000;
        prop_assert_eq!(millis, Some((time.timestamp(), nanos)));
    }

    #[test]
    fn bytes_never_panic(bytes in vec(any::<u8>(), 0..200)) {
        let _ = read::<Everything>(&bytes);
    }

    #[test]
    fn json_never_panics(document in documents()) {
        let _ = read::<Everything>(document.to_string());
        let _ = read::<FetchOutput>(document.to_string());
        #[cfg(feature = "serde")]
        let _ = serde_json::from_value::<Everything>(document);
    }

    #[test]
    fn damaged_documents_never_panic(
        position in any::<prop::sample::Index>(),
        length in 0_usize..4,
        replacement in vec(prop_oneof![any::<u8>(), prop::sample::select(b"{}[]\",:0-.e\\nu".to_vec())], 0..4),
    ) {
        let mut document = write(&sample()).into_bytes();
        let start = position.index(document.len());
        let end = document.len().min(start + length);
        document.splice(start..end, replacement);
        let _ = read::<Everything>(&document);
    }

    #[test]
    fn read_values_round_trip(document in documents()) {
        if let Ok(shape) = read::<Everything>(document.to_string()) {
            // Compared as JSON, where maps have no order and NaN is equal to itself.
            let first = write(&shape);
            let second = write(&read::<Everything>(&first).unwrap());
            let [first, second] = [first, second].map(|text| text.parse::<Document>().unwrap());
            prop_assert_eq!(first, second);
        }
    }

    #[test]
    fn debug_never_panics(shape in everything(1_000_000_000)) {
        let text = format!("{shape:?}");
        prop_assert!(text.starts_with("Everything"));
    }
}
