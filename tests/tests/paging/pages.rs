//! Paginators: requests, pages, items and errors, against botocore's.

use std::fs;

use serde_json::{Value, json};
use tests::fixtures;
use tests::oracle::Oracle;

use crate::program;

/// An operation, an input, the responses in order, and a page size.
type Case = (&'static str, Value, Vec<Value>, Option<i32>);

fn cases() -> Vec<Case> {
    let mut cases = of_tokens();
    cases.extend(of_lists());
    cases.extend(of_codebuild());
    cases
}

/// Kinds of tokens.
fn of_tokens() -> Vec<Case> {
    let thing = |id: &str| json!({"id": id, "key": format!("key-{id}")});
    vec![
        // Ends: a null token, an empty one, an absent one.
        (
            "ListSimple",
            json!({"filter": "f"}),
            vec![json!({"names": ["a"]})],
            None,
        ),
        (
            "ListSimple",
            json!({"filter": "f"}),
            vec![
                json!({"names": ["a"], "nextToken": "1"}),
                json!({"names": [], "nextToken": "2"}),
                json!({"nextToken": "3"}),
                json!({"names": ["b", "c"], "nextToken": ""}),
            ],
            Some(7),
        ),
        // The input has a token.
        (
            "ListSimple",
            json!({"filter": "f", "nextToken": "start"}),
            vec![
                json!({"names": ["a"], "nextToken": "1"}),
                json!({"names": ["b"]}),
            ],
            None,
        ),
        // A token that repeats at once, and after another one.
        (
            "ListSimple",
            json!({"filter": "f"}),
            vec![json!({"names": ["a"], "nextToken": "1"}); 2],
            None,
        ),
        (
            "ListSimple",
            json!({"filter": "f"}),
            vec![
                json!({"nextToken": "1"}),
                json!({"nextToken": "2"}),
                json!({"nextToken": "1"}),
                json!({"names": ["z"]}),
            ],
            None,
        ),
        // The token is in the last item; `hasMore` decides.
        (
            "ListNested",
            json!({}),
            vec![
                json!({"page": {"items": [thing("1"), thing("2")], "hasMore": true}}),
                json!({"page": {"items": [thing("3")], "hasMore": false}}),
            ],
            Some(2),
        ),
        (
            "ListNested",
            json!({}),
            vec![json!({"page": {"items": [], "hasMore": true}})],
            None,
        ),
        ("ListNested", json!({}), vec![json!({})], None),
    ]
}

/// Several tokens, and lists of all kinds.
fn of_lists() -> Vec<Case> {
    let thing = |id: &str| json!({"id": id, "key": format!("key-{id}")});
    vec![
        // Two tokens, of which one may be missing.
        (
            "ListSeveral",
            json!({"startKind": "B"}),
            vec![
                json!({"things": [thing("1")], "isTruncated": true, "nextName": "n", "nextKind": "A"}),
                json!({"things": [thing("2")], "isTruncated": true, "nextName": "m"}),
                json!({"things": [thing("3")], "isTruncated": true, "nextName": "m", "nextKind": "B"}),
                json!({"things": [thing("4")], "isTruncated": false, "nextName": "o"}),
            ],
            None,
        ),
        (
            "ListSeveral",
            json!({}),
            vec![
                json!({"things": [thing("1")], "isTruncated": true, "nextName": "", "nextKind": ""}),
            ],
            None,
        ),
        (
            "ListSeveral",
            json!({}),
            vec![json!({"nextName": "n"})],
            None,
        ),
        // The token is a map, the items are a map, and the page size is a string.
        (
            "ListKeyed",
            json!({}),
            vec![
                json!({"entries": {"a": thing("1"), "b": thing("2")}, "lastKey": {"k": "v"}}),
                json!({"entries": {"c": thing("3")}, "lastKey": {}}),
            ],
            Some(2),
        ),
        // The token is a number, and 0 ends the pages; items can be null.
        (
            "ListNumbered",
            json!({}),
            vec![
                json!({"names": ["a", null], "next": 2}),
                json!({"names": [null], "next": 0}),
            ],
            None,
        ),
        // An alternative of two tokens.
        (
            "ListMarked",
            json!({}),
            vec![
                json!({"things": [thing("1")], "nextMarker": "m"}),
                json!({"things": [thing("2")], "nextMarker": ""}),
                json!({"things": []}),
            ],
            None,
        ),
        // The list is in a structure.
        (
            "ListGrouped",
            json!({}),
            vec![
                json!({"group": {"words": {"a": "b"}}, "token": "t"}),
                json!({"group": {}}),
            ],
            None,
        ),
    ]
}

fn of_codebuild() -> Vec<Case> {
    let ids = |token: Value| json!({"ids": ["a", "b"], "nextToken": token});
    let mut cases = Vec::new();
    for operation in ["ListBuilds", "ListBuildsForProject"] {
        let input = match operation {
            "ListBuilds" => json!({"sortOrder": "ASCENDING"}),
            _ => json!({"projectName": "p"}),
        };
        cases.push((
            operation,
            input.clone(),
            vec![ids("1".into()), ids("2".into()), ids("".into())],
            None,
        ));
        cases.push((
            operation,
            input.clone(),
            vec![ids("1".into()), ids("1".into())],
            None,
        ));
        cases.push((operation, input, vec![json!({"ids": []})], None));
    }
    cases.push((
        "ListProjects",
        json!({}),
        vec![
            json!({"projects": ["p"], "nextToken": "1"}),
            json!({"projects": ["q"]}),
        ],
        None,
    ));
    cases
}

fn fixture(file: &str) -> Value {
    let path = fixtures::folder().join("pagination").join(file);
    serde_json::from_slice(&fs::read(path).expect("the fixture")).expect("JSON")
}

/// botocore accepts a number as a result only after another result key.
#[test]
fn pages_without_items() {
    let pages = [json!({"count": 1, "token": "t"}), json!({"count": 2})];
    let question = json!({"list": "ListCounted", "input": {}, "pages": pages});
    let answer = program::ask("paging-counted", &[question]).remove(0);
    assert_eq!(answer["requests"], json!([{}, {"token": "t"}]));
    assert_eq!(answer["items"], json!(pages));
}

#[test]
fn pages_equal_those_of_botocore() {
    let cases = cases();
    let questions: Vec<_> = cases
        .iter()
        .map(|(list, input, pages, page_size)| {
            json!({"list": list, "input": input, "pages": pages, "page_size": page_size})
        })
        .collect();
    let answers = program::ask("paging-pages", &questions);

    let model = fixture("service-2.json");
    let mut paginators = fixture("paginators-1.json");
    paginators["pagination"]["ListSimple"]["limit_key"] = "maxResults".into();
    let mut oracle = Oracle::start();
    for ((case, question), mut ours) in cases.iter().zip(questions).zip(answers) {
        let operation = case.0;
        let mut request = question;
        request["do"] = "paginate".into();
        request["operation"] = operation.into();
        if !model["operations"][operation].is_null() {
            request["model"] = model.clone();
            request["paginator"] = paginators["pagination"][operation].clone();
        }
        let theirs = oracle.ask(&request);
        assert_eq!(ours["requests"], theirs["requests"], "{case:?}");
        assert_eq!(
            ours["error"].is_null(),
            theirs["error"].is_null(),
            "{case:?}\n{ours}\n{theirs}"
        );
        // Maps have no order.
        if operation == "ListKeyed" {
            let items = ours["items"].as_array_mut().expect("items");
            items.sort_by_key(|item| item[0].to_string());
        }
        assert_eq!(ours["items"], theirs["items"], "{case:?}");
    }
}
