//! Examples of each kind of markup, and properties of all output.

use super::check::{check, links};
use super::{from_html, from_markdown};

#[track_caller]
fn html(cases: &[(&str, &str)]) {
    for (html, expected) in cases {
        let markdown = from_html(html, &links);
        assert_eq!(markdown, *expected, "of {html:?}");
        check(&markdown, html);
    }
}

#[track_caller]
fn markdown(cases: &[(&str, &str)]) {
    for (text, expected) in cases {
        let markdown = from_markdown(text, &links);
        assert_eq!(markdown, *expected, "of {text:?}");
        check(&markdown, text);
    }
}

#[test]
fn paragraphs() {
    html(&[
        ("", ""),
        ("<p> </p>", ""),
        ("plain", "plain"),
        ("<p>One</p>\n\n <p> Two\n lines </p>", "One\n\nTwo lines"),
        ("before<p>in</p>after", "before\n\nin\n\nafter"),
        ("a<br/>b<br>", "a\\\nb"),
        (
            "<fullname>CodeBuild</fullname> <p>Builds.</p>",
            "**CodeBuild**\n\nBuilds.",
        ),
        ("<h3>Title</h3>text", "**Title**\n\ntext"),
        ("<blockquote>a<p>b</p></blockquote>c", "> a\n>\n> b\n\nc"),
    ]);
}

#[test]
fn notes_start_with_their_label() {
    html(&[
        ("<note><p>a</p><p>b</p></note>c", "**Note**: a\n\nb\n\nc"),
        ("<important>a</important>", "**Important**: a"),
        (
            "<caution><p>a</p></caution><warning>b</warning>",
            "**Caution**: a\n\n**Warning**: b",
        ),
        ("<note><ul><li>a</li></ul></note>", "**Note**:\n\n- a"),
        ("<note> </note>a", "a"),
    ]);
}

#[test]
fn lists() {
    html(&[
        (
            "a:<ul><li>b</li><li><p>c</p></li></ul>d",
            "a:\n\n- b\n- c\n\nd",
        ),
        (
            "<ul><li>a<ul><li>b</li></ul></li><li>c</li></ul>",
            "- a\n  - b\n- c",
        ),
        (
            "<ul><li><p>a</p><p>b</p></li><li>c</li></ul>",
            "- a\n\n  b\n- c",
        ),
        (
            "<ol><li>a<p>b</p></li><li>c</li></ol>",
            "1. a\n\n   b\n2. c",
        ),
        (
            "<ol start='9'><li>a</li><li>b<p>c</p></li></ol>",
            "9. a\n10. b\n\n    c",
        ),
        (
            "<ul><li>a<ol start='2'><li>b</li></ol></li></ul>",
            "- a\n\n  2. b",
        ),
        ("<ul><li>a</ul><ul><li>b</ul>", "- a\n- b"),
        ("<ul>a<li>b</li>c</ul>", "- a\n- b\n- c"),
        ("<li>a</li>b</ul>", "- a\n\nb"),
        ("<ul><li> </li></ul>", ""),
        (
            "<dl><dt>A</dt><dd><p>b</p><p>c</p></dd><dt><code>D</code>:</dt><dd>e</dd></dl>",
            "- **A**: b\n\n  c\n- **`D`**: e",
        ),
        (
            "<table><tr><th>a</th><th>b</th></tr><tr><td>c</td><td>d</td></tr></table>",
            "- a | b\n- c | d",
        ),
    ]);
}

#[test]
fn code() {
    html(&[
        ("<code>a  b</code>", "`a b`"),
        ("<code>a</code><code>b</code>", "`ab`"),
        ("<code>*a* <i>b</i> &lt;c></code>", "`*a* b <c>`"),
        ("<code>a`b</code> <code>`</code>", "``a`b`` `` ` ``"),
        ("<code> </code>", ""),
        ("a<code> b </code>c", "a `b` c"),
        ("<code>open", "`open`"),
        ("<pre>a\n  &lt;b>\n\n</pre>", "```text\na\n  <b>\n```"),
        ("<pre>```\na</pre>", "````text\n```\na\n````"),
        (
            "<ul><li><pre>a\n\n\tb</pre></li></ul>",
            "- ```text\n  a\n\n      b\n  ```",
        ),
    ]);
}

#[test]
fn code_is_linked() {
    html(&[
        ("<code>Build</code>", "[`Build`](`crate::types::Build`)"),
        (
            "<code>buildStatus</code>",
            "[`buildStatus`](crate::types::Build::build_status)",
        ),
        ("<code>Here</code>.", "[`Here`]."),
        ("<code>Here</code>(x)", "`Here`(x)"),
        ("<a>Build</a>", "[`Build`](`crate::types::Build`)"),
        (
            "<code><a>Build</a></code>",
            "[`Build`](`crate::types::Build`)",
        ),
        (
            "<a href='https://a.b/'><code>Build</code></a>",
            "[`Build`](https://a.b/)",
        ),
        ("!<code>Build</code>", "\\![`Build`](`crate::types::Build`)"),
        ("[<code>Other</code>]", "\\[`Other`\\]"),
    ]);
}

