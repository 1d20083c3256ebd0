//! The check for required members, and idempotency tokens.

use std::collections::HashMap;

use tinsmith_runtime::check::{fill_idempotency_tokens, required};
use tinsmith_runtime::operation::Operation;

use super::shapes::{Choice, Color, Fetch, FetchInput, Inner, Ping, PingInput, Source};

fn complete() -> FetchInput {
    FetchInput {
        name: Some(String::new()),
        choice: Some(Choice::Numbers(Vec::new())),
        color: Some(Color::Red),
        ..FetchInput::default()
    }
}

fn source() -> Source {
    Source {
        r#type: Color::Red,
        choice: Choice::Number(0),
        ..Source::default()
    }
}

#[track_caller]
fn missing(input: &FetchInput) -> Vec<String> {
    let missing = Fetch::check(input).map_err(|error| error.missing);
    missing.err().unwrap_or_default()
}

#[test]
fn complete_inputs_pass() {
    assert_eq!(Fetch::check(&complete()), Ok(()));
    assert_eq!(Ping::check(&PingInput {}), Ok(()));
    let nested = FetchInput {
        source: Some(source()),
        sources: Some(vec![source()]),
        by_name: Some(HashMap::from([("k".to_owned(), source())])),
        ..complete()
    };
    assert_eq!(Fetch::check(&nested), Ok(()));
}

#[test]
fn all_missing_members_are_listed_in_model_order() {
    let error = Fetch::check(&FetchInput::default()).unwrap_err();
    assert_eq!(error.operation, "Fetch");
    assert_eq!(
        error.to_string(),
        "missing required members name, choice, color"
    );
    let one = FetchInput {
        name: None,
        ..complete()
    };
    assert_eq!(
        Fetch::check(&one).unwrap_err().to_string(),
        "missing required member name"
    );
}

#[test]
fn enums_and_unions_without_a_value_are_missing() {
    let input = FetchInput {
        choice: Some(Choice::default()),
        color: Some(Color::default()),
        ..complete()
    };
    assert_eq!(missing(&input), ["choice", "color"]);
    // An unknown value of an enum is not missing.
    let input = FetchInput {
        color: Some(Color::from("mauve")),
        ..complete()
    };
    assert_eq!(missing(&input), [""; 0]);
}

/// A sensitive structure.
#[derive(Clone, Default, PartialEq)]
struct Hidden {
    choice: Option<Choice>,
}

tinsmith_runtime::structure! {
    structure("Hidden").sensitive() => Hidden {
        choice: "choice";
    }
}

/// The value of an unknown variant is not known, so it cannot be sent.
#[test]
fn unions_with_an_unknown_variant_are_invalid() {
    let new = || Choice::UnknownValue("new".into());
    let input = FetchInput {
        choice: Some(new()),
        ..complete()
    };
    let error = Fetch::check(&input).unwrap_err();
    assert_eq!(error.missing, [""; 0]);
    assert_eq!(
        error.to_string(),
        r#"choice has the variant "new", which this crate does not know"#
    );

    let shape = super::shapes::Everything {
        choice: Some(Choice::Again(Box::new(new()))),
        choices: Some(vec![Choice::Number(1), new(), Choice::default()]),
        ..Default::default()
    };
    let error = required("Fetch", &shape).unwrap_err();
    assert_eq!(
        error.invalid,
        [
            r#"choice.again has the variant "new", which this crate does not know"#,
            r#"choices[1] has the variant "new", which this crate does not know"#,
            "choices[2] has no variant",
        ]
    );
    // In a sensitive structure, the path is shown and the variant's name is not.
    let shape = Hidden {
        choice: Some(new()),
    };
    let error = required("Fetch", &shape).unwrap_err();
    assert_eq!(
        error.invalid,
        ["choice has a variant that this crate does not know"]
    );
}

#[test]
fn nested_members_have_paths() {
    let nested = Source {
        inner: Some(Inner::default()),
        ..source()
    };
    let input = FetchInput {
        name: None,
        source: Some(Source::default()),
        sources: Some(vec![source(), nested]),
        by_name: Some(HashMap::from([("a b".to_owned(), Source::default())])),
        ..complete()
    };
    assert_eq!(
        missing(&input),
        [
            "name",
            "source.type",
            "source.choice",
            "sources[1].inner.type",
            r#"byName["a b"].type"#,
            r#"byName["a b"].choice"#,
        ]
    );
}

#[test]
fn members_in_unions_and_lists_in_maps_have_paths() {
    let input = FetchInput {
        choice: Some(Choice::Again(Box::new(Choice::Inner(Inner::default())))),
        ..complete()
    };
    assert_eq!(missing(&input), ["choice.again.inner.type"]);

    let inners = HashMap::from([(
        "k".to_owned(),
        vec![Inner::new(Color::Red), Inner::default()],
    )]);
    let shape = super::shapes::Everything {
        inners: Some(inners),
        by_color: Some(HashMap::from([(Color::Red, Inner::default())])),
        ..Default::default()
    };
    assert_eq!(
        required("Fetch", &shape).unwrap_err().missing,
        [r#"byColor["RED"].type"#, r#"inners["k"][1].type"#]
    );
}

#[test]
fn tokens_are_filled_if_unset() {
    let mut calls = 0;
    let mut token = || {
        calls += 1;
        format!("token-{calls}")
    };

    let mut input = complete();
    fill_idempotency_tokens(&mut input, &mut token);
    assert_eq!(input.token.as_deref(), Some("token-1"));

    // A second call keeps the token.
    fill_idempotency_tokens(&mut input, &mut token);
    assert_eq!(input.token.as_deref(), Some("token-1"));

    input.token = Some(String::new());
    fill_idempotency_tokens(&mut input, &mut token);
    assert_eq!(input.token.as_deref(), Some(""));
    assert_eq!(calls, 1);
}

#[test]
fn nested_tokens_are_not_filled() {
    let mut input = FetchInput {
        source: Some(source()),
        sources: Some(vec![source()]),
        ..complete()
    };
    fill_idempotency_tokens(&mut input, &mut || "token".to_owned());
    let expected = FetchInput {
        source: Some(source()),
        sources: Some(vec![source()]),
        token: Some("token".to_owned()),
        ..complete()
    };
    assert!(input == expected, "{input:?}");
}

/// A nested structure with a plain required member.
#[derive(Clone, Default, PartialEq)]
struct Variable {
    name: String,
    value: String,
}

tinsmith_runtime::structure! {
    structure("Variable") => Variable {
        name: "name".required().non_empty();
        value: "value".required();
    }
}

/// Empty text counts as missing only where the model has a minimum length.
#[test]
fn empty_text_is_missing_where_the_model_forbids_it() {
    let named = Variable {
        name: "n".to_owned(),
        ..Variable::default()
    };
    assert_eq!(required("Set", &named), Ok(()));
    let missing = required("Set", &Variable::default()).unwrap_err().missing;
    assert_eq!(missing, ["name"]);
}
