//! A minimal program that makes a call with the generated crate.

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let id = std::env::args().nth(1).unwrap_or_default();
    let config = aws_config::load_defaults(aws_config::BehaviorVersion::latest()).await;
    let client = codebuild::Client::new(&config);
    let output = client.retry_build().id(id).send().await?;
    println!("{:?}", output.build.and_then(|build| build.build_status));
    Ok(())
}
