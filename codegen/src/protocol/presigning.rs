//! Which requests can be presigned: those that are signed and that a URL can hold.

use crate::ir;
use crate::model::{Member, Model};

use super::Chosen;

impl Chosen<'_> {
    /// Checks that the requests of an operation can be presigned.
    ///
    /// # Errors
    ///
    /// Why they cannot.
    pub fn presigning(&self, model: &Model, name: &str) -> Result<(), String> {
        let operation = &model.operations[name];
        let mut schemes = operation.auth.schemes().iter();
        if !schemes.any(|scheme| scheme.is_signature()) {
            return Err("its requests are not signed".to_owned());
        }
        if operation.needs_endpoint_discovery {
            return Err("its endpoint is discovered".to_owned());
        }
        let stated = &operation.customization;
        if stated.endpoint_member.is_some() {
            return Err("its input states the endpoint".to_owned());
        }
        match self {
            Chosen::Rest(_) if stated.presigns_body_as_query => Ok(()),
            Chosen::Rest(_) if stated.sends_query_as_form => {
                Err("its query is sent as a form".to_owned())
            }
            Chosen::AwsJson(_) => Err("its protocol has the input in the body".to_owned()),
            // Forms are queries.
            Chosen::Query(_) => Ok(()),
            Chosen::Rest(_) => {
                let in_body = self.body_members(model, name);
                match &in_body[..] {
                    [] => Ok(()),
                    [member] => Err(format!("the member `{member}` is in the body")),
                    [first, ..] => Err(format!(
                        "the member `{first}` and {} more are in the body",
                        in_body.len() - 1
                    )),
                }
            }
        }
    }

    /// The members of an input that are in the body that is signed.
    fn body_members<'m>(&self, model: &'m Model, name: &str) -> Vec<&'m str> {
        let input = model.input(&model.operations[name]);
        let members = input.into_iter().flat_map(|it| &it.members);
        let is_unsigned = model.service.customization.states_payload_hash;
        let is_in_body = |member: &Member| {
            use ir::Location::{Header, Label, PrefixHeaders, Query, QueryParams};
            use ir::Location::{StreamPayload, StructurePayload};
            let location = self.location(model, member);
            // The sender supplies the body.
            let may_be_unset =
                location == StreamPayload || location == StructurePayload && !member.is_required;
            if is_unsigned && may_be_unset {
                return false;
            }
            !matches!(
                location,
                Label | Query | QueryParams | Header | PrefixHeaders
            )
        };
        let members = members.filter(|(_, member)| is_in_body(member));
        members.map(|(name, _)| name.as_str()).collect()
    }
}
