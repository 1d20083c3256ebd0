//! Holds a contest of codecs by what they ask of the allocator. Its allocator counts, which takes time:
//! so this is a program of its own.

use measure::contest::{Allocations, Meter};

fn main() {
    codec::contest(Meter::Allocations(|work| {
        let counted = allocation_counter::measure(work);
        Allocations {
            count: counted.count_total,
            peak_bytes: counted.bytes_max,
        }
    }));
}
