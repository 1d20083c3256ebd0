//! Calls of every operation, with everything it takes, and pages.
//!
//! What a program looks like on either crate: this file is compiled for both. Only structures
//! (`new!`) and members that are lists (`set!`) are written differently in the two; the macros are
//! in `peer_macros.rs` and `ours_macros.rs`.

use super::outcome;
use super::sdk::Client;
use super::sdk::types::{
    ArtifactNamespace, ArtifactPackaging, ArtifactsType, BatchReportModeType, BatchRestrictions,
    BucketOwnerAccess, BuildStatusConfig, CacheMode, CacheType, CloudWatchLogsConfig,
    ComputeConfiguration, ComputeType, CredentialProviderType, DockerServer, DockerServerStatus,
    EnvironmentType, EnvironmentVariable, EnvironmentVariableType, FileSystemType,
    GitSubmodulesConfig, ImagePullCredentialsType, LogsConfig, LogsConfigStatusType, MachineType,
    ProjectArtifacts, ProjectBuildBatchConfig, ProjectCache, ProjectEnvironment,
    ProjectFileSystemLocation, ProjectFleet, ProjectSortByType, ProjectSource,
    ProjectSourceVersion, RegistryCredential, S3LogsConfig, SortOrderType, SourceAuth,
    SourceAuthType, SourceType, Tag, VpcConfig,
};
use crate::neutral::Outcome;

/// The client of a program that loads its configuration.
pub fn client(config: &aws_types::SdkConfig) -> Client {
    Client::new(config)
}

/// Calls an operation by its name in the model.
///
/// # Errors
///
/// Those of the call.
pub async fn call(client: &Client, operation: &str) -> Outcome {
    match operation {
        "RetryBuild" => retry_build(client).await,
        "StartBuild" => start_build(client).await,
        "StopBuild" => stop_build(client).await,
        "BatchGetBuilds" => batch_get_builds(client).await,
        "BatchDeleteBuilds" => batch_delete_builds(client).await,
        "ListBuilds" => list_builds(client).await,
        "ListBuildsForProject" => list_builds_for_project(client).await,
        "CreateProject" => create_project(client).await,
        "BatchGetProjects" => batch_get_projects(client).await,
        "ListProjects" => list_projects(client).await,
        "DeleteProject" => delete_project(client).await,
        _ => panic!("{operation} is not in the program"),
    }
}

/// The outcome of every page that there is.
pub async fn pages(client: &Client) -> Vec<Outcome> {
    let call = client.list_builds().sort_order(SortOrderType::Ascending);
    let mut pages = call.into_paginator().send();
    let mut outcomes = Vec::new();
    while let Some(page) = pages.next().await {
        outcomes.push(outcome(page));
    }
    outcomes
}

/// Every item of all pages.
pub async fn items(client: &Client) -> Vec<Outcome> {
    let call = client.list_builds().sort_order(SortOrderType::Ascending);
    let mut items = call.into_paginator().items().send();
    let mut outcomes = Vec::new();
    while let Some(item) = items.next().await {
        outcomes.push(outcome(item));
    }
    outcomes
}

/// The outcome of at most so many pages, whatever their tokens are.
pub async fn pages_with_any_token(client: &Client, limit: usize) -> Vec<Outcome> {
    let paginator = client.list_builds().into_paginator();
    let mut pages = paginator.stop_on_duplicate_token(false).send();
    let mut outcomes = Vec::new();
    while outcomes.len() < limit
        && let Some(page) = pages.next().await
    {
        outcomes.push(outcome(page));
    }
    outcomes
}

async fn retry_build(client: &Client) -> Outcome {
    let call = client.retry_build().id("p:1").idempotency_token("token");
    outcome(call.send().await)
}

async fn stop_build(client: &Client) -> Outcome {
    outcome(client.stop_build().id("p:ü/\u{1f600}\"\\\n").send().await)
}

async fn batch_get_builds(client: &Client) -> Outcome {
    let call = set!(client.batch_get_builds(), { ids: ["p:1", "p:2", ""] });
    outcome(call.send().await)
}

async fn batch_delete_builds(client: &Client) -> Outcome {
    let call = set!(client.batch_delete_builds(), { ids: ["p:1"] });
    outcome(call.send().await)
}

