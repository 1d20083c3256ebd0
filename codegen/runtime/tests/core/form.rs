//! Forms of awsQuery and ec2Query: what is written, what is read, and what is refused.

use std::collections::HashMap;
use std::fmt::Write as _;

use bytes::Bytes;
use tinsmith_runtime::codec::form::{self, Keys};
use tinsmith_runtime::error::DecodeError;

use super::form_shapes::{Either, Filled, Part};
use super::time;

fn write(shape: &Filled, keys: Keys) -> String {
    let form = form::write(&[("Action", "Do It")], shape, keys);
    String::from_utf8(form.to_vec()).unwrap()
}

fn read(form: &str, keys: Keys) -> Result<Filled, DecodeError> {
    let mut shape = Filled::default();
    let missing = form::read(&[form.as_bytes()], &mut shape, keys)?;
    assert!(missing.is_empty(), "{missing:?}");
    Ok(shape)
}

fn part(key: &str) -> Part {
    Part {
        key: key.to_owned(),
        value: None,
    }
}

fn texts(texts: &[&str]) -> Vec<String> {
    texts.iter().map(|&it| it.to_owned()).collect()
}

/// Without maps, which ec2Query has not.
fn filled() -> Filled {
    Filled {
        text: Some("b c*~&=ä".to_owned()),
        number: Some(-3),
        double: Some(f64::INFINITY),
        boolean: Some(true),
        blob: Some(Bytes::from_static(b"\xff\0")),
        time: Some(time("2020-01-02T03:04:05.5Z")),
        epoch: Some(time("1970-01-01T00:00:07Z")),
        renamed: Some("r".to_owned()),
        list: Some(texts(&["a", ""])),
        named_list: Some(texts(&["b"])),
        flat_list: Some(vec![part("x"), part("y")]),
        matrix: Some(vec![vec![1, 2], vec![3]]),
        part: Some(part("p")),
        either: Some(Either::Right(part("q"))),
        tree: Some(Box::new(Filled {
            list: Some(texts(&["c"])),
            ..Filled::default()
        })),
        ..Filled::default()
    }
}

#[test]
fn query_forms_have_the_names_of_lists_and_maps() {
    let entry = |key: &str, value: &str| (key.to_owned(), value.to_owned());
    let shape = Filled {
        map: Some(HashMap::from([entry("b", "2"), entry("a", "1")])),
        flat_map: Some(HashMap::from([("f".to_owned(), part("x"))])),
        ..filled()
    };
    let parameters = [
        "Action=Do%20It",
        "Text=b%20c%2A~%26%3D%C3%A4",
        "Number=-3",
        "Double=Infinity",
        "Boolean=true",
        "Blob=%2FwA%3D",
        "Time=2020-01-02T03%3A04%3A05.5Z",
        "Epoch=7",
        "wireName=r",
        "List.member.1=a&List.member.2=",
        "names.Name.1=b",
        "FlatList.1.Key=x&FlatList.2.Key=y",
        "Matrix.Row.1.Cell.1=1&Matrix.Row.1.Cell.2=2&Matrix.Row.2.Cell.1=3",
        "Map.entry.1.key=a&Map.entry.1.value=1&Map.entry.2.key=b&Map.entry.2.value=2",
        "FlatMap.1.K=f&FlatMap.1.V.Key=x",
        "Part.Key=p",
        "Either.Right.Key=q",
        "Tree.List.member.1=c",
    ];
    let form = write(&shape, Keys::Query);
    assert_eq!(form, parameters.join("&"));
    assert!(read(&form, Keys::Query).unwrap() == shape);
}

#[test]
fn ec2_forms_have_flattened_lists_and_capital_letters() {
    let parameters = [
        "Action=Do%20It",
        "Text=b%20c%2A~%26%3D%C3%A4",
        "Number=-3",
        "Double=Infinity",
        "Boolean=true",
        "Blob=%2FwA%3D",
        "Time=2020-01-02T03%3A04%3A05.5Z",
        "Epoch=7",
        "Asked=r",
        "List.1=a&List.2=",
        "Names.1=b",
        "FlatList.1.Key=x&FlatList.2.Key=y",
        "Matrix.1.1=1&Matrix.1.2=2&Matrix.2.1=3",
        "Part.Key=p",
        "Either.Right.Key=q",
        "Tree.List.1=c",
    ];
    let form = write(&filled(), Keys::Ec2);
    assert_eq!(form, parameters.join("&"));
    assert!(read(&form, Keys::Ec2).unwrap() == filled());
}

#[test]
fn empty_lists_are_written_by_query_only_and_empty_maps_by_none() {
    let empty = Filled {
        list: Some(Vec::new()),
        flat_list: Some(Vec::new()),
        map: Some(HashMap::new()),
        ..Filled::default()
    };
    let form = write(&empty, Keys::Query);
    assert_eq!(form, "Action=Do%20It&List=&FlatList=");
    let found = read(&form, Keys::Query).unwrap();
    assert!(found.list == Some(Vec::new()) && found.flat_list == Some(Vec::new()));
    assert_eq!(write(&empty, Keys::Ec2), "Action=Do%20It");
}

