//! Facts of an operation.

use indexmap::IndexMap;

use super::{headers, is_text, transfer};
use crate::model::endpoints::Type;
use crate::model::{
    ErrorTrait, Kind, Location, Member, Model, Operation, PresignedCopy, Shape, Structure,
};
use crate::overlay::format::OperationEntry;
use crate::overlay::problems::Problems;

impl OperationEntry {
    pub(in crate::overlay) fn customize(
        &self,
        model: &mut Model,
        name: &str,
        path: &str,
        problems: &mut Problems,
    ) {
        let operation = &model.operations[name];
        let mut facts = operation.customization.clone();
        let own = headers::constant(&self.headers, &format!("{path}.headers"), problems);
        facts.headers.extend(own);
        for (header, checksum) in &self.body_checksums {
            let path = format!("{path}.bodyChecksums.{header}");
            let header = headers::name(header, &path, problems);
            if let (Some(header), Some(checksum)) = (header, checksum) {
                facts.body_checksums.insert(header, *checksum);
            }
        }
        let input = Input { model, operation };
        if let Some(member) = &self.endpoint_member
            && input.has_text(member, &format!("{path}.endpointMember"), problems)
        {
            facts.endpoint_member = Some(member.clone());
        }
        if let Some(copy) = &self.presigned_copy
            && input.fits_copy(copy, &format!("{path}.presignedCopy"), problems)
        {
            facts.presigned_copy = Some(copy.clone());
        }
        if let Some(transfer) = &self.transfer
            && transfer::fits(
                model,
                operation,
                transfer,
                &format!("{path}.transfer"),
                problems,
            )
        {
            facts.transfer = Some(transfer.clone());
        }
        if let Some(post) = &self.presigned_post
            && input.has_text(
                &post.condition.1,
                &format!("{path}.presignedPost"),
                problems,
            )
            && input.has_text(&post.field.1, &format!("{path}.presignedPost"), problems)
        {
            facts.presigned_post = Some(post.clone());
        }
        for (parameter, value) in &self.endpoint_parameters {
            let Some(value) = value else { continue };
            let path = format!("{path}.endpointParameters.{parameter}");
            let parameters = &model.service.endpoints.parameters;
            match parameters.get(parameter) {
                Some(it) if it.ty == Type::Boolean => {
                    facts.endpoint_parameters.insert(parameter.clone(), *value);
                }
                Some(_) => {
                    problems.stale(
                        &path,
                        "the parameter of the endpoint rules is not a boolean",
                    );
                }
                None => problems.missing(&path, parameter, parameters.keys()),
            }
        }
        if self.session.is_some() {
            facts.session.clone_from(&self.session);
        }
        facts.has_slow_response |= self.slow_response;
        let mut holds = |check: Result<(), String>, entry: &str| {
            let check = check.map_err(|problem| {
                problems.stale(&format!("{path}.{entry}"), problem);
            });
            check.is_ok()
        };
        facts.sends_query_as_form |= self.query_as_form && holds(input.fits_form(), "queryAsForm");
        facts.presigns_body_as_query |=
            self.presigned_body_as_query && holds(input.fits_query(), "presignedBodyAsQuery");
        facts.states_region |=
            self.states_region && holds(has_region_errors(model), "statesRegion");
        facts.is_output_unwrapped |=
            self.unwrapped_output && holds(has_one_member(model, operation), "unwrappedOutput");
        model.operations[name].customization = facts;
        self.replace_errors(model, name, &format!("{path}.errors"), problems);
    }

    /// Replaces the errors of the operation by those it states. What the model lacks becomes a structure.
    fn replace_errors(&self, model: &mut Model, name: &str, path: &str, problems: &mut Problems) {
        let stated = self.errors.iter();
        let stated = stated.filter_map(|(error, status)| Some((error, (*status)?)));
        let mut errors = Vec::new();
        for (error, status) in stated {
            let shape = model.shapes.entry(error.clone()).or_insert_with(|| {
                let status = Some(status);
                let error = Some(ErrorTrait {
                    status,
                    ..ErrorTrait::default()
                });
                Shape::of(Kind::Structure(Structure {
                    error,
                    ..Structure::default()
                }))
            });
            if shape.structure().is_some_and(|it| it.error.is_some()) {
                errors.push(error.clone());
            } else {
                problems.stale(&format!("{path}.{error}"), "the shape is not an error");
            }
        }
        if errors.is_empty() {
            return;
        }
        let operation = &mut model.operations[name];
        if operation.errors == errors {
            problems.already(path, "errors");
        }
        operation.errors = errors;
    }
}

