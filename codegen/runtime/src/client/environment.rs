//! Settings of environment and profile, as `aws-config` has found them.

use aws_types::SdkConfig;
use aws_types::region::Region;
use aws_types::service_config::ServiceConfigKey;
use tracing::{Dispatch, dispatcher};

/// Where a setting of a service is in the environment and the profile.
#[derive(Clone, Copy, Debug)]
pub struct SettingSource {
    /// What it sets.
    pub setting: Setting,
    /// The environment variable.
    pub environment: Option<&'static str>,
    /// The keys of the profile, of which the first one counts. One with a dot is in a block: `s3.a` is
    /// `a` below `s3 =`.
    pub profile: &'static [&'static str],
    /// The value that turns it on; any other turns it off.
    pub on: &'static str,
}

/// A setting that is found in the environment and the profile.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Setting {
    /// One that only some services have, by its name.
    OfService(&'static str),
    /// Dual stack.
    DualStack,
}

impl SettingSource {
    /// Whether the setting is on; `None` if it is not set.
    pub(crate) fn is_on(&self, shared: &SdkConfig, service_id: &str) -> Option<bool> {
        let environment = self.environment.unwrap_or(NOTHING);
        let text = setting(shared, service_id, environment, NOTHING).or_else(|| {
            let mut keys = self.profile.iter();
            keys.find_map(|key| match key.split_once('.') {
                None => setting(shared, service_id, NOTHING, key),
                Some((block, key)) => in_block(&lookup(shared, NOTHING, NOTHING, block)?, key),
            })
        });
        Some(text?.trim().eq_ignore_ascii_case(self.on))
    }
}

/// The value of a key in a block of a profile, whose lines are indented.
fn in_block(block: &str, key: &str) -> Option<String> {
    // As with other keys, the last one counts.
    let mut pairs = block.lines().rev().filter_map(|line| line.split_once('='));
    let (_, value) = pairs.find(|(name, _)| name.trim().eq_ignore_ascii_case(key))?;
    let comment = value.find(" #").or_else(|| value.find(" ;"));
    let value = value[..comment.unwrap_or(value.len())].trim();
    (!value.is_empty()).then(|| value.to_owned())
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
