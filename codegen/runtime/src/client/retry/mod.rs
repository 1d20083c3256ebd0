//! What changes retries: corrected causes of failure, and delays that responses ask for.
//!
//! | module | contents |
//! |---|---|
//! | `correction` | retries of attempts whose cause of failure is corrected |
//! | `clock_skew` | correction of the local clock's skew |
//! | `redirect` | requests that went to another region than their bucket's |
//! | `throttling` | status 429, and delays that responses ask for |

pub(super) mod clock_skew;
pub(super) mod correction;
pub(super) mod redirect;
pub(super) mod throttling;
