//! Blocks: paragraphs, lists, quotes and fences, their prefixes and the blank lines between them.

use super::paragraph::{Paragraph, Span, SpanKind, Style};
use super::{Links, escape, inline, wrap};

/// Lines are wrapped at this many columns, prefixes included.
const WIDTH: usize = 96;
/// However deep lists are nested, their text keeps this many columns.
const MIN_WIDTH: usize = 40;
/// Containers that are nested deeper get no prefix of their own. This bounds the length of prefixes, and
/// with it the time and the size of the result.
const MAX_DEPTH: usize = 12;
/// Markdown allows at most nine digits as the number of an item.
const MAX_NUMBER: u64 = 99_999_999;

/// A container of blocks.
#[derive(Clone, Debug)]
pub(super) enum Container {
    /// A block quote.
    Quote {
        /// A block of it has been written.
        started: bool,
    },
    List(List),
    /// An item of a list.
    Item {
        /// The width of its marker, once that has been written.
        width: Option<usize>,
    },
}

impl Container {
    /// A new quote.
    pub(super) const QUOTE: Self = Self::Quote { started: false };
    /// A new item.
    pub(super) const ITEM: Self = Self::Item { width: None };
    /// A new list with bullets.
    pub(super) const BULLETS: Self = Self::List(List::new(None));

    /// A new list with numbers from `start`.
    pub(super) fn numbers(start: u64) -> Self {
        Self::List(List::new(Some(start.min(MAX_NUMBER))))
    }
}

/// A list with bullets or numbers.
#[derive(Clone, Debug)]
pub(super) struct List {
    start: Option<u64>,
    /// How many items have been written.
    written: u64,
    /// The width of the last one's marker.
    width: Option<usize>,
    /// Whether an item was opened for it, because it is directly in another list.
    has_own_item: bool,
}

impl List {
    const fn new(start: Option<u64>) -> Self {
        Self {
            start,
            written: 0,
            width: None,
            has_own_item: false,
        }
    }

    /// The marker of the next item, which is about to be written.
    fn next_marker(&mut self) -> String {
        let before = self.written;
        self.written += 1;
        let marker = self
            .start
            .map_or_else(|| "- ".to_owned(), |start| format!("{}. ", start + before));
        self.width = Some(marker.len());
        marker
    }
}

/// The Markdown that is being written.
pub(super) struct Page<'a> {
    /// The paragraph that is being collected.
    pub(super) paragraph: Paragraph,
    links: &'a Links<'a>,
    out: String,
    containers: Vec<Container>,
    /// How many containers are open beyond [`MAX_DEPTH`].
    too_deep: usize,
    /// The start of the next paragraph.
    lead: Vec<Span>,
    /// A closed list after which nothing has been written yet, and its depth: Markdown reads another list
    /// of its kind as its continuation, so it is continued.
    closed: Option<(usize, List)>,
}

impl<'a> Page<'a> {
    /// An empty page.
    pub(super) fn new(links: &'a Links<'a>) -> Self {
        Self {
            paragraph: Paragraph::default(),
            links,
            out: String::new(),
            containers: Vec::new(),
            too_deep: 0,
            lead: Vec::new(),
            closed: None,
        }
    }

    /// Ends the paragraph. A lead without one waits for the next.
    pub(super) fn end_paragraph(&mut self) {
        if self.paragraph.is_blank() {
            self.paragraph.take();
            return;
        }
        let mut spans = std::mem::take(&mut self.lead);
        spans.append(&mut self.paragraph.take());
        self.write_paragraph(&spans);
    }

    /// Ends the paragraph, and writes a lead that waits for one.
    pub(super) fn end_block(&mut self) {
        self.end_paragraph();
        if !self.lead.is_empty() {
            let spans = std::mem::take(&mut self.lead);
            self.write_paragraph(&spans);
        }
    }

