//! Retry budgets.

use tinsmith_runtime::client::config::{Credentials, Region, RetryPartition, TokenBucket};
use tinsmith_runtime::client::{Call, Config, ConfigBuilder, Core};
use tinsmith_runtime::test_util::StaticReplayClient;

use crate::operation::*;

fn start(core: &Core) -> Call<Start> {
    new_call::<Start>(core).with_input(StartInput::named("p"))
}

/// A budget for two retries.
fn two_retries() -> RetryPartition {
    let bucket = TokenBucket::builder()
        .capacity(10)
        .timeout_retry_cost(5)
        .build();
    RetryPartition::custom("two").token_bucket(bucket).build()
}

fn failing(count: usize) -> StaticReplayClient {
    service((0..count).map(|_| response(500, "")).collect())
}

#[tokio::test]
async fn customized_calls_share_the_retry_budget() {
    let edits: [fn(ConfigBuilder) -> ConfigBuilder; 3] = [
        |config| config.region(Region::new("eu-west-1")),
        |config| config.mutate_request(|_| {}),
        |config| config.credentials_provider(Credentials::for_tests()),
    ];
    for edit in edits {
        for is_first in [true, false] {
            let config = Config::for_tests()
                .http_client(failing(4))
                .retry_partition(two_retries());
            let core = Core::new(&SERVICE, config.build());
            let mut attempts = Vec::new();
            for is_customized in [is_first, !is_first] {
                let call = start(&core);
                let call = if is_customized {
                    call.customize(edit)
                } else {
                    call
                };
                attempts.push(call.await.unwrap_err().attempts());
            }
            assert_eq!(attempts, [3, 1]);
        }
    }
}

/// The number of attempts of failing calls.
async fn attempts(core: &Core, calls: usize) -> u32 {
    let mut attempts = 0;
    for _ in 0..calls {
        attempts += start(core).await.unwrap_err().attempts();
    }
    attempts
}

#[tokio::test]
async fn clients_have_budgets_of_their_own() {
    let config = || Config::for_tests().http_client(failing(400));
    let core = |config: ConfigBuilder| Core::new(&SERVICE, config.build());
    let (one, other) = (core(config()), core(config()));
    // 500 tokens, 10 per retry.
    assert_eq!(attempts(&one, 100).await, 150);
    assert_eq!(attempts(&other, 1).await, 3);

    // Unless they are to share one.
    for partition in [two_retries(), RetryPartition::new("sharing.rs")] {
        let config = || config().retry_partition(partition.clone());
        let (one, other) = (core(config()), core(config()));
        attempts(&one, 100).await;
        assert_eq!(attempts(&other, 1).await, 1);
    }
}

#[tokio::test]
async fn budget_of_a_call_is_used() {
    let core = client(&failing(8));
    let call = start(&core).customize(|config| config.retry_partition(two_retries()));
    assert_eq!(call.clone().await.unwrap_err().attempts(), 3);
    assert_eq!(call.await.unwrap_err().attempts(), 1);
    assert_eq!(start(&core).await.unwrap_err().attempts(), 3);
}
