//! Texts at paths, for what is not a member: error codes, request ids.
//!
//! A path is of local names below the root, the first element of each name.

use super::tokens::{Fault, Tokens, decoded};

/// The text of an element; `None` if there is none, or the document is malformed before its end.
#[must_use]
pub fn text(document: &[u8], path: &[&str]) -> Option<String> {
    at(document, path)?.owned_text().ok()
}

/// Whether there is an element at a path.
#[must_use]
pub fn has(document: &[u8], path: &[&str]) -> bool {
    at(document, path).is_some()
}

/// Whether the root has this local name.
#[must_use]
pub fn is_root(document: &[u8], name: &str) -> bool {
    // What follows the name does not matter.
    let start = decoded(document).unwrap_or_else(|start| start);
    let root = Tokens::new(start).root();
    root.is_ok_and(|root| root.local_name().into_inner() == name)
}

/// Whether the document is well-formed to its end.
#[must_use]
pub fn is_whole(document: &[u8]) -> bool {
    let read = |text| {
        let mut tokens = Tokens::new(text);
        tokens.root()?;
        tokens.skip()?;
        tokens.finish()
    };
    decoded(document).is_ok_and(|text| read(text).is_ok())
}

/// The tokens after the start of an element.
fn at<'d>(document: &'d [u8], path: &[&str]) -> Option<Tokens<'d>> {
    let mut tokens = Tokens::new(decoded(document).ok()?);
    let is_found = tokens.root().and_then(|_| enter(&mut tokens, path)).ok()?;
    is_found.then_some(tokens)
}

fn enter(tokens: &mut Tokens<'_>, path: &[&str]) -> Result<bool, Fault> {
    for name in path {
        loop {
            match tokens.child()? {
                None => return Ok(false),
                Some(child) if child.local_name().into_inner() == *name => break,
                Some(_) => tokens.skip()?,
            }
        }
    }
    Ok(true)
}
