//! The span around a call, named after service and operation as in AWS's SDK:
//! `CodeBuild.RetryBuild`.
//!
//! The macros of `tracing` require names that are constant at the call site, which is shared by all
//! operations here. So callsites are created at run time, one per operation that is called while a
//! subscriber is interested.

use std::sync::atomic::{AtomicU8, Ordering};
use std::sync::{Mutex, OnceLock};

use tracing::callsite::{self, Callsite};
use tracing::field::{FieldSet, Value};
use tracing::level_filters::LevelFilter;
use tracing::metadata::Kind;
use tracing::subscriber::Interest;
use tracing::{Level, Metadata, Span, dispatcher};
use uuid::Uuid;

use crate::core::lock::lock;

const FIELDS: &[&str] = &[
    "rpc.service",
    "rpc.method",
    "sdk_invocation_id",
    "rpc.system",
];

/// The span of a call; costs nothing without a subscriber.
pub(crate) fn of_call(service: &'static str, operation: &'static str) -> Span {
    if LevelFilter::current() < Level::DEBUG {
        return Span::none();
    }
    let Some(metadata) = Site::of(service, operation).enabled() else {
        return Span::none();
    };
    // Seven digits, to distinguish calls in logs.
    let id = 1_000_000 + Uuid::new_v4().as_fields().0 % 9_000_000;
    let mut fields = metadata.fields().iter();
    let [Some(a), Some(b), Some(c), Some(d)] = [(); 4].map(|()| fields.next()) else {
        return Span::none();
    };
    let values = [
        (&a, Some(&service as &dyn Value)),
        (&b, Some(&operation as &dyn Value)),
        (&c, Some(&id as &dyn Value)),
        (&d, Some(&"aws-api" as &dyn Value)),
    ];
    Span::new(metadata, &metadata.fields().value_set(&values))
}

/// The callsite of an operation's spans.
struct Site {
    metadata: OnceLock<Metadata<'static>>,
    /// Whether subscribers are interested.
    interest: AtomicU8,
}

const NEVER: u8 = 0;
const SOMETIMES: u8 = 1;
const ALWAYS: u8 = 2;

impl Site {
    /// The callsite of an operation. Like those of macros, it is never freed.
    fn of(service: &'static str, operation: &'static str) -> &'static Self {
        // One per called operation: too few for a map.
        static SITES: Mutex<Vec<(&str, &str, &Site)>> = Mutex::new(Vec::new());
        let mut sites = lock(&SITES);
        let mut known = sites.iter().rev();
        if let Some((.., site)) = known.find(|it| (it.0, it.1) == (service, operation)) {
            return site;
        }
        let site = Self::new(format!("{service}.{operation}"));
        sites.push((service, operation, site));
        site
    }

    fn new(name: String) -> &'static Self {
        let site: &'static Self = Box::leak(Box::new(Self {
            metadata: OnceLock::new(),
            interest: AtomicU8::new(NEVER),
        }));
        site.metadata.get_or_init(|| {
            Metadata::new(
                Box::leak(name.into_boxed_str()),
                module_path!(),
                Level::DEBUG,
                Some(file!()),
                Some(line!()),
                Some(module_path!()),
                FieldSet::new(FIELDS, callsite::Identifier(site)),
                Kind::SPAN,
            )
        });
        callsite::register(site);
        site
    }

    /// The metadata, if a subscriber is interested.
    fn enabled(&'static self) -> Option<&'static Metadata<'static>> {
        let metadata = self.metadata.get()?;
        let is_enabled = match self.interest.load(Ordering::Relaxed) {
            NEVER => false,
            ALWAYS => true,
            _ => dispatcher::get_default(|dispatch| dispatch.enabled(metadata)),
        };
        is_enabled.then_some(metadata)
    }
}

impl Callsite for Site {
    fn set_interest(&self, interest: Interest) {
        let interest = match () {
            () if interest.is_never() => NEVER,
            () if interest.is_always() => ALWAYS,
            () => SOMETIMES,
        };
        self.interest.store(interest, Ordering::Relaxed);
    }

    fn metadata(&self) -> &Metadata<'_> {
        // Set by `new`.
        self.metadata.wait()
    }
}
