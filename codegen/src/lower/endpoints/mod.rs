//! Endpoint rules as statements of Rust.
//!
//! | module | contents |
//! |---|---|
//! | [`rules`] | rules to nested `if`s that return |
//! | [`diagram`] | a diagram to steps |
//! | [`value`] | conditions and texts to expressions |
//! | [`tidy`] | removes unused bindings, introduces `let … else` |
//! | [`partitions`] | the table of partitions, reduced to what the rules use |
//! | [`advice`] | hints for the errors of rules |
//! | [`call`] | the parameters that operations set |

mod advice;
mod call;
mod diagram;
mod partitions;
mod rules;
mod tidy;
mod value;

use std::collections::HashMap;

use crate::ir::endpoint as ir;
use crate::model::auth::Scheme;
use crate::model::endpoints::{Absence, BuiltIn, Endpoints, Parameter, Type};
use crate::model::{Documentation, Service};
use crate::names::{self, Name};

use super::prose;

/// The rules of a service.
pub(super) fn lower(service: &Service) -> ir::Endpoints {
    let endpoints = &service.endpoints;
    let fields = fields(endpoints);
    let body = rules::lower(endpoints, &fields);
    let parameters = endpoints
        .parameters
        .iter()
        .map(|(name, it)| parameter(name, it, &fields[name.as_str()]));
    ir::Endpoints {
        parameters: has_own_parameters(endpoints).then(|| parameters.collect()),
        settings: settings(service, &fields),
        dual_stack: dual_stack(service),
        partitions: partitions::lower(endpoints),
        cells: body.cells,
        rules: body.statements,
        ask_for_sigv4a: ask_for(endpoints, Scheme::SigV4a),
    }
}

/// Whether some endpoints list a scheme.
fn ask_for(endpoints: &Endpoints, scheme: Scheme) -> bool {
    let mut is_listed = false;
    endpoints.rules.destinations(&mut |to| {
        is_listed |= to.auth_schemes.iter().any(|it| it.name == scheme.name());
    });
    is_listed
}

/// Whether the rules have parameters that are not in the client's configuration, so that the endpoint
/// depends on the call.
pub(super) fn has_own_parameters(endpoints: &Endpoints) -> bool {
    endpoints.parameters.values().any(|parameter| {
        matches!(
            parameter.built_in,
            None | Some(BuiltIn::AccountId | BuiltIn::AccountIdEndpointMode | BuiltIn::Setting)
        )
    })
}

/// Local variables of the generated functions; parameters get other names.
const LOCALS: &[&str] = &["built_ins", "input", "it"];

/// The fields of the parameters, by the parameters' names in the rules.
pub(super) fn fields(endpoints: &Endpoints) -> HashMap<&str, Name> {
    let is_own = has_own_parameters(endpoints);
    let mut scope = names::Scope::with(LOCALS);
    let mut fields = HashMap::new();
    for (name, parameter) in &endpoints.parameters {
        let field = match parameter.built_in {
            Some(built_in) if !is_own => built_in_field(built_in),
            _ => None,
        };
        let field = field.unwrap_or_else(|| scope.claim(names::of_field(name)));
        fields.insert(name.as_str(), field);
    }
    fields
}

/// The field of the client's built-in parameters, if there is one.
fn built_in_field(built_in: BuiltIn) -> Option<Name> {
    Some(names::of_field(match built_in {
        BuiltIn::Region => "region",
        BuiltIn::UseFips => "use_fips",
        BuiltIn::UseDualStack => "use_dual_stack",
        BuiltIn::Endpoint => "endpoint",
        BuiltIn::AccountId => "account_id",
        BuiltIn::AccountIdEndpointMode => "account_id_endpoint_mode",
        BuiltIn::Setting => return None,
    }))
}

