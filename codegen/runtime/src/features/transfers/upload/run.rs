//! The requests of an upload, and what removes the parts of one that failed.

use std::future::{Future, poll_fn};
use std::panic;
use std::pin::pin;
use std::sync::Arc;
use std::task::Poll;
use std::time::Duration;

use tokio::task::{JoinHandle, JoinSet};
use tokio_util::sync::CancellationToken;

use super::super::erased::Boxed;
use super::super::error::{TransferError, TransferErrorKind};
use super::super::members::{set_stream, text_of};
use super::super::progress::Progress;
use super::super::retry::attempts;
use super::super::tasks::{caught, joined, race};
use super::content::{Content, Part, Plan};
use super::job::Job;
use super::part::Parts;
use super::resume::Listing;
use super::sent::Sent;
use super::sums::Sums;
use crate::core::byte_stream::ByteStream;
use crate::core::error::AnyError;

/// The delay before the second abort, for parts that the service was still receiving at the first.
const STRAGGLERS: Duration = Duration::from_millis(500);

/// How far an upload in parts came. What is being created or completed goes on also if nobody waits for
/// the upload any more, because nobody would know whether it succeeded.
#[derive(Default)]
struct State {
    creating: Option<JoinHandle<Result<String, TransferError>>>,
    id: Option<String>,
    sending: JoinSet<Result<Sent, TransferError>>,
    completing: Option<JoinHandle<Result<Boxed, AnyError>>>,
}

/// Sends an object, unless it is to stop before.
pub(super) async fn run(
    job: Arc<Job>,
    body: ByteStream,
    stop: CancellationToken,
) -> Result<Boxed, TransferError> {
    let mut state = State::default();
    // The program's functions may panic: the opener of the content, or that for the progress.
    let result = caught(race(upload(&job, body, &mut state), stop.cancelled())).await;
    let error = match result {
        Ok(Some(Ok(output))) => return Ok(output),
        Ok(Some(Err(error))) => error,
        Ok(None) => TransferErrorKind::Cancelled.into(),
        Err(panic) => {
            state.clean_up(&job).await;
            panic::resume_unwind(panic);
        }
    };
    let is_gone = job.resumption.of.is_some() && error.is_not_found();
    match state.clean_up(&job).await {
        Some((id, reason)) if !is_gone => Err(error.with_upload(id, reason)),
        _ => Err(error),
    }
}

async fn upload(
    job: &Arc<Job>,
    body: ByteStream,
    state: &mut State,
) -> Result<Boxed, TransferError> {
    let facts = job.facts;
    let is_new = job.resumption.of.is_none();
    // What can be read once is kept in memory until the service has it.
    let memory = (!body.is_repeatable()).then_some(job.settings.memory);
    let threshold = memory.map_or(job.settings.threshold, |it| it.min(job.settings.threshold));
    if is_new && body.length().is_some_and(|it| it <= threshold) {
        return put(job, body).await;
    }
    let mut content = Content::of(body);
    let length = content.length();
    let part_size = job.settings.part_size.max(facts.min_part_length);
    let mut plan = Plan::new(part_size, length, facts.max_parts);
    let mut first = None;
    if is_new && content.is_in_memory() {
        let part = content.part(plan.length_of(1)).await?;
        if part.is_last {
            return put(job, part.stream).await;
        }
        first = Some(part);
    }
    job.check_members()?;
    let mut sums = job.sums()?;
    let mut listing = Listing::default();
    let id = match &job.resumption.of {
        Some((id, list)) => {
            state.id = Some(id.clone());
            listing = Listing::read(job, id, list, &mut sums).await?;
            plan = listing.plan(plan, length, facts);
            id.clone()
        }
        None => create(job, &sums, state).await?,
    };
    let parts = Arc::new(Parts {
        job: job.clone(),
        id: id.clone(),
        sums,
        progress: Progress::new(job.settings.report.as_ref(), length),
    });
    let mut plans = Planned {
        content,
        plan,
        first,
        listing,
    };
    let sent = send(&parts, &mut plans, &mut state.sending).await?;
    complete(job, &id, &sent, &parts.sums, state).await
}

/// What is to be sent.
struct Planned {
    content: Content,
    plan: Plan,
    /// The first part, if it was read already.
    first: Option<Part>,
    /// The parts that the service has.
    listing: Listing,
}

