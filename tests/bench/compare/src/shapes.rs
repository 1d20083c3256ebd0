//! The neutral form of every output, member by member, for either crate.
//!
//! The members are fields of the same names on both sides. The few that are not are in `peer.rs`
//! and `ours.rs`.

use super::sdk::operation::batch_delete_builds::{BatchDeleteBuildsError, BatchDeleteBuildsOutput};
use super::sdk::operation::batch_get_builds::{BatchGetBuildsError, BatchGetBuildsOutput};
use super::sdk::operation::batch_get_projects::{BatchGetProjectsError, BatchGetProjectsOutput};
use super::sdk::operation::create_project::{CreateProjectError, CreateProjectOutput};
use super::sdk::operation::delete_project::{DeleteProjectError, DeleteProjectOutput};
use super::sdk::operation::list_builds::{ListBuildsError, ListBuildsOutput};
use super::sdk::operation::list_builds_for_project::{
    ListBuildsForProjectError, ListBuildsForProjectOutput,
};
use super::sdk::operation::list_projects::{ListProjectsError, ListProjectsOutput};
use super::sdk::operation::retry_build::RetryBuildError;
use super::sdk::operation::start_build::StartBuildError;
use super::sdk::operation::stop_build::StopBuildError;
use super::sdk::types::{
    ArtifactNamespace, ArtifactPackaging, ArtifactsType, AutoRetryConfig, BatchReportModeType,
    BatchRestrictions, BucketOwnerAccess, Build, BuildNotDeleted, BuildPhase, BuildPhaseType,
    BuildStatusConfig, CacheMode, CacheType, CloudWatchLogsConfig, ComputeConfiguration,
    ComputeType, CredentialProviderType, DebugSession, DockerServer, DockerServerStatus,
    EnvironmentType, EnvironmentVariable, EnvironmentVariableType, ExportedEnvironmentVariable,
    FileSystemType, GitSubmodulesConfig, ImagePullCredentialsType, LogsConfig,
    LogsConfigStatusType, LogsLocation, MachineType, NetworkInterface, PhaseContext, Project,
    ProjectArtifacts, ProjectBadge, ProjectBuildBatchConfig, ProjectCache, ProjectEnvironment,
    ProjectFileSystemLocation, ProjectFleet, ProjectSource, ProjectSourceVersion,
    ProjectVisibilityType, PullRequestBuildApproverRole, PullRequestBuildCommentApproval,
    PullRequestBuildPolicy, RegistryCredential, S3LogsConfig, ScopeConfiguration, SourceAuth,
    SourceAuthType, SourceType, StatusType, Tag, VpcConfig, Webhook, WebhookBuildType,
    WebhookFilter, WebhookFilterType, WebhookScopeType, WebhookStatus,
};
use crate::neutral::{enums, errors, shapes};

