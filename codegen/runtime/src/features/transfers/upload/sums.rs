//! Which checksums the parts and the object have.

use aws_smithy_types::checksum_config::RequestChecksumCalculation;

use super::super::checksum::{Expected, PartSum, combined, is_combinable};
use super::super::error::TransferError;
use super::super::facts::UploadFacts;
use super::super::members::text_of;
use super::sent::Sent;
use crate::client::Config;
use crate::core::shape::Shape;
use crate::features::checksums::Algorithm;

/// The checksums of an upload in parts.
#[derive(Clone, Debug)]
pub(super) struct Sums {
    pub(super) algorithm: Option<Algorithm>,
    /// Whether the object's is that of its whole content, and not of the checksums of its parts.
    pub(super) is_full: bool,
    /// The checksum of the whole content that the caller stated.
    stated: Option<Expected>,
}

impl Sums {
    /// Those that the caller has stated or chosen, or the default ones.
    ///
    /// # Errors
    ///
    /// If the algorithm is not supported, or not for whole objects.
    pub(super) fn of(
        facts: &UploadFacts,
        input: &dyn Shape,
        config: &Config,
    ) -> Result<Self, String> {
        let mut members = facts.checksums.iter();
        let stated = members.find_map(|(name, member)| Some((*name, text_of(input, member)?)));
        let chosen = text_of(input, facts.checksum_algorithm);
        let calculation = config.request_checksum_calculation();
        let default = (calculation != RequestChecksumCalculation::WhenRequired)
            .then_some(facts.default_checksum);
        let name = stated.map(|(name, _)| name).or(chosen).or(default);
        let Some(name) = name else {
            return Ok(Self::none());
        };
        let algorithm = known(facts, name)?;
        let is_full = is_combinable(algorithm);
        let stated = stated.map(|(_, text)| {
            let expected = Expected::read(algorithm, text).filter(|_| is_full);
            expected.ok_or_else(|| {
                format!("the {name} of the whole content cannot be stated for an upload in parts")
            })
        });
        Ok(Self {
            algorithm: Some(algorithm),
            is_full,
            stated: stated.transpose()?,
        })
    }

    /// Takes over those of an upload that was begun before: its algorithm, if it has one, and whether the
    /// object's checksum is that of its whole content, if that is known.
    ///
    /// # Errors
    ///
    /// If the algorithm is not supported, or the caller has stated a checksum that the upload cannot have.
    pub(super) fn adopt(
        &mut self,
        facts: &UploadFacts,
        algorithm: Option<&str>,
        is_full: Option<bool>,
    ) -> Result<(), String> {
        let algorithm = algorithm.map(|name| known(facts, name)).transpose()?;
        self.algorithm = algorithm;
        self.is_full = algorithm.is_some_and(|it| is_full.unwrap_or_else(|| is_combinable(it)));
        match &self.stated {
            Some(stated)
                if !self.is_full
                    || self.member(facts) != facts.checksum(stated.algorithm.name()) =>
            {
                let name = stated.algorithm.name();
                Err(format!(
                    "the upload was begun without the {name} of the whole content"
                ))
            }
            _ => Ok(()),
        }
    }

    fn none() -> Self {
        Self {
            algorithm: None,
            is_full: false,
            stated: None,
        }
    }

    /// The member with the checksum.
    pub(super) fn member(&self, facts: &UploadFacts) -> Option<&'static str> {
        facts.checksum(self.algorithm?.name())
    }

    /// The checksum of the object, if it is that of its whole content.
    ///
    /// # Errors
    ///
    /// If it is not what the caller stated.
    pub(super) fn of_object(&self, parts: &[Sent]) -> Result<Option<PartSum>, TransferError> {
        let Some(algorithm) = self.algorithm.filter(|_| self.is_full) else {
            return Ok(None);
        };
        let sums: Option<Vec<_>> = parts.iter().map(|it| it.sum.as_ref()).collect();
        let whole = sums.and_then(|sums| combined(algorithm, sums));
        if let (Some(stated), Some(whole)) = (&self.stated, &whole) {
            stated.check(whole)?;
        }
        Ok(whole)
    }
}

/// The algorithm of a name, if parts can have its checksums.
fn known(facts: &UploadFacts, name: &str) -> Result<Algorithm, String> {
    let algorithm = Algorithm::named(name)?;
    match facts.checksum(name) {
        Some(_) => Ok(algorithm),
        None => Err(format!("transfers have no checksums by {name}")),
    }
}
