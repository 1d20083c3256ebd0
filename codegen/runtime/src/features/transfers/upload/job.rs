//! What an upload sends: the inputs of its requests.

use super::super::erased::{Boxed, ErasedPages};
use super::super::error::{TransferError, TransferErrorKind};
use super::super::facts::UploadFacts;
use super::super::members::{get_mut, pass_on, set_number, set_text};
use super::super::settings::Settings;
use super::Resumption;
use super::sent::Sent;
use super::sums::Sums;
use crate::client::Core;
use crate::core::error::InvalidInput;
use crate::core::schema::Member;
use crate::core::shape::Shape;
use crate::core::value::ValueMut;
use crate::features::checksums::is_checksum;

/// An upload.
pub(super) struct Job {
    pub(super) core: Core,
    pub(super) facts: &'static UploadFacts,
    /// The input of the request with the whole object, without the content.
    pub(super) input: Boxed,
    pub(super) settings: Settings,
    pub(super) resumption: Resumption,
}

impl Job {
    /// An invalid input.
    pub(super) fn invalid(&self, problem: String) -> TransferError {
        let error = InvalidInput::with_problem(self.facts.put.name, problem);
        TransferErrorKind::Input(error).into()
    }

    /// The checksums of an upload in parts.
    pub(super) fn sums(&self) -> Result<Sums, TransferError> {
        let sums = Sums::of(self.facts, &*self.input, self.core.config());
        sums.map_err(|problem| self.invalid(problem))
    }

    /// Whether a member is about the whole content, so that requests in parts do not take it from the
    /// input.
    fn is_of_content(&self, member: &Member) -> bool {
        self.facts.of_content.contains(&member.name) || is_checksum(member)
    }

    /// Checks that each member has a request that takes it.
    pub(super) fn check_members(&self) -> Result<(), TransferError> {
        let facts = self.facts;
        let requests = [facts.create, facts.part, facts.complete].map(|it| it.input());
        let takes = |name: &str| {
            let mut schemas = requests.iter().map(|it| it.schema());
            schemas.any(|it| it.position(name).is_some())
        };
        let members = self.input.schema().members.iter().enumerate();
        for (index, member) in members {
            let is_taken = takes(member.name) && !facts.of_content.contains(&member.name);
            if self.input.member(index).is_some() && !is_checksum(member) && !is_taken {
                let name = member.name;
                return Err(self.invalid(format!("{name} cannot be set for an upload in parts")));
            }
        }
        Ok(())
    }

    /// The empty input of an operation, with the members of the upload's input that it has.
    fn input_of(&self, mut input: Boxed) -> Boxed {
        let members = self.input.schema().members.iter();
        let except = members.filter(|it| self.is_of_content(it));
        let except: Vec<_> = except.map(|it| it.name).collect();
        pass_on(&*self.input, &mut *input, &except);
        input
    }

    /// The input of the request with the whole object.
    pub(super) fn whole(&self) -> Boxed {
        let mut input = self.facts.put.input();
        pass_on(&*self.input, &mut *input, &[]);
        input
    }

    pub(super) fn create(&self, sums: &Sums) -> Boxed {
        let facts = self.facts;
        let mut input = self.input_of(facts.create.input());
        if let Some(algorithm) = sums.algorithm {
            set_text(&mut *input, facts.checksum_algorithm, algorithm.name());
            if sums.is_full {
                set_text(&mut *input, facts.checksum_coverage, facts.full_checksum);
            }
        }
        input
    }

    pub(super) fn part(&self, id: &str, number: u32, sums: &Sums) -> Boxed {
        let mut input = self.input_of(self.facts.part.input());
        set_text(&mut *input, self.facts.upload_id, id);
        set_number(&mut *input, self.facts.part_number, number.into());
        if let Some(algorithm) = sums.algorithm {
            let member = self.facts.checksum_algorithm;
            set_text(&mut *input, member, algorithm.name());
        }
        input
    }

    /// The input that completes an upload of these parts.
    pub(super) fn complete(
        &self,
        id: &str,
        parts: &[Sent],
        sums: &Sums,
    ) -> Result<Boxed, TransferError> {
        let facts = self.facts;
        let mut input = self.input_of(facts.complete.input());
        set_text(&mut *input, facts.upload_id, id);
        let length = parts.iter().map(|it| it.length).sum();
        set_number(&mut *input, facts.object_length, length);
        let member = sums.member();
        if let Some(whole) = sums.of_object(parts)?
            && let Some(member) = member
        {
            set_text(&mut *input, member, &whole.text());
            set_text(&mut *input, facts.checksum_coverage, facts.full_checksum);
        }
        if let Some(ValueMut::Shape(completed)) = get_mut(&mut *input, facts.completed)
            && let Some(ValueMut::List(list)) = get_mut(completed, facts.parts)
        {
            for part in parts {
                if let ValueMut::Shape(item) = list.push() {
                    set_number(item, facts.part_number, part.number.into());
                    set_text(item, facts.tag, &part.tag);
                    if let (Some(member), Some(checksum)) = (member, &part.checksum) {
                        set_text(item, member, checksum);
                    }
                }
            }
        }
        Ok(input)
    }

    pub(super) fn abort(&self, id: &str) -> Boxed {
        let mut input = self.input_of(self.facts.abort.input());
        set_text(&mut *input, self.facts.upload_id, id);
        input
    }

    /// The input that lists the parts.
    pub(super) fn list(&self, list: &ErasedPages, id: &str) -> Boxed {
        let mut input = self.input_of(list.input());
        set_text(&mut *input, self.facts.upload_id, id);
        input
    }

    /// The output for that of the request that completed the upload.
    pub(super) fn output(&self, completed: &dyn Shape) -> Boxed {
        let mut output = self.facts.put.output();
        pass_on(completed, &mut *output, &[]);
        output
    }
}
