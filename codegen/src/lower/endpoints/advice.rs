//! Hints for the errors of rules.

use crate::model::endpoints::{BuiltIn, Part, Text};

const DUAL_STACK: &str = "turn off `use_dual_stack`";
const FIPS: &str = "turn off `use_fips`";
const FIPS_OR_DUAL_STACK: &str = "turn off `use_fips` or `use_dual_stack`";
const FIPS_OR_URL: &str = "turn off `use_fips` or remove `endpoint_url`";
const DUAL_STACK_OR_URL: &str = "turn off `use_dual_stack` or remove `endpoint_url`";
const ACCOUNT: &str = "use credentials that know their account";
const ACCOUNT_MODE: &str = "set `account_id_endpoint_mode` to `preferred` or `disabled`";

/// Hints for errors of many services, by their messages.
const ADVICE: [(&str, &str); 12] = [
    ("Invalid Configuration: Missing Region", "set `region`"),
    (
        "Invalid Configuration: FIPS and custom endpoint are not supported",
        FIPS_OR_URL,
    ),
    (
        "Invalid Configuration: Dualstack and custom endpoint are not supported",
        DUAL_STACK_OR_URL,
    ),
    (
        "FIPS and DualStack are enabled, but this partition does not support one or both",
        FIPS_OR_DUAL_STACK,
    ),
    (
        "FIPS is enabled but this partition does not support FIPS",
        FIPS,
    ),
    (
        "FIPS is enabled, but this partition does not support FIPS.",
        FIPS,
    ),
    (
        "Invalid Configuration: FIPS is not supported in this partition",
        FIPS,
    ),
    (
        "DualStack is enabled but this partition does not support DualStack",
        DUAL_STACK,
    ),
    (
        "DualStack is enabled, but this partition does not support DualStack.",
        DUAL_STACK,
    ),
    (
        "AccountIdEndpointMode is required but no AccountID was provided or able to be loaded",
        "use credentials that know their account, or set `account_id_endpoint_mode` to `preferred`",
    ),
    (
        "Invalid Configuration: AccountIdEndpointMode is required but account endpoints are not \
         supported in this partition",
        ACCOUNT_MODE,
    ),
    (
        "Invalid Configuration: AccountIdEndpointMode is required and FIPS is enabled, but FIPS \
         account endpoints are not supported",
        ACCOUNT_MODE,
    ),
];

/// The hint for calls that get to what is not supported.
pub(super) const UNSUPPORTED: &str =
    "set `endpoint_url`, or generate the client with a newer version of tinsmith";

/// The hint for a built-in that is not set.
pub(super) fn of_missing(built_in: BuiltIn) -> Option<&'static str> {
    match built_in {
        BuiltIn::Region => Some("set `region`"),
        BuiltIn::Endpoint => Some("set `endpoint_url`"),
        BuiltIn::AccountId => Some(ACCOUNT),
        BuiltIn::UseFips
        | BuiltIn::UseDualStack
        | BuiltIn::AccountIdEndpointMode
        | BuiltIn::Setting => None,
    }
}

/// The hint for an error.
pub(super) fn of(message: &Text) -> Option<&'static str> {
    let [Part::Literal(text)] = &message[..] else {
        return None;
    };
    ADVICE
        .iter()
        .find(|(known, _)| known == text)
        .map(|(_, advice)| *advice)
}