fn parameter(name: &str, parameter: &Parameter, field: &Name) -> ir::Parameter {
    let fallback = match parameter.built_in {
        Some(BuiltIn::Region) => "The region.".to_owned(),
        Some(BuiltIn::UseFips) => {
            "Whether the endpoint has to have FIPS 140 validated cryptography.".to_owned()
        }
        Some(BuiltIn::UseDualStack) => {
            "Whether the endpoint has to have an IPv6 address, too.".to_owned()
        }
        Some(BuiltIn::Endpoint) => "The URL that the user wants instead.".to_owned(),
        Some(BuiltIn::AccountId) => "The account that the credentials belong to.".to_owned(),
        Some(BuiltIn::AccountIdEndpointMode) => {
            "Whether endpoints of an account are `preferred`, `required` or `disabled`.".to_owned()
        }
        None | Some(BuiltIn::Setting) => {
            format!("The parameter {} of the rules.", prose::code(name))
        }
    };
    ir::Parameter {
        name: field.clone(),
        docs: prose::markdown(&parameter.documentation, &|_| None).unwrap_or(fallback),
        ty: parameter_type(parameter),
        built_in: parameter.built_in.and_then(built_in_field),
        setting: (parameter.built_in == Some(BuiltIn::Setting)).then(|| name.to_owned()),
    }
}

fn parameter_type(parameter: &Parameter) -> ir::ParameterType {
    match (parameter.ty, &parameter.absence) {
        (Type::Boolean, Absence::False) => ir::ParameterType::Flag,
        (Type::Boolean, _) => ir::ParameterType::MaybeFlag,
        (Type::StringArray, _) => ir::ParameterType::Texts,
        _ => ir::ParameterType::Text,
    }
}

/// What an overlay says of a setting.
fn stated_docs(source: &ir::SettingSource) -> Option<String> {
    let text = source.documentation.clone()?;
    prose::markdown(&Documentation::Markdown(text), &|_| None)
}

/// The setting that leaves payloads out of signatures, if there is one.
fn payload_signing(service: &Service) -> Option<ir::Setting> {
    let source = service.customization.payload_signing.clone()?;
    Some(ir::Setting {
        name: "PayloadSigning".to_owned(),
        method: names::of_field("payload_signing"),
        docs: stated_docs(&source).unwrap_or_else(|| {
            "Whether signatures cover payloads. By default they do, except streams that a checksum \
             follows."
                .to_owned()
        }),
        source: Some(source),
    })
}

/// Where the service's own setting of dual stack is.
fn dual_stack(service: &Service) -> Option<ir::SettingSource> {
    let mut parameters = service.endpoints.parameters.iter();
    let is_it = |it: &Parameter| it.built_in == Some(BuiltIn::UseDualStack);
    let (name, _) = parameters.find(|(_, it)| is_it(it))?;
    service.customization.settings.get(name).cloned()
}

/// The settings of only this service's clients.
fn settings(service: &Service, fields: &HashMap<&str, Name>) -> Vec<ir::Setting> {
    let mut methods = names::Scope::default();
    let settings = parameter_settings(service, fields).chain(payload_signing(service));
    let named = settings.map(|setting| ir::Setting {
        method: methods.claim(names::of_setting(&setting.method)),
        ..setting
    });
    named.collect()
}

/// The parameters that are settings.
fn parameter_settings(
    service: &Service,
    fields: &HashMap<&str, Name>,
) -> impl Iterator<Item = ir::Setting> {
    let parameters = service.endpoints.parameters.iter();
    let settings = parameters.filter(|(_, it)| it.built_in == Some(BuiltIn::Setting));
    settings.map(|(name, it)| {
        let method = &fields[name.as_str()];
        let ir::Parameter { docs, .. } = parameter(name, it, method);
        let source = service.customization.settings.get(name);
        let own = source.and_then(stated_docs);
        ir::Setting {
            name: name.clone(),
            method: method.clone(),
            docs: own.unwrap_or(docs),
            source: source.filter(|it| it.has_place()).cloned(),
        }
    })
}
