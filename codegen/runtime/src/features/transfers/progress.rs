//! Progress of a transfer: bytes of all of its parts.

use std::sync::{Arc, Mutex};

use crate::core::byte_stream::ByteStream;
use crate::core::lock::lock;

pub(super) use crate::core::byte_stream::ProgressFn as ReportFn;

/// The bytes of a transfer so far.
#[derive(Clone)]
pub(super) struct Progress(Option<Arc<Counter>>);

struct Counter {
    report: Arc<ReportFn>,
    /// Locked while it is reported, so that reports are in the order of their numbers.
    bytes: Mutex<u64>,
    total: Option<u64>,
}

impl Progress {
    pub(super) fn new(report: Option<&Arc<ReportFn>>, total: Option<u64>) -> Self {
        Self(report.map(|report| {
            Arc::new(Counter {
                report: report.clone(),
                bytes: Mutex::default(),
                total,
            })
        }))
    }

    /// Adds bytes.
    pub(super) fn add(&self, bytes: u64) {
        self.replace(&mut 0, bytes);
    }

    /// Takes off the bytes that there were, and adds those that there are.
    fn replace(&self, place: &mut u64, bytes: u64) {
        if let Some(counter) = &self.0 {
            let mut whole = lock(&counter.bytes);
            *whole = *whole - *place + bytes;
            *place = bytes;
            (counter.report)(*whole, counter.total);
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
    bytes: Arc<Mutex<u64>>,
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

    pub(super) fn set(&self, bytes: u64) {
        self.whole.replace(&mut lock(&self.bytes), bytes);
    }
}
