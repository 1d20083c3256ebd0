//! A minimal program without a client: prints a request, and reads a response.

use codebuild::operation::Operation;
use codebuild::operation::retry_build::{RetryBuild, RetryBuildInput};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut arguments = std::env::args().skip(1);
    let input = RetryBuildInput::default().id(arguments.next().unwrap_or_default());
    println!("{:?}", RetryBuild::request(&input));
    let answer = http::Response::new(arguments.next().unwrap_or_default().into());
    let output = RetryBuild::response(&answer)?;
    println!("{:?}", output.build.and_then(|build| build.build_status));
    Ok(())
}
