//! An example: clients that `build.rs` generates, as modules of this crate.

/// A client for AWS `CodeBuild`.
pub mod codebuild {
    include!(concat!(env!("OUT_DIR"), "/codebuild/mod.rs"));
}

/// A module may stand anywhere and have any visibility.
mod services {
    pub(crate) mod builds {
        include!(concat!(env!("OUT_DIR"), "/builds/mod.rs"));
    }
}

/// The status of a build that is run again.
///
/// # Errors
///
/// If the call fails.
pub async fn retry(
    client: &codebuild::Client,
    id: &str,
) -> Result<Option<codebuild::types::StatusType>, codebuild::Error> {
    let output = client.retry_build().id(id).send().await?;
    Ok(output.build.and_then(|build| build.build_status))
}

/// The request of another service, in another module.
pub fn ping() -> String {
    use services::builds::operation::Operation as _;
    use services::builds::operation::ping::{Ping, PingInput};

    let request = Ping::request(&PingInput::default()).unwrap_or_default();
    let target = request.headers().get("x-amz-target");
    String::from_utf8_lossy(target.map_or(&[], |it| it.as_bytes())).into_owned()
}