shapes! {
    BatchGetBuildsOutput { builds, builds_not_found }
    BatchDeleteBuildsOutput { builds_deleted, builds_not_deleted }
    ListBuildsOutput { ids, next_token }
    ListBuildsForProjectOutput { ids, next_token }
    CreateProjectOutput { project }
    BatchGetProjectsOutput { projects, projects_not_found }
    ListProjectsOutput { next_token, projects }
    DeleteProjectOutput {}
    Build {
        id, arn, build_number, start_time, end_time, current_phase, build_status, source_version,
        resolved_source_version, project_name, phases, source, secondary_sources,
        secondary_source_versions, artifacts, secondary_artifacts, cache, environment, service_role,
        logs, timeout_in_minutes, queued_timeout_in_minutes, build_complete, initiator, vpc_config,
        network_interface, encryption_key, exported_environment_variables, report_arns,
        file_system_locations, debug_session, build_batch_arn, auto_retry_config
    }
    Project {
        name, arn, description, source, secondary_sources, source_version,
        secondary_source_versions, artifacts, secondary_artifacts, cache, environment, service_role,
        timeout_in_minutes, queued_timeout_in_minutes, encryption_key, tags, created, last_modified,
        webhook, vpc_config, badge, logs_config, file_system_locations, build_batch_config,
        concurrent_build_limit, project_visibility, public_project_alias, resource_access_role,
        auto_retry_limit
    }
    ProjectSource {
        r#type, location, git_clone_depth, git_submodules_config, buildspec, auth,
        report_build_status, build_status_config, insecure_ssl, source_identifier
    }
    ProjectCache { r#type, location, modes, cache_namespace }
    ProjectEnvironment {
        r#type, image, compute_type, compute_configuration, fleet, environment_variables,
        privileged_mode, certificate, registry_credential, image_pull_credentials_type,
        docker_server
    }
    LogsLocation {
        group_name, stream_name, deep_link, s3_deep_link, cloud_watch_logs_arn, s3_logs_arn,
        cloud_watch_logs, s3_logs
    }
    VpcConfig { vpc_id, subnets, security_group_ids }
    NetworkInterface { subnet_id, network_interface_id }
    DebugSession { session_enabled, session_target }
    AutoRetryConfig { auto_retry_limit, auto_retry_number, next_auto_retry, previous_auto_retry }
    BuildNotDeleted { id, status_code }
    ProjectArtifacts {
        r#type, location, path, namespace_type, name, packaging, override_artifact_name,
        encryption_disabled, artifact_identifier, bucket_owner_access
    }
    Webhook {
        url, payload_url, secret, branch_filter, filter_groups, build_type, manual_creation,
        last_modified_secret, scope_configuration, status, status_message, pull_request_build_policy
    }
    ProjectBadge { badge_enabled, badge_request_url }
    LogsConfig { cloud_watch_logs, s3_logs }
    ProjectBuildBatchConfig {
        service_role, combine_artifacts, restrictions, timeout_in_mins, batch_report_mode
    }
    BuildPhase { phase_type, phase_status, start_time, end_time, duration_in_seconds, contexts }
    GitSubmodulesConfig { fetch_submodules }
    SourceAuth { r#type, resource }
    BuildStatusConfig { context, target_url }
    ProjectSourceVersion { source_identifier, source_version }
    ComputeConfiguration { v_cpu, memory, disk, machine_type, instance_type }
    ProjectFleet { fleet_arn }
    RegistryCredential { credential, credential_provider }
    DockerServer { compute_type, security_group_ids, status }
    CloudWatchLogsConfig { status, group_name, stream_name }
    S3LogsConfig { status, location, encryption_disabled, bucket_owner_access }
    ExportedEnvironmentVariable { name, value }
    ProjectFileSystemLocation { r#type, location, mount_point, identifier, mount_options }
    Tag { key, value }
    ScopeConfiguration { name, domain, scope }
    PullRequestBuildPolicy { requires_comment_approval, approver_roles }
    BatchRestrictions { maximum_builds_allowed, compute_types_allowed, fleets_allowed }
    EnvironmentVariable { name, value, r#type }
    DockerServerStatus { status, message }
    PhaseContext { status_code, message }
    WebhookFilter { r#type, pattern, exclude_matched_pattern }
}

enums! {
    StatusType, ProjectVisibilityType, SourceType, BucketOwnerAccess, CacheType, EnvironmentType,
    ComputeType, ImagePullCredentialsType, ArtifactsType, ArtifactNamespace, ArtifactPackaging,
    WebhookBuildType, WebhookStatus, BatchReportModeType, BuildPhaseType, SourceAuthType, CacheMode,
    MachineType, CredentialProviderType, LogsConfigStatusType, FileSystemType, WebhookScopeType,
    PullRequestBuildCommentApproval, EnvironmentVariableType, PullRequestBuildApproverRole,
    WebhookFilterType
}

errors! {
    RetryBuildError {
        InvalidInputException: is_invalid_input_exception, ResourceNotFoundException:
        is_resource_not_found_exception, AccountLimitExceededException:
        is_account_limit_exceeded_exception
    }
    StartBuildError {
        InvalidInputException: is_invalid_input_exception, ResourceNotFoundException:
        is_resource_not_found_exception, AccountLimitExceededException:
        is_account_limit_exceeded_exception
    }
    StopBuildError {
        InvalidInputException: is_invalid_input_exception, ResourceNotFoundException:
        is_resource_not_found_exception
    }
    BatchGetBuildsError { InvalidInputException: is_invalid_input_exception }
    BatchDeleteBuildsError { InvalidInputException: is_invalid_input_exception }
    ListBuildsError { InvalidInputException: is_invalid_input_exception }
    ListBuildsForProjectError {
        InvalidInputException: is_invalid_input_exception, ResourceNotFoundException:
        is_resource_not_found_exception
    }
    CreateProjectError {
        InvalidInputException: is_invalid_input_exception, ResourceAlreadyExistsException:
        is_resource_already_exists_exception, AccountLimitExceededException:
        is_account_limit_exceeded_exception
    }
    BatchGetProjectsError { InvalidInputException: is_invalid_input_exception }
    ListProjectsError { InvalidInputException: is_invalid_input_exception }
    DeleteProjectError { InvalidInputException: is_invalid_input_exception }
}