fn has_region_errors(model: &Model) -> Result<(), String> {
    if model.service.customization.region_errors.is_empty() {
        return Err("the service has no `regionErrors`".to_owned());
    }
    Ok(())
}

/// The input of an operation, for checks of what an entry says of it.
struct Input<'m> {
    model: &'m Model,
    operation: &'m Operation,
}

impl<'m> Input<'m> {
    fn members(&self) -> impl Iterator<Item = (&'m String, &'m Member)> {
        let input = self.model.input(self.operation);
        let members: Option<&'m IndexMap<_, _>> = input.map(|it| &it.members);
        members.into_iter().flatten()
    }

    /// Whether it has a member that is text; otherwise, that is a problem.
    fn has_text(&self, member: &String, path: &str, problems: &mut Problems) -> bool {
        match self.members().find(|(name, _)| *name == member) {
            None => problems.missing(path, member, self.members().map(|(name, _)| name)),
            Some((_, found)) if !is_text(self.model, found) => {
                problems.stale(path, "the member is not text");
            }
            Some(_) => return true,
        }
        false
    }

    /// Whether it has the members of a copy; each one that it lacks is a problem.
    fn fits_copy(&self, copy: &PresignedCopy, path: &str, problems: &mut Problems) -> bool {
        let destination = copy.sends_regions.then_some(&copy.destination_region);
        let stated = [
            ("sourceRegion", Some(&copy.source_region)),
            ("destinationRegion", destination),
            ("url", Some(&copy.url)),
        ];
        let members = stated.into_iter();
        let members = members.filter_map(|(entry, member)| Some((entry, member?)));
        members.fold(true, |fits, (entry, member)| {
            self.has_text(member, &format!("{path}.{entry}"), problems) && fits
        })
    }

    /// Checks that the query can be sent as a form.
    fn fits_form(&self) -> Result<(), String> {
        let http = self.operation.http.as_ref();
        if http.is_none_or(|it| it.method != "GET") {
            return Err("the method of the operation is not GET".to_owned());
        }
        let mut locations = self.members().map(|(_, member)| member.location);
        if locations.any(|it| matches!(it, None | Some(Location::Payload))) {
            return Err("the input has members in the body".to_owned());
        }
        Ok(())
    }

    /// Checks that a query can hold the document.
    fn fits_query(&self) -> Result<(), String> {
        let in_body = || self.members().filter(|(_, it)| it.location.is_none());
        let mut members = self.members();
        let has_payload = members.any(|(_, it)| it.location == Some(Location::Payload));
        if has_payload || in_body().next().is_none() {
            return Err("the input has no document with members in the body".to_owned());
        }
        match in_body().find(|(_, it)| !is_in_queries(self.model, it)) {
            Some((member, _)) => Err(format!("the member `{member}` has no form in a query")),
            None => Ok(()),
        }
    }
}

/// Checks that an output has exactly one member.
fn has_one_member(model: &Model, operation: &Operation) -> Result<(), String> {
    let output = operation.output.as_ref();
    let output = output.and_then(|it| model.shapes.get(it)?.structure());
    match output.map(|it| it.members.len()) {
        Some(1) => Ok(()),
        _ => Err("the output does not have exactly one member".to_owned()),
    }
}

/// Whether the JSON of a member is a parameter of a query, or several: of text, numbers, booleans and
/// lists of them.
fn is_in_queries(model: &Model, member: &Member) -> bool {
    let is_scalar = |name: &String| {
        let kind = model.shapes.get(name).map(|it| &it.kind);
        matches!(
            kind,
            Some(Kind::String | Kind::Enumeration(_) | Kind::Boolean | Kind::Integer | Kind::Long)
        )
    };
    match model.shapes.get(&member.target).map(|it| &it.kind) {
        Some(Kind::List { item, .. }) => is_scalar(item),
        _ => is_scalar(&member.target),
    }
}
