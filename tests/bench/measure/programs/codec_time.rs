//! Compares codecs by wall time.

use measure::comparison::Meter;

fn main() {
    codec::compare(Meter::time());
}
