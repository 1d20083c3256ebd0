//! Where requests go: the endpoint of a region, or one of the user's own.

use std::error::Error as StdError;
use std::fmt;

pub use aws_smithy_types::endpoint::Endpoint;

use super::partition;
use super::service::Service;

/// What decides on the endpoint.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct EndpointParams<'a> {
    /// The region (`AWS::Region`).
    pub region: Option<&'a str>,
    /// Whether the endpoint has to have FIPS 140 validated cryptography (`AWS::UseFIPS`).
    pub use_fips: bool,
    /// Whether the endpoint has to have an IPv6 address, too (`AWS::UseDualStack`).
    pub use_dual_stack: bool,
    /// The URL that the user wants instead (`SDK::Endpoint`).
    pub endpoint: Option<&'a str>,
}

/// There is no endpoint for these parameters.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EndpointError {
    message: String,
}

impl EndpointError {
    /// An error in words.
    #[must_use]
    pub fn new(message: impl Into<String>) -> Self {
        Self {
            message: message.into(),
        }
    }
}

impl fmt::Display for EndpointError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl StdError for EndpointError {}

/// The endpoint rules that most services share:
/// `https://{prefix}[-fips].{region}.{domain of the partition}`, or the URL the user gave.
///
/// # Errors
///
/// If the parameters contradict each other, the region is missing, or its partition has no such
/// endpoints. The texts begin with those of the services' rule sets.
pub fn standard(prefix: &str, params: &EndpointParams<'_>) -> Result<Endpoint, EndpointError> {
    if let Some(url) = params.endpoint {
        return match params {
            EndpointParams { use_fips: true, .. } => Err(EndpointError::new(
                "Invalid Configuration: FIPS and custom endpoint are not supported: \
                 turn off `use_fips` or remove `endpoint_url`",
            )),
            EndpointParams {
                use_dual_stack: true,
                ..
            } => Err(EndpointError::new(
                "Invalid Configuration: Dualstack and custom endpoint are not supported: \
                 turn off `use_dual_stack` or remove `endpoint_url`",
            )),
            _ => Ok(Endpoint::builder().url(url.to_owned()).build()),
        };
    }
    let Some(region) = params.region else {
        return Err(EndpointError::new(
            "Invalid Configuration: Missing Region: set `region`",
        ));
    };
    let partition = partition::of_region(region);
    let supported = (!params.use_fips || partition.supports_fips)
        && (!params.use_dual_stack || partition.supports_dual_stack);
    if !supported {
        return Err(EndpointError::new(
            match (params.use_fips, params.use_dual_stack) {
                (true, true) => {
                    "FIPS and DualStack are enabled, but this partition does not support one or \
                     both: turn off `use_fips` or `use_dual_stack`"
                }
                (true, false) => {
                    "FIPS is enabled but this partition does not support FIPS: turn off `use_fips`"
                }
                _ => {
                    "DualStack is enabled but this partition does not support DualStack: \
                     turn off `use_dual_stack`"
                }
            },
        ));
    }
    let fips = if params.use_fips { "-fips" } else { "" };
    let domain = if params.use_dual_stack {
        partition.dual_stack_dns_suffix
    } else {
        partition.dns_suffix
    };
    let url = format!("https://{prefix}{fips}.{region}.{domain}");
    Ok(Endpoint::builder().url(url).build())
}

/// The endpoint by the service's rules, after the checks that all services share.
pub(super) fn resolve(
    service: &Service,
    params: &EndpointParams<'_>,
) -> Result<Endpoint, EndpointError> {
    if let Some(region) = params.region
        && !is_host_label(region)
    {
        return Err(EndpointError::new(format!(
            "the region {region:?} cannot be part of a host name: \
             regions have the form `us-east-1`"
        )));
    }
    if let Some(url) = params.endpoint {
        check_url(url)?;
    }
    (service.resolve_endpoint)(params)
}

/// Whether the text may stand between two dots of a host name (RFC 1123).
fn is_host_label(text: &str) -> bool {
    (1..=63).contains(&text.len())
        && text
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
        && !text.starts_with('-')
        && !text.ends_with('-')
}

fn check_url(url: &str) -> Result<(), EndpointError> {
    let error = |what: &str| {
        EndpointError::new(format!(
            "the endpoint {url:?} {what}: an endpoint has the form `https://host[:port][/path]`"
        ))
    };
    let uri: http::Uri = url.parse().map_err(|_| error("is not a URL"))?;
    match uri.scheme_str() {
        Some("http" | "https") => {}
        Some(_) => return Err(error("is neither http nor https")),
        None => return Err(error("has no scheme")),
    }
    if uri.query().is_some() {
        return Err(error("has a query"));
    }
    Ok(())
}
