//! Progress of a transfer: bytes of all of its parts.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use crate::core::byte_stream::ByteStream;

pub(super) use crate::core::byte_stream::ProgressFn as ReportFn;

/// The bytes of a transfer so far.
#[derive(Clone)]
pub(super) struct Progress(Option<Arc<Counter>>);

struct Counter {
    report: Arc<ReportFn>,
    bytes: AtomicU64,
    total: Option<u64>,
}

impl Progress {
    pub(super) fn new(report: Option<&Arc<ReportFn>>, total: Option<u64>) -> Self {
        Self(report.map(|report| {
            Arc::new(Counter {
                report: report.clone(),
                bytes: AtomicU64::new(0),
                total,
            })
        }))
    }

    /// Adds bytes, or takes them off if the number is negative in two's complement.
    pub(super) fn add(&self, bytes: u64) {
        if let Some(counter) = &self.0 {
            let before = counter.bytes.fetch_add(bytes, Ordering::Relaxed);
            (counter.report)(before.wrapping_add(bytes), counter.total);
        }
    }

    /// The progress of one part.
    pub(super) fn of_part(&self) -> PartProgress {
        PartProgress {
            whole: self.clone(),
            bytes: Arc::default(),
        }
    }
}

/// The progress of one part, in all of its attempts.
#[derive(Clone)]
pub(super) struct PartProgress {
    whole: Progress,
    bytes: Arc<AtomicU64>,
}

impl PartProgress {
    /// The stream of an attempt, which counts.
    pub(super) fn of_stream(&self, stream: ByteStream) -> ByteStream {
        if self.whole.0.is_none() {
            return stream;
        }
        let part = self.clone();
        stream.on_progress(move |bytes, _| part.set(bytes))
    }

    /// A function that gets the bytes so far, unless nobody is interested.
    pub(super) fn report(&self) -> Option<Arc<ReportFn>> {
        self.whole.0.as_ref()?;
        let part = self.clone();
        Some(Arc::new(move |bytes, _| part.set(bytes)))
    }

    fn set(&self, bytes: u64) {
        let before = self.bytes.swap(bytes, Ordering::Relaxed);
        self.whole.add(bytes.wrapping_sub(before));
    }
}