#[test]
fn links_to_the_web() {
    html(&[
        ("<a href=\"https://a.b/c\">d</a>", "[d](https://a.b/c)"),
        (
            "<a href=\"//a.b/c?d=e&amp;f\"> g </a>h",
            "[g](https://a.b/c?d=e&f) h",
        ),
        (
            "<a href=\"https://a.b/c (d)\">e]</a>",
            "[e\\]](https://a.b/c%20%28d%29)",
        ),
        (
            "<a href=\"https://a.b/c\">https://a.b/c</a>",
            "<https://a.b/c>",
        ),
        (
            "<a href=\"https://a.b/c\">https://d.e</a>",
            "[https://d.e](https://a.b/c)",
        ),
        (
            "<a href=\"javascript:a\">b</a> <a href=\"/c\">D</a> <a>e f</a>",
            "b D e f",
        ),
        ("<a href=\"mailto:a@b.c\">d</a>", "d"),
        ("<a href=\"https://a.b\"></a>c", "c"),
        ("<a href=\"https://a.b\">c<p>d", "[c](https://a.b)\n\nd"),
    ]);
}

#[test]
fn bare_addresses() {
    html(&[
        ("See https://a.b/c_d.", "See <https://a.b/c_d>."),
        ("(http://a.b/c)", "(<http://a.b/c>)"),
        (
            "https://a.b/(c) &lt;https://a.b>",
            "<https://a.b/(c)> \\<<https://a.b>>",
        ),
        (
            "https://{bucket}.a.b/&lt;c>.",
            "`https://{bucket}.a.b/<c>`.",
        ),
        ("https:// http https", "https:// http https"),
    ]);
}

#[test]
fn emphasis() {
    html(&[
        ("<b>a</b> <i>b</i>c", "**a** *b*c"),
        ("<b> a </b>b", "**a** b"),
        ("<i>a <b>b</b></i>", "*a* **b**"),
        ("<b>a</b><i>b</i>", "**a**b"),
        ("a<b>\"b\"</b>c", "a\"b\"c"),
        ("<b><code>a</code></b>", "**`a`**"),
        ("<b>a<p>b", "**a**\n\nb"),
        ("</b>a<b></b>", "a"),
    ]);
}

#[test]
fn text_is_escaped_where_it_would_be_markup() {
    html(&[
        ("a_b __c__ _", "a_b \\_\\_c\\_\\_ \\_"),
        ("2 * 3 a*b* ~c~", "2 * 3 a\\*b\\* \\~c\\~"),
        ("[a](b) [^c] [d]: e", "\\[a\\](b) \\[^c\\] \\[d\\]: e"),
        ("a ` b `` c", "a \\` b \\`\\` c"),
        ("a\\b c\\* d\\", "a\\b c\\\\\\* d\\\\"),
        ("&amp;lt; a & b", "\\&lt; a & b"),
        ("a < b <5 &lt;c> &gt;", "a < b <5 \\<c> >"),
        ("--a a-b", "\\--a a-b"),
        ("*/ fn main() {}", "\\*\\/ fn main() {}"),
        ("]]> #[doc]", "\\]\\]> #\\[doc\\]"),
    ]);
}

#[test]
fn stray_tags_are_text() {
    html(&[
        ("arn:<Role>:<uuid>", "arn:\\<Role>:\\<uuid>"),
        (
            "</Role><script>a</script>",
            "\\</Role>\\<script>a\\</script>",
        ),
        ("<code>a:<Region></code>", "`a:<Region>`"),
        ("<!-- a -->b<!--c", "b\\<!\\--c"),
        ("<![CDATA[a]]>", "\\<!\\[CDATA\\[a\\]\\]>"),
        ("<https://open", "\\<<https://open>"),
        ("<p>a<p", "a\\<p"),
        ("<a href=\"b>c</a> <i>d</i>", "\\<a href=\"b>c *d*"),
        ("a <p b <i>c</i>", "a \\<p b *c*"),
    ]);
}

#[test]
fn no_line_begins_a_block_by_accident() {
    for start in [
        "- a", "+ a", "* a", "1. a", "12) a", "# a", "> a", "| a |", "=", "---", "```", "~~~", ":-",
    ] {
        for words in 0..60 {
            let text = format!("{}{start}", "word ".repeat(words));
            check(&from_html(&text, &links), &text);
            let list = format!("<ul><li>{text}<br>{start}</li></ul>");
            check(&from_html(&list, &links), &list);
        }
    }
    html(&[
        ("- a", "\\- a"),
        ("1. a", "1\\. a"),
        ("    a", "a"),
        ("a<br>&gt; b", "a\\\n\\> b"),
    ]);
}

