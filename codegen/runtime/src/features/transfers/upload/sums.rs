//! Which checksums the parts and the object have.

use aws_smithy_types::checksum_config::RequestChecksumCalculation;

use super::super::checksum::{Expected, PartSum, combined, is_combinable, member_of};
use super::super::error::TransferError;
use super::super::facts::UploadFacts;
use super::super::members::text_of;
use super::sent::Sent;
use crate::client::Config;
use crate::core::schema::Schema;
use crate::core::shape::Shape;
use crate::features::checksums::{Algorithm, is_checksum};

/// The checksums of an upload in parts.
#[derive(Clone, Debug)]
pub(super) struct Sums {
    /// The members of the request with the whole content.
    schema: &'static Schema,
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
        let schema = input.schema();
        if let Some((member, text)) = stated(input) {
            let mut all = Algorithm::all().filter(|it| is_combinable(*it));
            let algorithm = all.find(|it| member_of(*it, schema) == Some(member));
            let expected = algorithm.and_then(|it| Expected::read(it, text));
            return match expected {
                Some(expected) => Ok(Self {
                    schema,
                    algorithm,
                    is_full: true,
                    stated: Some(expected),
                }),
                None => Err(format!(
                    "{member} of the whole content cannot be stated for an upload in parts"
                )),
            };
        }
        let calculation = config.request_checksum_calculation();
        let default = (calculation != RequestChecksumCalculation::WhenRequired)
            .then_some(facts.default_checksum);
        let name = text_of(input, facts.checksum_algorithm).or(default);
        let algorithm = name.map(|it| known(schema, it)).transpose()?;
        Ok(Self {
            schema,
            algorithm,
            is_full: algorithm.is_some_and(is_combinable),
            stated: None,
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
        algorithm: Option<&str>,
        is_full: Option<bool>,
    ) -> Result<(), String> {
        let before = self.member();
        self.algorithm = algorithm.map(|it| known(self.schema, it)).transpose()?;
        let is_full = is_full.unwrap_or_else(|| self.algorithm.is_some_and(is_combinable));
        self.is_full = self.algorithm.is_some() && is_full;
        match &self.stated {
            Some(stated) if !self.is_full || self.member() != before => {
                let name = stated.algorithm.name();
                Err(format!(
                    "the upload was begun without the {name} of the whole content"
                ))
            }
            _ => Ok(()),
        }
    }

    /// The member with the checksum, of a request and of a part.
    pub(super) fn member(&self) -> Option<&'static str> {
        member_of(self.algorithm?, self.schema)
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

/// The checksum of the whole content that an input states, and its member.
fn stated(input: &dyn Shape) -> Option<(&'static str, &str)> {
    let mut members = input.schema().members.iter();
    members.find_map(|member| {
        let text = is_checksum(member).then(|| text_of(input, member.name))?;
        Some((member.name, text?))
    })
}

/// The algorithm of a name, if parts can have its checksums.
fn known(schema: &Schema, name: &str) -> Result<Algorithm, String> {
    let algorithm = Algorithm::named(name)?;
    match member_of(algorithm, schema) {
        Some(_) => Ok(algorithm),
        None => Err(format!("{name} has no member for checksums in this model")),
    }
}
