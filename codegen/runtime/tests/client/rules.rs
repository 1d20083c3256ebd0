//! The functions of endpoint rule sets, for valid and invalid arguments.

use proptest::prelude::*;
use tinsmith_runtime::client::endpoint::{
    Arn, Url, are_host_labels, at, is_host_label, is_virtual_hostable_bucket, item, parse_arn,
    parse_url, part, region_prefix, split, substring, substring_from_end, uri_encode,
};

#[test]
fn partitions_match_region_prefixes() {
    for (region, expected) in [
        ("us-east-1", Some("us")),
        ("us-gov-west-1", Some("us-gov")),
        ("eusc-de-east-1", Some("eusc-de")),
        ("us-new_word-42", Some("us")),
        ("a-b-c-d-1", Some("a-b-c")),
        ("-word-1", Some("")),
        ("us-east", None),
        ("us-east-1a", None),
        ("us--1", None),
        ("us-east-", None),
        ("us-e!st-1", None),
        ("us-é-1", None),
        ("aws-global", None),
        ("us", None),
        ("", None),
    ] {
        assert_eq!(region_prefix(region), expected, "{region}");
    }
}

#[test]
fn checks_host_labels() {
    let longest = "a".repeat(63);
    for label in ["a", "0", "a-b", "A1", longest.as_str()] {
        assert!(is_host_label(label) && are_host_labels(label), "{label}");
    }
    let too_long = "a".repeat(64);
    // Smithy's code accepts a hyphen at the end; botocore and DNS do not.
    for label in ["", "-a", "a-", "a_b", "a b", "é", too_long.as_str()] {
        assert!(!is_host_label(label) && !are_host_labels(label), "{label}");
    }
    for labels in ["a.b", "a.b-c.d1"] {
        assert!(
            !is_host_label(labels) && are_host_labels(labels),
            "{labels}"
        );
    }
    for labels in [".", "a.", ".a", "a..b", "a.-b", "a-.b"] {
        assert!(!are_host_labels(labels), "{labels}");
    }
}

#[test]
fn cuts_substrings() {
    for (text, range, start, end) in [
        ("abcdef", 0..2, Some("ab"), Some("ef")),
        ("abcdef", 1..3, Some("bc"), Some("de")),
        ("abcdef", 0..6, Some("abcdef"), Some("abcdef")),
        ("abcdef", 0..7, None, None),
        ("abcdef", 2..2, None, None),
        ("abcdef", 6..6, None, None),
        ("", 0..1, None, None),
        ("abé", 0..1, None, None),
    ] {
        assert_eq!(substring(text, range.clone()), start, "{text} {range:?}");
        assert_eq!(
            substring_from_end(text, range.clone()),
            end,
            "{text} {range:?}"
        );
    }
    #[expect(clippy::reversed_empty_ranges, reason = "that is what is tested")]
    let reversed = 3..1;
    assert_eq!(substring("abcdef", reversed.clone()), None);
    assert_eq!(substring_from_end("abcdef", reversed), None);
}

#[test]
fn gets_items_of_lists() {
    let list = ["a".to_owned(), "b".to_owned()];
    assert_eq!(item(&list, 0), Some("a"));
    assert_eq!(item(&list, 2), None);
    assert_eq!((item(&list, -1), item(&list, -3)), (Some("b"), None));
    assert_eq!(
        (part(&["x", "y"], 0), part(&["x", "y"], -2)),
        (Some("x"), Some("x"))
    );
    assert_eq!((part(&["x"], 1), part(&[], -1)), (None, None));
    assert_eq!(
        (part(&["x"], isize::MAX), part(&["x"], isize::MIN)),
        (None, None)
    );
}

/// The examples of the specification, and those of its tests.
#[test]
fn splits_texts() {
    for (text, delimiter, limit, expected) in [
        ("a--b--c", "--", 0, &["a", "b", "c"][..]),
        ("a--b--c", "--", 1, &["a--b--c"]),
        ("a--b--c", "--", 2, &["a", "b--c"]),
        ("a--b--c", "--", 9, &["a", "b", "c"]),
        ("--a--", "--", 0, &["", "a", ""]),
        ("----", "--", 0, &["", "", ""]),
        ("", "--", 0, &[""]),
        ("abc", "--", 0, &["abc"]),
    ] {
        assert_eq!(split(text, delimiter, limit), expected, "{text} {limit}");
    }
}

