//! Authentication schemes.

use indexmap::IndexMap;
use serde::Deserialize;
use serde::de::IgnoredAny;

use super::ast::Shapes;
use super::closure::Closure;
use super::traits::Traits;
use crate::error::Error;
use crate::model::auth::{self, Auth, Choice};
use crate::model::files;

/// The scheme of an operation: those of the operation win over those of the service; if neither lists
/// any, every scheme that the service has is allowed.
pub(super) fn choose(closure: &Closure<'_>, operation: &Traits) -> Choice {
    // As in botocore, which never signs such requests; others do if they have credentials.
    if operation.optional_auth.is_some() {
        return Auth::None.into();
    }
    let service = &closure.service.traits;
    match operation.auth.as_deref().or(service.auth.as_deref()) {
        Some(listed) => auth::choose(listed),
        None => auth::choose(&of_service(closure)),
    }
}

/// The schemes of the service, by their ids, in the order of the ids.
fn of_service<'a>(closure: &'a Closure<'_>) -> Vec<&'a str> {
    let service = &closure.service.traits;
    let known = [
        ("aws.auth#cognitoUserPools", service.user_pools.is_some()),
        ("aws.auth#sigv4", service.sigv4.is_some()),
        ("aws.auth#sigv4a", service.sigv4a.is_some()),
        ("smithy.api#httpApiKeyAuth", service.api_key_auth.is_some()),
        ("smithy.api#httpBasicAuth", service.basic_auth.is_some()),
        ("smithy.api#httpBearerAuth", service.bearer_auth.is_some()),
        ("smithy.api#httpDigestAuth", service.digest_auth.is_some()),
    ];
    let known = known.into_iter();
    let known = known.filter_map(|(id, is_there)| is_there.then_some(id));
    let own = closure.own_schemes.iter().map(String::as_str);
    let mut schemes: Vec<_> = known.chain(own).collect();
    schemes.sort_unstable();
    schemes
}

/// The traits of the service, by their ids, that the model itself defines as authentication schemes.
pub(super) fn own(
    name: &str,
    bytes: &[u8],
    shapes: &Shapes,
    service: &str,
) -> Result<Vec<String>, Error> {
    #[derive(Deserialize)]
    struct File {
        shapes: IndexMap<String, Shape>,
    }
    #[derive(Deserialize)]
    struct Shape {
        #[serde(default)]
        traits: IndexMap<String, IgnoredAny>,
    }

    let is_own = |id: &str| !id.starts_with("smithy.api#") && !id.starts_with("aws.auth#");
    let defined = |id: &str| {
        let shape = shapes.get(id);
        is_own(id) && shape.is_some_and(|it| it.traits.auth_definition.is_some())
    };
    // Seldom; only the traits that are used were read.
    if !shapes.keys().any(|id| defined(id)) {
        return Ok(Vec::new());
    }
    let mut file: File = files::typed(name, bytes)?;
    let traits = file.shapes.swap_remove(service).map(|shape| shape.traits);
    let traits = traits.into_iter().flatten().map(|(id, _)| id);
    Ok(traits.filter(|id| defined(id)).collect())
}
