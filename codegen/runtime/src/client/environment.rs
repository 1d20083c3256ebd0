//! Settings of environment and profile, as `aws-config` has found them.

use aws_types::SdkConfig;
use aws_types::region::Region;
use aws_types::service_config::ServiceConfigKey;
use tracing::{Dispatch, dispatcher};

/// Where a setting that only some services have is in the environment and the profile.
#[derive(Clone, Copy, Debug)]
pub struct SettingSource {
    /// The endpoint parameter that it sets.
    pub parameter: &'static str,
    /// The environment variable.
    pub environment: &'static str,
    /// The key of the profile.
    pub profile: &'static str,
    /// The value that turns it on; any other turns it off.
    pub on: &'static str,
}

/// A setting in environment or profile, for one service or for all; empty ones count as unset.
pub(crate) fn setting(
    shared: &SdkConfig,
    service_id: &str,
    env: &str,
    profile: &str,
) -> Option<String> {
    // The first of four: the service's own variable, that of all services, and likewise in the
    // profile.
    let found = lookup(shared, service_id, env, profile)?;
    if !found.trim().is_empty() {
        return Some(found);
    }
    [
        (NOTHING, env, NOTHING),
        (service_id, NOTHING, profile),
        (NOTHING, NOTHING, profile),
    ]
    .into_iter()
    .filter_map(|(service_id, env, profile)| lookup(shared, service_id, env, profile))
    .find(|text| !text.trim().is_empty())
}

/// An environment variable; an empty one counts as unset.
pub(crate) fn variable(shared: &SdkConfig, name: &str) -> Option<String> {
    lookup(shared, NOTHING, name, NOTHING).filter(|text| !text.trim().is_empty())
}

/// No variable, key or service can have this name.
const NOTHING: &str = "=";

fn lookup(shared: &SdkConfig, service_id: &str, env: &str, profile: &str) -> Option<String> {
    let key = ServiceConfigKey::builder()
        .service_id(service_id)
        .env(env)
        .profile(profile)
        .build()
        .ok()?;
    let source = shared.service_config()?;
    // It traces what it finds, and the URL of an endpoint may have a password.
    dispatcher::with_default(&Dispatch::none(), || source.load_config(key))
}

/// The region; where `AWS_REGION` is there and empty, `aws-config` has looked no further.
pub(crate) fn region(shared: &SdkConfig) -> Option<Region> {
    match shared.region() {
        Some(region) if region.as_ref().trim().is_empty() => {
            setting(shared, NOTHING, "AWS_DEFAULT_REGION", "region").map(Region::new)
        }
        region => region.cloned(),
    }
}
