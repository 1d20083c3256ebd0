//! A program with clients of four services, each with five operations. It is compiled for both
//! generated and official crates: its dependencies are renamed.

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let text = std::env::args().nth(1).unwrap_or_default();
    let config = aws_config::load_defaults(aws_config::BehaviorVersion::latest()).await;

    let client = codebuild::Client::new(&config);
    println!("{:?}", client.list_builds().send().await?);
    println!("{:?}", client.list_projects().send().await?);
    println!("{:?}", client.retry_build().id(&text).send().await?);
    println!("{:?}", client.start_build().project_name(&text).send().await?);
    println!("{:?}", client.stop_build().id(&text).send().await?);

    let client = dynamodb::Client::new(&config);
    println!("{:?}", client.delete_table().table_name(&text).send().await?);
    println!("{:?}", client.describe_table().table_name(&text).send().await?);
    println!("{:?}", client.list_tables().send().await?);
    println!("{:?}", client.query().table_name(&text).send().await?);
    println!("{:?}", client.scan().table_name(&text).send().await?);

    let client = kms::Client::new(&config);
    println!("{:?}", client.create_key().send().await?);
    println!("{:?}", client.describe_key().key_id(&text).send().await?);
    println!("{:?}", client.enable_key().key_id(&text).send().await?);
    println!("{:?}", client.list_aliases().send().await?);
    println!("{:?}", client.list_keys().send().await?);

    let client = sqs::Client::new(&config);
    println!("{:?}", client.get_queue_url().queue_name(&text).send().await?);
    println!("{:?}", client.list_queues().send().await?);
    println!("{:?}", client.purge_queue().queue_url(&text).send().await?);
    println!("{:?}", client.receive_message().queue_url(&text).send().await?);
    let message = client.send_message().queue_url(&text).message_body(&text);
    println!("{:?}", message.send().await?);
    Ok(())
}