async fn list_builds(client: &Client) -> Outcome {
    let call = client
        .list_builds()
        .sort_order(SortOrderType::Descending)
        .next_token("page 2");
    outcome(call.send().await)
}

async fn list_builds_for_project(client: &Client) -> Outcome {
    let call = client
        .list_builds_for_project()
        .project_name("p")
        .sort_order(SortOrderType::Ascending)
        .next_token("page 2");
    outcome(call.send().await)
}

async fn batch_get_projects(client: &Client) -> Outcome {
    let call = set!(client.batch_get_projects(), { names: ["p", "q"] });
    outcome(call.send().await)
}

async fn list_projects(client: &Client) -> Outcome {
    let call = client
        .list_projects()
        .sort_by(ProjectSortByType::LastModifiedTime)
        .sort_order(SortOrderType::from("SIDEWAYS"))
        .next_token("page 2");
    outcome(call.send().await)
}

async fn delete_project(client: &Client) -> Outcome {
    outcome(client.delete_project().name("p").send().await)
}

async fn start_build(client: &Client) -> Outcome {
    let call = client
        .start_build()
        .project_name("p")
        .source_version("main")
        .artifacts_override(artifacts(ArtifactsType::S3))
        .source_type_override(SourceType::GithubEnterprise)
        .source_location_override("https://example.com/repository")
        .source_auth_override(auth())
        .git_clone_depth_override(0)
        .git_submodules_config_override(submodules())
        .buildspec_override("version: 0.2\nphases: {}\n")
        .insecure_ssl_override(false)
        .report_build_status_override(true)
        .build_status_config_override(status_config())
        .environment_type_override(EnvironmentType::ArmContainer)
        .image_override("aws/codebuild/standard:7.0")
        .compute_type_override(ComputeType::from("BUILD_GENERAL1_2XLARGE"))
        .certificate_override("bucket/certificate.pem")
        .cache_override(cache())
        .service_role_override("role")
        .privileged_mode_override(true)
        .timeout_in_minutes_override(2_160)
        .queued_timeout_in_minutes_override(5)
        .encryption_key_override("alias/key")
        .idempotency_token("token")
        .logs_config_override(logs())
        .registry_credential_override(registry_credential())
        .image_pull_credentials_type_override(ImagePullCredentialsType::ServiceRole)
        .debug_session_enabled(true)
        .fleet_override(new!(ProjectFleet { fleet_arn: "arn" }))
        .auto_retry_limit_override(3);
    let call = set!(call, {
        secondary_sources_override: [source("one"), source("two")],
        secondary_sources_version_override: [source_version("one"), source_version("two")],
        secondary_artifacts_override: [artifacts(ArtifactsType::NoArtifacts)],
        environment_variables_override: [variable("A", ""), variable("B", "=\u{0}")],
    });
    outcome(call.send().await)
}

async fn create_project(client: &Client) -> Outcome {
    let call = client
        .create_project()
        .name("p")
        .description("A project of all that there is")
        .source(source("main"))
        .source_version("main")
        .artifacts(artifacts(ArtifactsType::Codepipeline))
        .cache(cache())
        .environment(environment())
        .service_role("role")
        .timeout_in_minutes(60)
        .queued_timeout_in_minutes(480)
        .encryption_key("alias/key")
        .vpc_config(vpc())
        .badge_enabled(true)
        .logs_config(logs())
        .build_batch_config(batch())
        .concurrent_build_limit(i32::MAX)
        .auto_retry_limit(-1);
    let call = set!(call, {
        secondary_sources: [source("one")],
        secondary_source_versions: [source_version("one")],
        secondary_artifacts: [artifacts(ArtifactsType::S3), artifacts(ArtifactsType::S3)],
        tags: [new!(Tag { key: "team", value: "builds" })],
        file_system_locations: [file_system()],
    });
    outcome(call.send().await)
}

fn source(identifier: &str) -> ProjectSource {
    new!(ProjectSource {
        r#type: SourceType::Codecommit,
        location: "https://example.com/repository",
        git_clone_depth: 1,
        git_submodules_config: submodules(),
        buildspec: "buildspec.yml",
        auth: auth(),
        report_build_status: true,
        build_status_config: status_config(),
        insecure_ssl: false,
        source_identifier: identifier,
    })
}

fn submodules() -> GitSubmodulesConfig {
    new!(GitSubmodulesConfig {
        fetch_submodules: true
    })
}