    /// Makes the next paragraph start with "**label**: ".
    pub(super) fn set_lead(&mut self, label: &str) {
        self.paragraph.set_title();
        self.paragraph.text(label);
        self.make_lead();
    }

    /// Turns the paragraph into the start of the next one, as [`Self::set_lead`] does.
    pub(super) fn make_lead(&mut self) {
        let mut spans = self.paragraph.take();
        if let Some(Span {
            kind: SpanKind::Text(text),
            ..
        }) = spans.last_mut()
        {
            text.truncate(text.trim_end_matches([' ', ':']).len());
        }
        for span in &mut spans {
            span.style = Style::Bold;
        }
        spans.push(Span {
            style: Style::Plain,
            kind: SpanKind::Text(": ".to_owned()),
        });
        self.lead = spans;
    }

    /// Drops a lead without a paragraph.
    pub(super) fn drop_lead(&mut self) {
        self.lead.clear();
    }

    /// Opens a container.
    pub(super) fn open(&mut self, container: Container) {
        self.end_block();
        let depth = self.containers.len();
        // `<ul><li>a</li><ul>` means a list below `a`.
        let outer_width = match (&container, self.containers.last()) {
            (Container::List(_), Some(Container::List(outer))) => Some(outer.width),
            _ => None,
        };
        // A list takes an item, too.
        let room = match &container {
            Container::List(_) => 2 + usize::from(outer_width.is_some()),
            Container::Item { .. } | Container::Quote { .. } => 1,
        };
        if self.too_deep > 0 || depth + room > MAX_DEPTH {
            self.too_deep += 1;
            return;
        }
        let container = match container {
            Container::List(list) => {
                let continued = self.closed.take_if(|(at, closed)| {
                    *at == depth && closed.start.is_some() == list.start.is_some()
                });
                let list = continued.map_or(list, |(_, closed)| closed);
                Container::List(List {
                    has_own_item: outer_width.is_some(),
                    ..list
                })
            }
            container => container,
        };
        self.containers
            .extend(outer_width.map(|width| Container::Item { width }));
        self.containers.push(container);
    }

    /// Closes the container that was opened last.
    pub(super) fn close(&mut self) {
        self.end_block();
        if self.too_deep > 0 {
            self.too_deep -= 1;
            return;
        }
        let container = self.containers.pop();
        if let Some(Container::List(list)) = container {
            if list.has_own_item {
                self.containers.pop();
            }
            if list.written > 0 {
                self.closed = Some((self.containers.len(), list));
            }
        }
        let depth = self.containers.len();
        self.closed.take_if(|(at, _)| *at > depth);
    }

    /// Writes code in a fence that is not a test.
    pub(super) fn write_code(&mut self, code: &str) {
        self.end_block();
        let mut lines = vec![String::new()];
        let mut longest = 0;
        // clippy refuses tabs in comments.
        for line in code.split('\n') {
            let mut clean = String::with_capacity(line.len());
            for c in line.trim_end().chars() {
                match c {
                    '\t' => clean.push_str("    "),
                    c if c.is_whitespace() => clean.push(' '),
                    c if escape::is_allowed(c) => clean.push(c),
                    _ => {}
                }
            }
            clean.truncate(clean.trim_end().len());
            let fence = clean.trim_start();
            longest = longest.max(fence.len() - fence.trim_start_matches('`').len());
            if lines.len() > 1 || !clean.is_empty() {
                lines.push(clean);
            }
        }
        lines.truncate(
            lines
                .iter()
                .rposition(|line| !line.is_empty())
                .map_or(0, |last| last + 1),
        );
        if lines.is_empty() {
            return;
        }
        let fence = "`".repeat(longest.max(2) + 1);
        lines[0] = format!("{fence}text");
        lines.push(fence);
        let is_implied = self.open_implied_item();
        self.write(&lines);
        self.close_implied_item(is_implied);
    }

    /// The text.
    pub(super) fn finish(mut self) -> String {
        self.end_block();
        self.out
    }

