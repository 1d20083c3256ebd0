//! What can be observed of a call.
//!
//! | module | contents |
//! |---|---|
//! | `attempts` | log events of attempts |
//! | `span` | the span of a call |

pub(super) mod attempts;
pub(super) mod span;