/// Sends the parts, several at once, and returns them in their order.
async fn send(
    parts: &Arc<Parts>,
    planned: &mut Planned,
    sending: &mut JoinSet<Result<Sent, TransferError>>,
) -> Result<Vec<Sent>, TransferError> {
    let (settings, facts) = (&parts.job.settings, parts.job.facts);
    let (mut sent, mut number, mut is_over) = (Vec::new(), 0, false);
    loop {
        let length = planned.plan.length_of(number + 1);
        let limit = if planned.content.is_in_memory() {
            settings.parts_in_memory(length)
        } else {
            settings.concurrency
        };
        if !is_over && sending.len() < limit {
            number += 1;
            if number > facts.max_parts {
                let problem = format!("the content has more than {} parts", facts.max_parts);
                return Err(parts.job.invalid(problem));
            }
            let part = match planned.first.take() {
                Some(part) => part,
                None => {
                    let mut reading = pin!(planned.content.part(length));
                    // A part that fails meanwhile ends the upload.
                    poll_fn(|context| {
                        while let Poll::Ready(Some(part)) = sending.poll_join_next(context) {
                            sent.push(joined(part)??);
                        }
                        reading.as_mut().poll(context).map_err(TransferError::from)
                    })
                    .await?
                }
            };
            is_over = part.is_last;
            let (parts, listed) = (parts.clone(), planned.listing.take(number));
            sending.spawn(async move { parts.send(number, part, listed).await });
            continue;
        }
        match sending.join_next().await {
            Some(part) => sent.push(joined(part)??),
            None => break,
        }
    }
    sent.sort_by_key(|part| part.number);
    Ok(sent)
}

/// Sends the whole object by one request.
async fn put(job: &Job, mut body: ByteStream) -> Result<Boxed, TransferError> {
    let _permit = job.settings.permit().await;
    let progress = Progress::new(job.settings.report.as_ref(), body.length()).of_part();
    if !body.is_repeatable() || body.length() == Some(0) {
        body = body.collect().await?.into();
    }
    let attempt = async || {
        let mut input = job.whole();
        set_stream(&mut *input, progress.of_stream(body.share()));
        Ok(job.facts.put.send(&job.core, input).await?)
    };
    attempts(job.settings.attempts, attempt).await
}

/// Begins an upload in parts.
async fn create(job: &Arc<Job>, sums: &Sums, state: &mut State) -> Result<String, TransferError> {
    let (owned, input) = (job.clone(), job.create(sums));
    let creating = state.creating.insert(tokio::spawn(async move {
        let facts = owned.facts;
        let output = facts.create.send(&owned.core, input).await?;
        let id = text_of(&*output, facts.upload_id).map(str::to_owned);
        id.ok_or_else(|| owned.invalid(format!("the response has no {}", facts.upload_id)))
    }));
    let result = joined(creating.await);
    state.creating = None;
    let id = result??;
    state.id = Some(id.clone());
    if let Some(on_id) = &job.resumption.on_id {
        on_id(&id);
    }
    Ok(id)
}

/// Makes an object of the parts.
async fn complete(
    job: &Arc<Job>,
    id: &str,
    parts: &[Sent],
    sums: &Sums,
    state: &mut State,
) -> Result<Boxed, TransferError> {
    let (owned, input) = (job.clone(), job.complete(id, parts, sums)?);
    let completing = state.completing.insert(tokio::spawn(async move {
        let output = owned.facts.complete.send(&owned.core, input).await?;
        Ok(owned.output(&*output))
    }));
    let result = joined(completing.await);
    state.completing = None;
    Ok(result??)
}

impl State {
    /// Removes the parts, unless the upload is complete, or they are to stay. The result is an upload
    /// whose parts are still there, and why.
    async fn clean_up(mut self, job: &Job) -> Option<(String, Option<AnyError>)> {
        if let Some(completing) = self.completing
            && let Ok(Ok(_)) = completing.await
        {
            return None;
        }
        let is_known = self.creating.is_none();
        if let Some(creating) = self.creating {
            self.id = creating.await.ok()?.ok();
        }
        let was_sending = !self.sending.is_empty();
        self.sending.shutdown().await;
        let id = self.id?;
        if is_known && job.resumption.keeps_parts() {
            return Some((id, None));
        }
        if let Err(error) = abort(job, &id).await {
            return Some((id, Some(error)));
        }
        if was_sending {
            tokio::time::sleep(STRAGGLERS).await;
            let _ = abort(job, &id).await;
        }
        None
    }
}

async fn abort(job: &Job, id: &str) -> Result<(), AnyError> {
    match job.facts.abort.send(&job.core, job.abort(id)).await {
        // It is gone, or was completed by an attempt whose response was lost.
        Err(error) if error.status() != Some(404) => Err(error),
        _ => Ok(()),
    }
}
