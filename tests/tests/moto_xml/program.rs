//! Calls services at the URL in the first argument, and has the script in the second one call a fake.

use std::sync::{Arc, Mutex};

use tinsmith_runtime::chrono::{DateTime, Utc};
use tinsmith_runtime::client::Config;
use tinsmith_runtime::test_util::Fake;

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let arguments: Vec<_> = std::env::args().collect();
    let config = || Config::for_tests().endpoint_url(&arguments[1]).build();
    route53(&route53::Client::from_conf(config())).await;
    cloudfront(&cloudfront::Client::from_conf(config())).await;
    fake(&arguments[2]).await;
}

/// Documents with a namespace, lists with named items, ids with a path, pages, a waiter, errors.
async fn route53(client: &route53::Client) {
    use route53::operation::get_hosted_zone::GetHostedZoneError;
    use route53::types::{
        Change, ChangeAction, ChangeBatch, HostedZoneConfig, ResourceRecord, ResourceRecordSet, RrType, Tag,
        TagResourceType,
    };
    let mut ids = Vec::new();
    for name in ["one.example.", "two.example.", "three.example."] {
        let created = client
            .create_hosted_zone()
            .name(name)
            .caller_reference(name)
            .hosted_zone_config(HostedZoneConfig::default().comment("a & b < c\n"))
            .await
            .expect("a zone");
        assert!(created.location.is_some());
        assert!(created.change_info.expect("a change").submitted_at.timestamp() > 0);
        let zone = created.hosted_zone.expect("it is returned");
        assert_eq!(zone.name, name);
        assert!(zone.id.starts_with("/hostedzone/"), "{}", zone.id);
        ids.push(zone.id);
    }
    let got = client.get_hosted_zone().id(&ids[0]).await.expect("the zone");
    let config = got.hosted_zone.expect("the zone").config.expect("a configuration");
    assert_eq!(config.comment.as_deref(), Some("a & b < c\n"));

    let pages = client.list_hosted_zones().max_items("2").into_paginator().items();
    let zones: Vec<_> = pages.send().collect().await.expect("all pages");
    let mut found: Vec<_> = zones.iter().map(|zone| zone.id.clone()).collect();
    found.sort();
    let mut expected = ids.clone();
    expected.sort();
    assert_eq!(found, expected);

    let records = ["10.0.0.1", "10.0.0.2"].map(ResourceRecord::new);
    let record = ResourceRecordSet::new("www.one.example.", RrType::A).ttl(60).resource_records(records);
    let changed = client
        .change_resource_record_sets()
        .hosted_zone_id(&ids[0])
        .change_batch(ChangeBatch::new([Change::new(ChangeAction::Upsert, record)]))
        .await
        .expect("a change");
    let change = changed.change_info.expect("a change");
    let waited = client.wait_until_resource_record_sets_changed().id(change.id).await;
    waited.expect("it is in sync");
    let listed = client.list_resource_record_sets().hosted_zone_id(&ids[0]).await.expect("records");
    let sets = listed.resource_record_sets.expect("records");
    let set = sets.iter().find(|it| it.r#type == RrType::A).expect("the record");
    assert_eq!((&*set.name, set.ttl), ("www.one.example.", Some(60)));
    let values: Vec<_> = set.resource_records.iter().flatten().map(|it| &*it.value).collect();
    assert_eq!(values, ["10.0.0.1", "10.0.0.2"]);

    // As in botocore, the ids of tagged resources are sent as they are.
    let tagged = ids[1].trim_start_matches("/hostedzone/");
    let tags = [("a", "1 <"), ("b", "")].map(|(key, value)| Tag::default().key(key).value(value));
    client
        .change_tags_for_resource()
        .resource_type(TagResourceType::Hostedzone)
        .resource_id(tagged)
        .add_tags(tags)
        .await
        .expect("it is tagged");
    let listed = client
        .list_tags_for_resource()
        .resource_type(TagResourceType::Hostedzone)
        .resource_id(tagged)
        .await
        .expect("tags");
    let tags = listed.resource_tag_set.expect("tags").tags.expect("tags");
    assert_eq!(tags.iter().find(|tag| tag.key.as_deref() == Some("a")).and_then(|tag| tag.value.as_deref()), Some("1 <"));

    client.delete_hosted_zone().id(&ids[2]).await.expect("it is gone");
    let error = client.get_hosted_zone().id(&ids[2]).await.unwrap_err();
    assert!(error.is_service(GetHostedZoneError::is_no_such_hosted_zone), "{error}");
    assert_eq!(error.status(), Some(404));
    assert!(error.message().is_some_and(|text| !text.is_empty()), "{error}");
}

/// A payload with a name of its own, headers, wrapped lists in lists of lists.
async fn cloudfront(client: &cloudfront::Client) {
    use cloudfront::operation::get_distribution::GetDistributionError;
    use cloudfront::types::{
        CustomOriginConfig, DefaultCacheBehavior, DistributionConfig, Origin, OriginProtocolPolicy, Origins, Tag, Tags,
        ViewerProtocolPolicy,
    };
    let origin = Origin::new("origin", "www.example.com")
        .custom_origin_config(CustomOriginConfig::new(80, 443, OriginProtocolPolicy::HttpOnly));
    let behavior = DefaultCacheBehavior::new("origin", ViewerProtocolPolicy::AllowAll);
    let created = client
        .create_distribution()
        .distribution_config(DistributionConfig::new("ref-1", Origins::new(1, [origin]), behavior, "ü & <x>", false))
        .await
        .expect("a distribution");
    let tag = created.e_tag.expect("an ETag");
    let distribution = created.distribution.expect("it is returned");
    assert_eq!(distribution.distribution_config.comment, "ü & <x>");
    let origins = &distribution.distribution_config.origins;
    assert_eq!((origins.quantity, &*origins.items[0].domain_name), (1, "www.example.com"));

    let listed = client.list_distributions().await.expect("an answer");
    let list = listed.distribution_list.expect("a list");
    assert_eq!(list.items.iter().flatten().count(), 1);
    let millisecond = std::time::Duration::from_millis(1);
    let wait = client.wait_until_distribution_deployed().id(&distribution.id);
    wait.min_delay(millisecond).max_delay(millisecond).await.expect("it is deployed");

    client
        .tag_resource()
        .resource(&distribution.arn)
        .tags(Tags::default().items([Tag::new("team").value("web")]))
        .await
        .expect("it is tagged");
    let tagged = client.list_tags_for_resource().resource(&distribution.arn).await.expect("an answer");
    let tags = tagged.tags.expect("tags").items.expect("tags");
    assert_eq!((&*tags[0].key, tags[0].value.as_deref()), ("team", Some("web")));

    client.delete_distribution().id(&distribution.id).if_match(tag).await.expect("it is gone");
    let error = client.get_distribution().id(&distribution.id).await.unwrap_err();
    assert!(error.is_service(GetDistributionError::is_no_such_distribution), "{error}");
}

/// boto3 reads what a fake writes, and the fake what boto3 writes.
async fn fake(script: &str) {
    use route53::operation::change_resource_record_sets::{ChangeResourceRecordSets, ChangeResourceRecordSetsOutput};
    use route53::operation::get_hosted_zone::{GetHostedZone, GetHostedZoneError, GetHostedZoneOutput};
    use route53::types::{ChangeInfo, ChangeStatus, DelegationSet, HostedZone, HostedZoneConfig, NoSuchHostedZone};
    let seen = Arc::new(Mutex::new(Vec::new()));
    let recorded = Arc::clone(&seen);
    let fake = Fake::new()
        .on::<GetHostedZone>(|input| match input.id.as_deref() {
            Some("Z1") => Ok(GetHostedZoneOutput::default()
                .hosted_zone(
                    HostedZone::new("/hostedzone/Z1", "one.example.", "ref")
                        .config(HostedZoneConfig::default().comment("a & b < c\r\n ü").private_zone(false))
                        .resource_record_set_count(3),
                )
                .delegation_set(DelegationSet::new(["ns-1", "ns-2"]))),
            _ => Err(GetHostedZoneError::from(NoSuchHostedZone::default().message("no <zone>"))),
        })
        .on::<ChangeResourceRecordSets>(move |input| {
            recorded.lock().unwrap().push(input);
            let time = "2026-01-02T03:04:05.5Z".parse::<DateTime<Utc>>().unwrap();
            Ok(ChangeResourceRecordSetsOutput::default().change_info(ChangeInfo::new("/change/C1", ChangeStatus::Insync, time)))
        });
    let server = fake.serve(("127.0.0.1", 0)).await.expect("a port");
    let python = std::env::var_os("CODEGEN_PYTHON").expect("CODEGEN_PYTHON is set");
    let mut command = tokio::process::Command::new(python);
    let status = command.arg(script).arg(server.url()).status().await.expect("the script runs");
    assert!(status.success());
    let seen = seen.lock().unwrap();
    let input = &seen[0];
    assert_eq!(input.hosted_zone_id.as_deref(), Some("Z1"));
    let batch = input.change_batch.as_ref().expect("changes");
    assert_eq!(batch.comment.as_deref(), Some("a <b> & \"c\" \u{fc}"));
    let set = &batch.changes[0].resource_record_set;
    assert_eq!((&*set.name, set.ttl), ("www.one.example.", Some(60)));
    let values: Vec<_> = set.resource_records.iter().flatten().map(|it| &*it.value).collect();
    assert_eq!(values, ["10.0.0.1", "\"text & more\""]);
}