#[test]
fn parameters_may_have_any_order_gaps_plus_signs_and_unknown_neighbours() {
    let form = "&List.member.10=c+d&Unknown.1.x=1&List.member.2=b&Text.more=1&&Text=%74&Part.Key=k\
                &List.member.9007199254740993=z&Part.Other=o&Tree=";
    let found = read(form, Keys::Query).unwrap();
    assert!(found.list == Some(texts(&["b", "c d", "z"])));
    assert_eq!(found.text.as_deref(), Some("t"));
    assert!(found.part == Some(part("k")));
    assert!(found.tree == Some(Box::default()));
}

#[test]
fn the_parameters_of_query_and_body_are_one_form() {
    let mut found = Filled::default();
    let forms = [&b"Action=Do&List.2=b"[..], b"List.1=a"];
    form::read(&forms, &mut found, Keys::Ec2).unwrap();
    assert!(found.list == Some(texts(&["a", "b"])));
    assert_eq!(form::value(forms[0], "Action").as_deref(), Some("Do"));
    assert_eq!(
        form::value(b"A%63tion=D%6F", "Action").as_deref(),
        Some("Do")
    );
    assert_eq!(form::value(b"Actions=1", "Action"), None);
}

#[test]
fn unions_have_one_member() {
    let either = |form: &str| read(form, Keys::Query).map(|it| it.either.unwrap());
    assert!(either("Either.Left=l") == Ok(Either::Left("l".to_owned())));
    assert!(either("Either.Up=u") == Ok(Either::UnknownValue("Up".to_owned())));
    let error = either("Either.Left=l&Either.Right.Key=r").unwrap_err();
    assert_eq!(
        error.to_string(),
        "Either: expected one member of a union, found several"
    );
}

#[test]
fn missing_members_have_paths() {
    let mut found = Filled::default();
    let form = b"FlatList.3.Value=x&FlatList.7.Key=y&Either.Right.Value=z";
    let missing = form::read(&[form], &mut found, Keys::Ec2).unwrap();
    assert_eq!(missing, ["FlatList[0].Key", "Either.Right.Key"]);
}

#[test]
fn malformed_forms_are_errors_with_places() {
    let deep = format!("{}=1", vec!["Tree"; 200].join("."));
    for (form, message) in [
        ("Number=x", "Number: expected a 32-bit integer"),
        (
            "Number.1=1",
            "Number: expected a value, found parameters with longer keys",
        ),
        (
            "Part=1",
            "Part: expected parameters with longer keys, found a value",
        ),
        (
            "List=1",
            "List: expected parameters with longer keys, found a value",
        ),
        (
            "List.item.1=1",
            "List: expected items at `member`, found other parameters",
        ),
        (
            "List.member.x=1",
            "List: expected the number of an item, from 1, found \"x\"",
        ),
        (
            "List.member.01=1",
            "List: expected the number of an item, from 1, found \"01\"",
        ),
        (
            "List.member.0=1",
            "List: expected the number of an item, from 1, found \"0\"",
        ),
        (
            "List.member.99999999999999999999=1",
            "List: expected the number of an item, from 1, found \"99999999999999999999\"",
        ),
        (
            "FlatList.2.Key=a&FlatList.1.Key.x=b",
            "FlatList[0].Key: expected a value, found parameters with longer keys",
        ),
        ("Map.entry.1.value=1", "Map[0]: the entry has no `key`"),
        ("Text=a&Text=b", "\"Text\" occurs more than once"),
        (
            "Text=a&Blob=%4",
            "a parameter has a % without two hexadecimal digits (line 1, column 8)",
        ),
        ("Text=%FF", "a parameter is not UTF-8 (line 1, column 1)"),
        ("%FF=1", "a parameter is not UTF-8 (line 1, column 1)"),
    ] {
        match read(form, Keys::Query) {
            Err(error) => assert_eq!(error.to_string(), message, "{form}"),
            Ok(_) => panic!("{form} was read"),
        }
    }
    let error = read(&deep, Keys::Query).err().unwrap();
    let start = &deep[..80];
    assert_eq!(
        error.to_string(),
        format!("{start:?}… has more than 128 parts")
    );
    let mut shape = Filled::default();
    let error = form::read(&[b"Text=\xff"], &mut shape, Keys::Query).unwrap_err();
    assert_eq!(error.reason(), "a parameter is not UTF-8");
}

/// Time and memory grow with the form's length, whatever its numbers are.
#[test]
fn large_forms_are_read() {
    let count = 100_000;
    let mut form = String::new();
    for number in (1..=count).rev() {
        write!(form, "List.member.{}={number}&", number * 1_000_000_000).unwrap();
    }
    let found = read(&form, Keys::Query).unwrap();
    let list = found.list.unwrap();
    assert_eq!(
        (list.len(), &*list[0], &*list[count - 1]),
        (count, "1", "100000")
    );

    let unknown: String = (0..count).map(|number| format!("A.{number}.B&")).collect();
    assert!(read(&unknown, Keys::Query).unwrap() == Filled::default());
}
