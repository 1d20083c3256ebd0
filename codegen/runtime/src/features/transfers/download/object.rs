//! The object of a download: the first response, and requests of ranges.

use std::ops::Range;

use super::super::checksum::Expected;
use super::super::erased::Boxed;
use super::super::error::{TransferError, TransferErrorKind};
use super::super::facts::DownloadFacts;
use super::super::members::{pass_on, set_text, take_stream, text_of};
use super::super::progress::Progress;
use super::super::retry::attempts;
use super::super::settings::Settings;
use crate::client::Core;
use crate::core::byte_stream::ByteStream;
use crate::core::error::AnyError;
use crate::core::shape::Shape;

/// The object that is downloaded.
pub(super) struct Object {
    core: Core,
    facts: &'static DownloadFacts,
    input: Boxed,
    pub(super) settings: Settings,
    /// The tag of the content, if there is one: without, the object is not read in ranges.
    tag: Option<String>,
    /// Where the content begins in the object, if it is a range of it.
    offset: u64,
    /// The length of the content, if it is known.
    pub(super) length: Option<u64>,
    pub(super) expected: Option<Expected>,
    pub(super) progress: Progress,
    /// The body of the first response.
    pub(super) body: Option<ByteStream>,
}

/// Sends the first request, which is that of the call.
pub(super) async fn first(
    core: &Core,
    facts: &DownloadFacts,
    input: &dyn Shape,
    settings: &Settings,
) -> Result<Boxed, TransferError> {
    let _permit = settings.permit().await;
    let attempt = || async {
        let mut copy = facts.get.input();
        pass_on(input, &mut *copy, &[]);
        Ok(facts.get.send(core, copy).await?)
    };
    attempts(settings.attempts, attempt).await
}

impl Object {
    pub(super) fn new(
        core: Core,
        facts: &'static DownloadFacts,
        input: Boxed,
        settings: Settings,
        output: &dyn Shape,
        body: ByteStream,
    ) -> Self {
        let range = text_of(output, facts.content_range);
        let length = body.length();
        Self {
            offset: range.and_then(start_of).unwrap_or_default(),
            tag: text_of(output, facts.tag).map(str::to_owned),
            // Of a range, the service tells that of the whole object, if any.
            expected: match range {
                None => Expected::stated(output),
                Some(_) => None,
            },
            progress: Progress::new(settings.report.as_ref(), length),
            body: Some(body),
            core,
            facts,
            input,
            settings,
            length,
        }
    }

    /// The parts of the content that are asked for one by one. It is one part if it is short, or cannot
    /// be asked for in ranges.
    pub(super) fn parts(&self) -> impl Iterator<Item = Range<u64>> + Send + use<> {
        let length = self.length.unwrap_or(u64::MAX);
        let is_one = length <= self.settings.threshold || !self.has_ranges();
        let part = if is_one {
            length
        } else {
            self.settings.part_size
        };
        let mut start = Some(0_u64);
        std::iter::from_fn(move || {
            let range = start?..start?.saturating_add(part).min(length);
            start = Some(range.end).filter(|end| *end < length);
            Some(range)
        })
    }

    /// Whether ranges can be asked for.
    pub(super) fn has_ranges(&self) -> bool {
        self.length.is_some() && self.tag.is_some()
    }

    /// Whether a part that failed for this reason is received once more, from its beginning.
    pub(super) fn repeats(&self, error: &TransferError) -> bool {
        error.is_damaged() && self.has_ranges()
    }

    /// The body of a response with a range of the content.
    pub(super) async fn get(&self, range: &Range<u64>) -> Result<ByteStream, TransferError> {
        let facts = self.facts;
        let mut input = facts.get.input();
        pass_on(&*self.input, &mut *input, &[facts.part_number]);
        let (start, end) = (self.offset + range.start, self.offset + range.end - 1);
        let asked = format!("bytes={start}-{end}");
        set_text(&mut *input, facts.range, &asked);
        set_text(
            &mut *input,
            facts.condition,
            self.tag.as_deref().unwrap_or_default(),
        );
        let result = facts.get.send(&self.core, input).await;
        let mut output = result.map_err(changed)?;
        let received = text_of(&*output, facts.content_range);
        if received.and_then(start_of) != Some(start) {
            let received = received.map(str::to_owned);
            return Err(TransferErrorKind::Range { asked, received }.into());
        }
        Ok(take_stream(&mut *output))
    }
}

/// A condition that failed says that the object is another one.
fn changed(error: AnyError) -> TransferError {
    match error.status() {
        Some(412) => TransferErrorKind::Changed.into(),
        _ => error.into(),
    }
}

/// The first byte of a range in a response: `bytes 8-15/100`.
fn start_of(range: &str) -> Option<u64> {
    let (start, _) = range.strip_prefix("bytes ")?.split_once('-')?;
    start.parse().ok()
}