fn auth() -> SourceAuth {
    new!(SourceAuth {
        r#type: SourceAuthType::Oauth,
        resource: "arn"
    })
}

fn status_config() -> BuildStatusConfig {
    new!(BuildStatusConfig {
        context: "build",
        target_url: "https://example.com"
    })
}

fn source_version(identifier: &str) -> ProjectSourceVersion {
    new!(ProjectSourceVersion {
        source_identifier: identifier,
        source_version: "main"
    })
}

fn artifacts(artifacts_type: ArtifactsType) -> ProjectArtifacts {
    new!(ProjectArtifacts {
        r#type: artifacts_type,
        location: "bucket",
        path: "path",
        namespace_type: ArtifactNamespace::BuildId,
        name: "/",
        packaging: ArtifactPackaging::Zip,
        override_artifact_name: true,
        encryption_disabled: false,
        artifact_identifier: "identifier",
        bucket_owner_access: BucketOwnerAccess::ReadOnly,
    })
}

fn cache() -> ProjectCache {
    new!(ProjectCache {
        r#type: CacheType::Local,
        location: "bucket/cache",
        modes: [
            CacheMode::LocalSourceCache,
            CacheMode::LocalDockerLayerCache
        ],
        cache_namespace: "namespace",
    })
}

fn variable(name: &str, value: &str) -> EnvironmentVariable {
    new!(EnvironmentVariable {
        name: name,
        value: value,
        r#type: EnvironmentVariableType::Plaintext,
    })
}

fn logs() -> LogsConfig {
    new!(LogsConfig {
        cloud_watch_logs: new!(CloudWatchLogsConfig {
            status: LogsConfigStatusType::Enabled,
            group_name: "group",
            stream_name: "stream",
        }),
        s3_logs: new!(S3LogsConfig {
            status: LogsConfigStatusType::Disabled,
            location: "bucket/logs",
            encryption_disabled: false,
            bucket_owner_access: BucketOwnerAccess::Full,
        }),
    })
}

fn registry_credential() -> RegistryCredential {
    new!(RegistryCredential {
        credential: "secret",
        credential_provider: CredentialProviderType::SecretsManager,
    })
}

fn environment() -> ProjectEnvironment {
    new!(ProjectEnvironment {
        r#type: EnvironmentType::LinuxContainer,
        image: "aws/codebuild/standard:7.0",
        compute_type: ComputeType::BuildGeneral1Small,
        compute_configuration: new!(ComputeConfiguration {
            v_cpu: 4,
            memory: i64::MAX,
            disk: i64::MIN,
            machine_type: MachineType::Nvme,
            instance_type: "m7g.large",
        }),
        fleet: new!(ProjectFleet { fleet_arn: "arn" }),
        environment_variables: [variable("A", "a")],
        privileged_mode: false,
        certificate: "bucket/certificate.pem",
        registry_credential: registry_credential(),
        image_pull_credentials_type: ImagePullCredentialsType::Codebuild,
        docker_server: new!(DockerServer {
            compute_type: ComputeType::BuildGeneral1Large,
            security_group_ids: ["sg-1"],
            status: new!(DockerServerStatus {
                status: "ACTIVE",
                message: "m"
            }),
        }),
    })
}

fn vpc() -> VpcConfig {
    new!(VpcConfig {
        vpc_id: "vpc-1",
        subnets: ["subnet-1", "subnet-2"],
        security_group_ids: ["sg-1"],
    })
}

fn batch() -> ProjectBuildBatchConfig {
    new!(ProjectBuildBatchConfig {
        service_role: "role",
        combine_artifacts: false,
        restrictions: new!(BatchRestrictions {
            maximum_builds_allowed: 100,
            compute_types_allowed: ["BUILD_GENERAL1_SMALL"],
            fleets_allowed: ["fleet"],
        }),
        timeout_in_mins: 480,
        batch_report_mode: BatchReportModeType::ReportAggregatedBatch,
    })
}

fn file_system() -> ProjectFileSystemLocation {
    new!(ProjectFileSystemLocation {
        r#type: FileSystemType::Efs,
        location: "fs-1.efs.eu-west-1.amazonaws.com:/",
        mount_point: "/mnt",
        identifier: "efs",
        mount_options: "nfsvers=4.1",
    })
}
