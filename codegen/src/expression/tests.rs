//! Expressions that are read, and the errors of others.

use super::*;

fn path(selectors: &[&str]) -> Expression {
    let member = |name: &&str| Selector::Member((*name).to_owned());
    Expression::Path(selectors.iter().map(member).collect())
}

#[test]
fn paths() {
    assert_eq!(parse("a.b_2.C"), Ok(path(&["a", "b_2", "C"])));
    assert_eq!(parse(" a . \"b c\" "), Ok(path(&["a", "b c"])));
    let member = |name: &str| Selector::Member(name.to_owned());
    let selectors = vec![
        member("a"),
        Selector::Flatten,
        member("b"),
        Selector::Values,
        Selector::Index(-1),
        Selector::Filter(Box::new(path(&["c"]))),
    ];
    assert_eq!(parse("a[].b.*[-1][?c]"), Ok(Expression::Path(selectors)));
    let selectors = vec![
        member("a"),
        Selector::Items,
        Selector::Several(vec![path(&["b", "c"]), path(&["d"])]),
        Selector::Flatten,
    ];
    assert_eq!(parse("a[*].[b.c, d][]"), Ok(Expression::Path(selectors)));
    let keys = Expression::Keys(Box::new(path(&["a", "b"])));
    assert_eq!(parse("keys(a.b)"), Ok(keys));
}

#[test]
fn comparisons_bind_tighter_than_and_and_that_than_or() {
    let text = "a == 'x' && !(b != `2`) || length(c[]) > `-1`";
    let Ok(Expression::Or(left, right)) = parse(text) else {
        panic!("{:?}", parse(text));
    };
    assert!(matches!(*left, Expression::And(..)), "{left:?}");
    let Expression::Compare(Comparison::Greater, length, literal) = *right else {
        panic!("{right:?}");
    };
    assert!(matches!(*length, Expression::Length(_)));
    assert_eq!(*literal, Expression::Literal(Literal::Integer(-1)));
}

#[test]
fn pipes() {
    for (text, same) in [
        ("a | b.c", "a.b.c"),
        ("a | @.b | c", "a.b.c"),
        ("a[].b | length(@) == `0`", "length(a[].b) == `0`"),
        ("a | @[?b] | length(@) > `1`", "length(a[?b]) > `1`"),
        ("a | [-1].b", "a[-1].b"),
        (
            "a | b == 'x' && !(c || 'y' != d)",
            "a.b == 'x' && !(a.c || 'y' != a.d)",
        ),
        ("a && b | !@", "!(a && b)"),
    ] {
        assert_eq!(parse(text), parse(same), "{text}");
    }
}

#[test]
fn literals() {
    let cases = [
        ("'it''s", None),
        (r"'it\'s'", Some(Literal::Text("it's".to_owned()))),
        ("`\"a\"`", Some(Literal::Text("a".to_owned()))),
        ("`true`", Some(Literal::Boolean(true))),
        ("`0`", Some(Literal::Integer(0))),
        ("`1.5`", None),
        ("`null`", None),
        ("`[]`", None),
        ("`x`", None),
    ];
    for (text, literal) in cases {
        let expected = literal.map(Expression::Literal);
        assert_eq!(parse(text).ok(), expected, "{text}");
    }
}

#[test]
fn what_is_refused() {
    let cases = [
        ("", "it ends where a name is expected"),
        ("a b", "column 3: expected the end, found 'b'"),
        ("é", "column 1: expected a name, found 'é'"),
        ("a.", "it ends where a name is expected"),
        (
            "a[* ]",
            "column 3: expected `]`, `?` or a number, found '*'",
        ),
        ("a.[]", "column 4: expected a name, found ']'"),
        ("a.[b, c", "it ends where `]` is expected"),
        ("a[?b", "it ends where `]` is expected"),
        ("a[-]", "column 3: expected `]`, `?` or a number, found '-'"),
        ("values(a)", "the function `values` is not supported"),
        ("a ==", "it ends where a name is expected"),
        ("'a", "it ends where `'` is expected"),
        ("@", "`@` is supported only after `|`"),
        ("a[?@ == 'b']", "`@` is supported only after `|`"),
        ("a |", "it ends where a name is expected"),
        (
            "a[] | [0]",
            "after `|`, only all of the values can be used, such as `length(@)`",
        ),
        ("contains(a)", "column 11: expected `,`, found ')'"),
        (
            "[a, b]",
            "column 2: expected `]`, `?` or a number, found 'a'",
        ),
        ("2a", "column 1: expected a name, found '2'"),
    ];
    for (text, message) in cases {
        assert_eq!(parse(text), Err(message.to_owned()), "{text}");
    }
    let deep = "(".repeat(1_000);
    assert_eq!(parse(&deep), Err("it is nested too deeply".to_owned()));
    let long = "a && ".repeat(100_000) + "a";
    assert_eq!(parse(&long), Err("it is longer than 4096 bytes".to_owned()));
    assert!(parse(&("a && ".repeat(99) + "a")).is_ok());
    assert!(parse(&("a && ".repeat(100) + "a")).is_err());
    let several = |count: usize| format!("a.[{}]", ["b"].repeat(count).join(","));
    assert!(parse(&several(98)).is_ok());
    assert!(parse(&several(99)).is_err());
    // Pipes multiply.
    assert!(parse(&(format!("a{}", " | @ || @".repeat(12)))).is_err());
}
