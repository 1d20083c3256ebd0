//! Holds a contest of codecs by the clock.

use measure::contest::Meter;

fn main() {
    codec::contest(Meter::time());
}