/// The cases of Smithy's and botocore's tests of `parseURL`.
#[test]
fn parses_urls() {
    for (text, scheme, authority, path, normalized_path, is_ip) in [
        (
            "https://example.com",
            "https",
            "example.com",
            "",
            "/",
            false,
        ),
        (
            "https://example.com/",
            "https",
            "example.com",
            "/",
            "/",
            false,
        ),
        (
            "http://example.com:80/foo/bar",
            "http",
            "example.com:80",
            "/foo/bar",
            "/foo/bar/",
            false,
        ),
        ("https://127.0.0.1", "https", "127.0.0.1", "", "/", true),
        (
            "http://192.168.1.1:1234/foo/",
            "http",
            "192.168.1.1:1234",
            "/foo/",
            "/foo/",
            true,
        ),
        ("https://[fe80::1]", "https", "[fe80::1]", "", "/", true),
        (
            "https://[fe80::1]:443/a",
            "https",
            "[fe80::1]:443",
            "/a",
            "/a/",
            true,
        ),
        ("http://99_ab-.com", "http", "99_ab-.com", "", "/", false),
        (
            "https://999.999.abc.blah",
            "https",
            "999.999.abc.blah",
            "",
            "/",
            false,
        ),
    ] {
        let expected = Url {
            scheme,
            authority,
            path,
            normalized_path: normalized_path.to_owned(),
            is_ip,
        };
        assert_eq!(parse_url(text), Some(expected), "{text}");
    }
    for text in [
        "",
        "example.com",
        "https://",
        "https:///path",
        "acbd://example.com",
        "http://abc.com:a/foo",
        "http://abc.com:99999",
        "http://abc.com:/foo",
        "https://example.com:8443?foo=bar&faz=baz",
        "https://example.com/path?query1=foo",
    ] {
        assert_eq!(parse_url(text), None, "{text}");
    }
}

#[test]
fn encodes_for_urls() {
    assert_eq!(uri_encode("aZ0-_.~"), "aZ0-_.~");
    let encoded =
        "%2F%3A%2C%3F%23%5B%5D%7B%7D%7C%40%21%20%24%26%27%28%29%2A%2B%3B%3D%25%3C%3E%22%5E%60%5C";
    assert_eq!(uri_encode("/:,?#[]{}|@! $&'()*+;=%<>\"^`\\"), encoded);
    assert_eq!(uri_encode("é"), "%C3%A9");
}

#[test]
fn checks_bucket_names() {
    for name in ["abc", "my-bucket", "a1b"] {
        assert!(is_virtual_hostable_bucket(name, false), "{name}");
        assert!(is_virtual_hostable_bucket(name, true), "{name}");
    }
    for name in ["ab", "Abc", "a_b", "-ab", "ab-", "192.168.1.1", "a..b", ""] {
        assert!(!is_virtual_hostable_bucket(name, false), "{name}");
        assert!(!is_virtual_hostable_bucket(name, true), "{name}");
    }
    assert!(is_virtual_hostable_bucket("my.bucket", true));
    assert!(!is_virtual_hostable_bucket("my.bucket", false));
}

#[test]
fn parses_arns() {
    let expected = Arn {
        partition: "aws",
        service: "kinesis",
        region: "us-east-1",
        account_id: "123456789012",
        resource_id: vec!["stream", "name"],
    };
    let text = "arn:aws:kinesis:us-east-1:123456789012:stream/name";
    assert_eq!(parse_arn(text), Some(expected));
    let bucket = parse_arn("arn:aws:s3:::bucket").unwrap();
    assert_eq!((bucket.region, bucket.account_id), ("", ""));
    let parts = parse_arn("arn:aws:sns:r:a:b:c/d:").unwrap().resource_id;
    assert_eq!(parts, ["b", "c", "d", ""]);
    for text in [
        "",
        "arn",
        "name",
        "arn:aws:s3:::",
        "arn::s3:::bucket",
        "arn:aws::::bucket",
        "arn:aws:s3:us-east-1:123456789012",
        "urn:aws:s3:::bucket",
    ] {
        assert_eq!(parse_arn(text), None, "{text}");
    }
}

#[test]
fn endpoint_needs_a_url() {
    let error = at("").unwrap_err().to_string();
    assert_eq!(error, "the endpoint is empty: remove `endpoint_url`");
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_text_panics(
        text in prop_oneof![any::<String>(), "(arn)?[a-z:/.-]{0,20}[0-9é]{0,2}"],
        start in 0_usize..30,
        length in prop_oneof![0_usize..30, Just(usize::MAX / 2)],
    ) {
        let range = start..start + length;
        for part in [substring(&text, range.clone()), substring_from_end(&text, range)].into_iter().flatten() {
            prop_assert!(part.len() == length && text.contains(part));
        }
        let _ = region_prefix(&text);
        prop_assert_eq!(are_host_labels(&text), text.split('.').all(is_host_label));
        if let Some(arn) = parse_arn(&text) {
            prop_assert!(!arn.resource_id.is_empty());
        }
        let _ = at(text.as_str());
        if let Some(url) = parse_url(&text) {
            prop_assert!(text.contains(url.authority) && url.normalized_path.ends_with('/'));
        }
        let _ = is_virtual_hostable_bucket(&text, true);
        prop_assert!(uri_encode(&text).is_ascii());
        prop_assert_eq!(split(&text, "/", start).join("/"), text);
    }
}