    fn write_paragraph(&mut self, spans: &[Span]) {
        let text = inline::render(spans, self.links);
        let is_implied = self.open_implied_item();
        let used: usize = self
            .containers
            .iter()
            .map(|container| match container {
                Container::Quote { .. } => 2,
                Container::List(_) => 0,
                Container::Item { width } => width.unwrap_or(3),
            })
            .sum();
        let lines = wrap::wrap(&text, WIDTH.saturating_sub(used).max(MIN_WIDTH));
        if !lines.is_empty() {
            self.write(&lines);
        }
        self.close_implied_item(is_implied);
    }

    /// Writes a block behind the prefixes of its containers.
    fn write(&mut self, lines: &[String]) {
        self.closed = None;
        if !self.out.is_empty() {
            self.out.push('\n');
            if self.needs_blank_line() {
                let prefix = self.blank_prefix();
                self.out.push_str(&prefix);
                self.out.push('\n');
            }
        }
        let (first, rest) = self.prefixes();
        for (at, line) in lines.iter().enumerate() {
            if at > 0 {
                self.out.push('\n');
            }
            let prefix = if at == 0 { &first } else { &rest };
            self.out.push_str(if line.is_empty() {
                prefix.trim_end()
            } else {
                prefix
            });
            self.out.push_str(line);
        }
    }

    /// Opens an item for a block that is directly in a list; returns whether it did.
    fn open_implied_item(&mut self) -> bool {
        let is_implied = matches!(self.containers.last(), Some(Container::List(_)));
        if is_implied {
            self.containers.push(Container::ITEM);
        }
        is_implied
    }

    fn close_implied_item(&mut self, is_implied: bool) {
        if is_implied {
            self.containers.pop();
        }
    }

    /// Whether a blank line precedes the next block: always, except for further items, and for lists
    /// directly below the text of an item.
    fn needs_blank_line(&self) -> bool {
        let is_new = |container: &Container| matches!(container, Container::Item { width: None });
        let Some(item) = self.containers.iter().position(is_new) else {
            return true;
        };
        let Some((Container::List(list), outer)) = self
            .containers
            .get(..item)
            .and_then(<[Container]>::split_last)
        else {
            return true;
        };
        // A numbered list cannot follow text directly unless it starts with 1.
        let can_follow_text = list.start.is_none_or(|start| start == 1);
        let is_nested = matches!(outer.last(), Some(Container::Item { .. }));
        list.written == 0 && !(is_nested && can_follow_text)
    }

    /// The prefix of a blank line, so that it does not end a quote.
    fn blank_prefix(&self) -> String {
        let mut prefix = String::new();
        for container in &self.containers {
            match container {
                Container::Quote { started: true } => prefix.push_str("> "),
                Container::Item { width: Some(width) } => {
                    prefix.extend(std::iter::repeat_n(' ', *width));
                }
                Container::List(_) => {}
                Container::Quote { .. } | Container::Item { .. } => break,
            }
        }
        prefix.truncate(prefix.trim_end().len());
        prefix
    }

    /// The prefixes of the first and of the other lines of the next block.
    fn prefixes(&mut self) -> (String, String) {
        let (mut first, mut rest) = (String::new(), String::new());
        let mut list = None;
        for container in &mut self.containers {
            match container {
                Container::Quote { started } => {
                    *started = true;
                    first.push_str("> ");
                    rest.push_str("> ");
                }
                Container::List(inner) => list = Some(inner),
                Container::Item { width } => {
                    let marker = match (*width, list.take()) {
                        (None, Some(list)) => list.next_marker(),
                        (width, _) => " ".repeat(width.unwrap_or_default()),
                    };
                    *width = Some(marker.len());
                    rest.extend(std::iter::repeat_n(' ', marker.len()));
                    first.push_str(&marker);
                }
            }
        }
        (first, rest)
    }
}