#[test]
fn long_lines_are_wrapped() {
    let text = format!(
        "<ol><li>{}</li></ol>",
        "The <code>a b</code> <a href='//a.b'>c d</a> word. ".repeat(40)
    );
    let markdown = from_html(&text, &links);
    check(&markdown, &text);
    assert!(markdown.split('\n').all(|line| line.len() <= 96));
    assert!(
        markdown
            .split('\n')
            .skip(1)
            .all(|line| line.starts_with("   ") && !line.starts_with("    "))
    );
    assert!(
        markdown
            .split('\n')
            .all(|line| line.matches('`').count() % 2 == 0)
    );
}

#[test]
fn invisible_characters_go() {
    html(&[
        ("\u{202e}a\0b\u{200b}\u{ad}\u{feff}c", "abc"),
        ("a\u{2028}b\u{a0}c\td\r\ne", "a b c d e"),
        ("a&#x2028;b&#150;c", "a b–c"),
        ("<code>a\u{2066}b\u{a0}c</code>", "`ab c`"),
    ]);
}

#[test]
fn overlay_keeps_its_structure() {
    markdown(&[
        ("", ""),
        (
            "Starts a *build*\nof `Build`.  \nNow.",
            "Starts a *build* of [`Build`](`crate::types::Build`).\\\nNow.",
        ),
        ("# A\n\ntext\n\nB\n---\n", "**A**\n\ntext\n\n**B**"),
        ("* a\n  * b\n\n1) c\n2) d", "- a\n  - b\n\n1. c\n2. d"),
        ("> a\nb", "> a b"),
        (
            "```rust\nlet a = 1;\n```\n\n    b",
            "```text\nlet a = 1;\n```\n\n```text\nb\n```",
        ),
        ("|a|b|\n|-|-|\n|c|`d`|", "- a | b\n- c | `d`"),
        ("a\n\n***\n\nb", "a\n\nb"),
    ]);
}

#[test]
fn overlay_is_as_safe() {
    markdown(&[
        ("<b>a</b> Vec<String>", "\\<b>a\\</b> Vec\\<String>"),
        ("<div>\na\n</div>", "\\<div> a \\</div>"),
        (
            "https://a.b/c <https://a.b>",
            "<https://a.b/c> <https://a.b>",
        ),
        ("[a](https://a.b) [c](/d) [e]", "[a](https://a.b) c \\[e\\]"),
        (
            "[`Build`] [Build](crate::Build) [`Build`](x)",
            "[`Build`](`crate::types::Build`) [`Build`](`crate::types::Build`)\n[`Build`](`crate::types::Build`)",
        ),
        ("[`Other`] ![a](b.png)", "`Other` a"),
        ("- [x] a[^1]", "- \\[x\\] a\\[^1\\]"),
        ("~~a~~ \\[b\\] &lt;c>", "\\~\\~a\\~\\~ \\[b\\] \\<c>"),
    ]);
}

/// Depth and length cost neither stack nor more than linear time; the tests' own time limit would
/// tell.
#[test]
fn large_and_deep_inputs() {
    let tags = "p ul ul><li ol><li dl><dt>a<dd b code pre blockquote note table><tr><td";
    for tag in tags.split(' ') {
        for end in ["", "</ul></blockquote>"] {
            let text = format!(
                "{}a{}",
                format!("<{tag}>").repeat(10_000),
                end.repeat(10_000)
            );
            let result = from_html(&text, &links);
            assert!(result.len() < 4 * text.len(), "of <{tag}> and {end}");
        }
    }
    let units = "<|<!--|<a \"|<p|&|`|* |_a|[|[a](|> |- |1. |\\|https://{|\n";
    for unit in units.split('|').chain(["| "]) {
        let text = unit.repeat(20_000 / unit.len());
        from_html(&text, &links);
        from_markdown(&text, &links);
    }
}

/// A generator of its own keeps the test the same everywhere.
#[test]
fn any_mixture_of_markup_is_safe() {
    let parts = "<p> </p> <ul> </ul> <ol> <li> </li> <b> </b> <i> <code> </code> <pre> </pre> <note> \
                 </note> <dl> <dt> <dd> </dl> <br> <blockquote> </blockquote> <a> </a> <Role> <!-- \
                 --> Build word |-| ``` ` ~~~ * ** _ __ [ ] ( ) ]( [^1] [x] : ! \\ & &lt; &amp; ; < > \
                 = --- https://a.b/c https://{a}.b . \u{202e} é # // */";
    let spaces = [
        "<a href='https://a.b/c'>",
        "<a href='/c'>",
        " ",
        " ",
        " ",
        "\n",
        "\n\n",
        "  ",
        "\t",
        "- ",
        "1. ",
        "# ",
        "> ",
        "| ",
    ];
    let parts: Vec<_> = parts.split(' ').chain(spaces).collect();
    let mut state = 0x9e37_79b9_7f4a_7c15_u64;
    let mut next = |below: usize| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        usize::try_from(state >> 33).unwrap_or_default() % below
    };
    for _ in 0..5_000 {
        let length = 1 + next(24);
        let text: String = (0..length).map(|_| parts[next(parts.len())]).collect();
        check(&from_html(&text, &links), &text);
        check(&from_markdown(&text, &links), &text);
    }
}
