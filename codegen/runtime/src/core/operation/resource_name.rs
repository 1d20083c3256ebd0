//! Members that name a resource.

use crate::core::arn::{Arn, parse_arn};
use crate::core::error::InvalidInput;
use crate::core::shape::{Shape, text_of};

/// What a member that names a resource may be: a name, or an ARN of one of some kinds.
#[derive(Clone, Copy, Debug)]
pub struct ResourceName {
    arns: &'static [&'static str],
    /// What names may have besides letters and digits, and their greatest length.
    names: Option<(&'static str, usize)>,
}

impl ResourceName {
    /// Any name, or an ARN of one of these forms: the service, a colon and the parts of the resource,
    /// separated by `/`; `*` stands for any part. Without forms, the endpoint rules know which ARNs
    /// there are.
    #[must_use]
    pub const fn new(arns: &'static [&'static str]) -> Self {
        Self { arns, names: None }
    }

    /// Limits names to ASCII letters, digits and these marks, and to a length.
    #[must_use]
    pub const fn names(mut self, marks: &'static str, max_length: usize) -> Self {
        self.names = Some((marks, max_length));
        self
    }

    /// What is wrong with a text; `None` if it may be sent.
    fn problem(&self, text: &str) -> Option<String> {
        if let Some(arn) = parse_arn(text) {
            let is_known = self.arns.is_empty() || self.arns.iter().any(|form| fits(form, &arn));
            return (!is_known).then(|| {
                let known = self.arns.join("`, `");
                format!(
                    "is an ARN that it may not be: the service and resource have to be `{known}`"
                )
            });
        }
        let (marks, max_length) = self.names?;
        let is_known = |it: char| it.is_ascii_alphanumeric() || marks.contains(it);
        let found = text.chars().find(|it| !is_known(*it));
        let found = match found {
            Some(character) => format!("has the character {character:?}"),
            None if text.len() > max_length => format!("has {} characters", text.len()),
            None => return None,
        };
        Some(format!(
            "{found}: a name may have up to {max_length} ASCII letters, digits and `{marks}`"
        ))
    }
}

/// Whether an ARN has a form.
fn fits(form: &str, arn: &Arn<'_>) -> bool {
    let (service, resource) = form.split_once(':').unwrap_or((form, ""));
    let is_part = |text: &str| {
        let is_known = |it: u8| it.is_ascii_alphanumeric() || matches!(it, b'-' | b'.');
        (1..=63).contains(&text.len()) && text.bytes().all(is_known)
    };
    let fits = |(form, part): (&str, &&str)| form == *part || form == "*" && is_part(part);
    // Regions of endpoints that have no ARNs.
    let is_pseudo_region = arn.region.starts_with("fips-") || arn.region.ends_with("-fips");
    arn.service == service
        && !is_pseudo_region
        && resource.split('/').count() == arn.resource_id.len()
        && resource.split('/').zip(&arn.resource_id).all(fits)
}

/// Checks the members that name resources.
///
/// # Errors
///
/// Lists those that cannot be the name of one.
pub(super) fn check(
    operation: &'static str,
    names: &[(&'static str, ResourceName)],
    input: &dyn Shape,
) -> Result<(), InvalidInput> {
    let problems = names.iter().filter_map(|(member, form)| {
        let problem = form.problem(text_of(input, member)?)?;
        Some(format!("{member} {problem}"))
    });
    let invalid: Vec<_> = problems.collect();
    if invalid.is_empty() {
        return Ok(());
    }
    Err(InvalidInput {
        operation,
        missing: Vec::new(),
        invalid,
    })
}
