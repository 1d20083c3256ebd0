//! Checksums of bodies, as hexadecimal digits.

use sha2::{Digest, Sha256};

use super::sha256::hexadecimal;
pub use super::sha256::sha256;
use crate::core::operation::BodyChecksum;

/// The length of the pieces of a tree.
const PIECE: usize = 1 << 20;

type Hash = [u8; 32];

/// A tree of SHA-256: of each piece of 1 MiB, then of each pair of hashes, up to one.
#[must_use]
pub fn sha256_tree() -> Box<dyn BodyChecksum> {
    Box::<Tree>::default()
}

#[derive(Default)]
struct Tree {
    /// The piece that is being read, and its length so far.
    piece: Sha256,
    length: usize,
    /// Hashes of complete subtrees, the largest first: at most one of each size.
    subtrees: Vec<(Hash, u32)>,
}

impl Tree {
    fn end_piece(&mut self) {
        self.length = 0;
        let (mut hash, mut height) = (self.piece.finalize_reset().into(), 0);
        while let Some((left, _)) = self.subtrees.pop_if(|(_, it)| *it == height) {
            hash = pair(left, hash);
            height += 1;
        }
        self.subtrees.push((hash, height));
    }
}

impl BodyChecksum for Tree {
    fn update(&mut self, mut bytes: &[u8]) {
        while !bytes.is_empty() {
            let (now, rest) = bytes.split_at(bytes.len().min(PIECE - self.length));
            Digest::update(&mut self.piece, now);
            self.length += now.len();
            if self.length == PIECE {
                self.end_piece();
            }
            bytes = rest;
        }
    }

    fn finish(mut self: Box<Self>) -> String {
        if self.length > 0 || self.subtrees.is_empty() {
            self.end_piece();
        }
        // A hash without a partner goes up as it is, and meets what is left of it there.
        let hashes = self.subtrees.into_iter().rev().map(|(hash, _)| hash);
        let root = hashes.reduce(|right, left| pair(left, right));
        hexadecimal(&root.unwrap_or_default())
    }
}

fn pair(left: Hash, right: Hash) -> Hash {
    Sha256::new()
        .chain_update(left)
        .chain_update(right)
        .finalize()
        .into()
}
