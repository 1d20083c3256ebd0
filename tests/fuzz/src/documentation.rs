//! Documentation of any kind.

use codegen::parts::{from_html, from_markdown};

use crate::Target;

// It says what holds for any result, and looks for `from_markdown` here.
#[path = "../../../codegen/src/docs/check.rs"]
mod check;

pub(crate) const HTML: Target = Target {
    name: "html",
    run: |bytes| try_text(bytes, |text| from_html(text, &check::links)),
    tokens: &[
        "<p>", "</p>", "<ul>", "</ul>", "<ol start=\"3\">", "</ol>", "<li>", "</li>", "<b>", "</b>", "<i>", "</i>",
        "<code>", "</code>", "<pre>", "</pre>", "<note>", "</note>", "<dl>", "<dt>", "<dd>", "</dl>", "<br>",
        "<blockquote>", "</blockquote>", "<table>", "<tr>", "<td>", "</table>", "<h2>", "<a href=\"https://a.b/c\">",
        "<a href='", "<a>", "</a>", "<img alt=\"x\">", "<Role>", "<!--", "-->", "<![CDATA[", "<?x", "</", "&lt;",
        "&#x1;", "&#0;", "&amp", "\"", "'", "<", ">", "&", ";", "Build", "word", " ", "\n", "\t", "`", "```", "*",
        "**", "_", "[", "]", "(", ")", "\\", "#", "- ", "1. ", "> ", "|", "~~", "---", "=", "!", "://", "http://",
        "https://a.b/c", "https://{a}.b", "\u{1}", "\u{2}", "\u{202e}", "\u{a0}", "é", "日", "*/",
    ],
};

pub(crate) const MARKDOWN: Target = Target {
    name: "markdown",
    run: |bytes| try_text(bytes, |text| from_markdown(text, &check::links)),
    tokens: &[
        "# ", "## ", "- ", "* ", "+ ", "1. ", "9) ", "> ", "    ", "\t", "\n", "\n\n", "  \n", "\\\n", "```", "~~~",
        "```rust", "`", "``", "*", "**", "***", "_", "__", "~~", "[", "]", "(", ")", "](", "[a]: ", "[^1]", "[ ] ",
        "![", "<", ">", "<b>", "<!--", "-->", "<https://a.b>", "https://a.b/c", "|", "|-|", "| a | b |\n|---|:-:|\n",
        "---", "===", "&amp;", "&#35;", "\\", ":", "!", "Build", "[`Here`]", "[`Build`](x::y)", "buildStatus", "word",
        " ", "\u{1}", "\u{2}", "\u{a0}", "\u{202e}", "é", "日", "*/", "//", "{", "}",
    ],
};

fn try_text(bytes: &[u8], convert: impl Fn(&str) -> String) -> bool {
    let Ok(text) = std::str::from_utf8(bytes) else {
        return false;
    };
    let result = convert(text);
    check::check(&result, text);
    !result.is_empty()
}
