//! Delays between polls: exponential backoff with jitter, limited by the deadline.

use std::time::Duration;

use uuid::Uuid;

/// The minimum of any delay.
const LEAST: Duration = Duration::from_millis(1);
/// The maximum of any delay: 136 years.
const MOST: Duration = Duration::from_secs(1 << 32);

/// Bounds of the delays between polls.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Backoff {
    /// The shortest delay.
    pub min_delay: Duration,
    /// The longest delay.
    pub max_delay: Duration,
}

impl Backoff {
    /// Bounds in seconds.
    pub const fn from_secs(min_delay: u64, max_delay: u64) -> Self {
        Self {
            min_delay: Duration::from_secs(min_delay),
            max_delay: Duration::from_secs(max_delay),
        }
    }

    /// The delay after poll number `attempt`, from 1, with the time `left` until the deadline;
    /// `random` is between 0 and 1.
    ///
    /// It is a random time between the shortest delay and a bound that doubles with each poll, up
    /// to the longest delay. If the remaining time would not suffice for another delay, it extends
    /// to the deadline, so that the last poll is as late as possible.
    #[must_use]
    pub fn delay(&self, attempt: u32, left: Duration, random: f64) -> Duration {
        let shortest = self.min_delay.clamp(LEAST, MOST);
        let longest = self.max_delay.clamp(shortest, MOST);
        let bound = 2_u32
            .checked_pow(attempt.saturating_sub(1))
            .and_then(|factor| shortest.checked_mul(factor))
            .map_or(longest, |bound| bound.min(longest));
        let range = bound.saturating_sub(shortest);
        let share = if random.is_nan() {
            0.0
        } else {
            random.clamp(0.0, 1.0)
        };
        let delay = shortest.saturating_add(range.mul_f64(share).min(range));
        if left.saturating_sub(delay) < shortest {
            left
        } else {
            delay
        }
    }
}

/// A random number from 0 to 1.
pub(crate) fn random() -> f64 {
    // The last 32 bits of a version 4 UUID are random.
    let (_, bits) = Uuid::new_v4().as_u64_pair();
    let bits = u32::try_from(bits & u64::from(u32::MAX)).unwrap_or_default();
    f64::from(bits) / f64::from(u32::MAX)
}
