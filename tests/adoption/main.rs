//! Puts items into a table and messages about them into a queue, and reads both again.

use dynamodb::types::{
    AttributeDefinition, AttributeValue, BillingMode, KeySchemaElement, KeyType,
    ScalarAttributeType,
};

type Result<T = ()> = std::result::Result<T, Box<dyn std::error::Error>>;

#[tokio::main]
async fn main() -> Result {
    let config = aws_config::load_defaults(aws_config::BehaviorVersion::latest()).await;
    let tables = dynamodb::Client::new(&config);
    let queues = sqs::Client::new(&config);

    let table = tables.create_table().table_name("orders");
    let table = table.billing_mode(BillingMode::PayPerRequest);
    let table = table.key_schema([KeySchemaElement::new("id", KeyType::Hash)]);
    let id = AttributeDefinition::new("id", ScalarAttributeType::S);
    table.attribute_definitions([id]).send().await?;
    let wait = tables.wait_until_table_exists().table_name("orders");
    wait.wait(std::time::Duration::from_secs(30)).await?;
    let queue = queues.create_queue().queue_name("orders").send().await?;
    let queue = queue.queue_url.ok_or("no URL")?;

    for id in ["a", "b", "c"] {
        let item = [("id", AttributeValue::S(id.to_owned()))];
        tables.put_item().table_name("orders").item(item).send().await?;
        let message = queues.send_message().queue_url(&queue);
        message.message_body(id).send().await?;
    }
    let got = tables.get_item().table_name("orders");
    let got = got.key([("id", AttributeValue::S("b".to_owned()))]).send().await?;
    println!("item {:?}", got.item.unwrap_or_default().get("id"));
    let received = queues.receive_message().queue_url(&queue);
    let received = received.max_number_of_messages(10).send().await?;
    println!("{} messages", received.messages.unwrap_or_default().len());
    Ok(())
}
