//! What overlays state of requests.

use super::prose::LinkTable;
use super::{Context, prose};
use crate::ir::{
    Adjustment, Customization, InputAdjustment, ResourceName, Scheme, Session, StatedEndpoint,
};
use crate::model::{Documentation, Member, Operation};
use crate::names;

impl Context<'_> {
    pub(super) fn customization(&self, name: &str, operation: &Operation) -> Customization {
        let stated = &operation.customization;
        let mut headers = stated.headers.clone();
        if let Some(discovery) = self.endpoint_operation(name) {
            headers.insert("x-amz-api-version".to_owned(), discovery.api_version);
        }
        let checksums = stated.body_checksums.iter();
        Customization {
            headers: headers.into_iter().collect(),
            body_checksums: checksums.map(|(name, it)| (name.clone(), *it)).collect(),
            adjustments: self.adjustments(operation).collect(),
            resource_names: self.resource_names(operation).collect(),
            stated_endpoint: self.stated_endpoint(operation),
            has_errors_in_success: stated.has_errors_in_success,
            is_output_unwrapped: stated.is_output_unwrapped,
            has_slow_response: stated.has_slow_response,
            states_region: stated.states_region,
            presigned_copy: stated.presigned_copy.clone(),
            presigned_post: stated.presigned_post.clone(),
            // It depends on the protocol.
            session: None,
        }
    }

    /// The sessions that may sign an operation: those of another one that is selected.
    pub(super) fn session(&self, name: &str, operation: &Operation) -> Option<Session> {
        let mut others = self.selection.operations.iter();
        let (creates, signature) = others.find_map(|&it| {
            let signature = self.model.operations[it].customization.session.clone()?;
            Some((it, signature))
        })?;
        let is_signed = operation.auth.schemes().contains(&Scheme::SigV4);
        (is_signed && creates != name).then(|| Session {
            operation: names::of_type(creates),
            module: names::of_module(creates),
            signature,
        })
    }

    fn adjustments(&self, operation: &Operation) -> impl Iterator<Item = InputAdjustment> {
        let input = self.model.input(operation);
        let members = input.into_iter().flat_map(|it| &it.members);
        members.flat_map(|(name, member)| {
            let stated = &member.customization;
            let last_segment = stated.is_last_segment.then_some(Adjustment::LastSegment);
            let default = stated.default.clone().map(Adjustment::Default);
            let copy = operation.customization.presigned_copy.as_ref();
            let is_unsent = copy.is_some_and(|it| !it.sends_regions && it.source_region == *name);
            let unsent = is_unsent.then_some(Adjustment::Unsent);
            let derived = stated.md5_of.clone().map(Adjustment::Md5Of);
            let encoded = stated
                .is_percent_encoded
                .then_some(Adjustment::PercentEncoded);
            let adjustments = last_segment.into_iter().chain(default);
            let accounts = stated.account_of.iter().cloned();
            let accounts = accounts.map(Adjustment::AccountOf);
            let adjustments = adjustments.chain(derived).chain(accounts);
            let adjustments = adjustments.chain(encoded).chain(unsent);
            adjustments.map(|adjustment| InputAdjustment {
                member: name.clone(),
                adjustment,
            })
        })
    }

    fn resource_names(
        &self,
        operation: &Operation,
    ) -> impl Iterator<Item = (String, ResourceName)> {
        let input = self.model.input(operation);
        let members = input.into_iter().flat_map(|it| &it.members);
        members.filter_map(|(name, member)| {
            let form = member.customization.resource_name.clone()?;
            Some((name.clone(), form))
        })
    }

    fn stated_endpoint(&self, operation: &Operation) -> Option<StatedEndpoint> {
        let member = operation.customization.endpoint_member.as_ref()?;
        let input = operation.input.as_ref()?;
        Some(StatedEndpoint {
            member: member.clone(),
            field: self.names.of_member(input, member).field,
        })
    }

    /// A paragraph for the documentation of an operation.
    pub(super) fn customization_docs(&self, operation: &Operation) -> Option<String> {
        let stated = &operation.customization;
        let endpoint = stated.endpoint_member.as_ref().map(|member| {
            format!(
                "Requests go to the host of the URL in {}, whatever the client's endpoint is.",
                prose::code(member)
            )
        });
        let checksums = (!stated.body_checksums.is_empty()).then(|| {
            "Requests have checksums of the body. A stream is read twice for them, so it has to be \
             one that can be read again."
                .to_owned()
        });
        let copy = stated.presigned_copy.as_ref().map(|copy| {
            format!(
                "If {} is set and {} is not, the client presigns the request for the region of the \
                 source, and sends its URL.",
                prose::code(&copy.source_region),
                prose::code(&copy.url)
            )
        });
        let sentences: Vec<_> = endpoint.into_iter().chain(checksums).chain(copy).collect();
        self.links
            .markdown(&Documentation::Markdown(sentences.join(" ")))
    }
}

/// Sentences for the documentation of a member.
pub(super) fn of_member(links: &LinkTable, member: &Member) -> impl Iterator<Item = String> {
    let stated = &member.customization;
    let last_segment = stated.is_last_segment.then(|| {
        let text = "Only what follows its last `/` is sent.";
        text.to_owned()
    });
    let default = stated.default.as_ref();
    let default = default.map(|it| format!("If it is not set, {} is sent.", prose::code(it)));
    let derived = stated.md5_of.as_ref().map(|it| {
        let key = links.field(it);
        format!("If it is not set, it is computed from {key}, which is in base64.")
    });
    let encoded = stated.is_percent_encoded.then(|| {
        let text = "Spaces, plus signs and characters that are not ASCII are sent percent-encoded.";
        text.to_owned()
    });
    let decoded = stated.url_encoded_by.as_ref().map(|it| {
        let element = links.field(it);
        format!("Decoded if the response has it URL-encoded, as {element} says.")
    });
    let lenient = stated
        .is_lenient
        .then(|| "If the text in the response is no date, it is not set.".to_owned());
    let last_event = stated.is_last_event.then(|| {
        let text = "The last event: a stream that ends without it is an error.";
        text.to_owned()
    });
    let ascii = stated.is_ascii.then(|| {
        let text = "Characters that are not ASCII are refused.";
        text.to_owned()
    });
    let resource_name = stated.resource_name.as_ref();
    let resource_name = resource_name.map(|it| format!("Value: {}.", it.words("`")));
    let account = (!stated.account_of.is_empty()).then(|| {
        let members: Vec<_> = stated.account_of.iter().map(|it| links.field(it)).collect();
        let members = members.join(" or ");
        format!("If it is not set, it is the account in {members}, if that is an ARN.")
    });
    let raw_text = stated.raw_text.as_ref();
    let raw_text = raw_text.map(|it| format!("Its text is in {}.", links.field(it)));
    let sentences = last_segment.into_iter().chain(default).chain(derived);
    sentences
        .chain(resource_name)
        .chain(account)
        .chain(raw_text)
        .chain(last_event)
        .chain(encoded)
        .chain(decoded)
        .chain(lenient)
        .chain(ascii)
}
