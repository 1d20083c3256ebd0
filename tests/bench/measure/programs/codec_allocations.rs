//! Compares codecs by allocations. Counting takes time, so this is a separate program.

use measure::comparison::{Allocations, Meter};

fn main() {
    codec::compare(Meter::Allocations(|work| {
        let counted = allocation_counter::measure(work);
        Allocations {
            count: counted.count_total,
            peak_bytes: counted.bytes_max,
        }
    }));
}
