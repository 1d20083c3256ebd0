//! Keywords and other reserved words.

/// Strict and reserved keywords up to edition 2024, which may be written raw.
const KEYWORDS: &[&str] = &[
    "abstract", "as", "async", "await", "become", "box", "break", "const", "continue", "do", "dyn",
    "else", "enum", "extern", "false", "final", "fn", "for", "gen", "if", "impl", "in", "let",
    "loop", "macro", "match", "mod", "move", "mut", "override", "priv", "pub", "ref", "return",
    "static", "struct", "trait", "true", "try", "type", "typeof", "unsafe", "unsized", "use",
    "virtual", "where", "while", "yield",
];

/// Keywords that may not even be written raw.
const NEVER_RAW: &[&str] = &["self", "Self", "super", "crate", "_"];

/// The prelude's derive macros, which share their names with traits.
const DERIVES: &[&str] = &[
    "Clone",
    "Copy",
    "Debug",
    "Default",
    "Eq",
    "Hash",
    "Ord",
    "PartialEq",
    "PartialOrd",
];

/// Methods that a setter of the same name would hide: `Build::default()`, `build.clone()`.
const METHODS: &[&str] = &[
    "clone",
    "default",
    "eq",
    "fmt",
    "into",
    "ne",
    "new",
    "schema",
    "send_with",
];

/// Methods of the fluent call, of all services.
const CALL_METHODS: &[&str] = &[
    "as_input",
    "customize",
    "customized",
    "download_directory",
    "into_download",
    "into_future",
    "into_paginator",
    "into_parts",
    "into_upload",
    "map_input",
    "presign",
    "presign_post",
    "send",
    "send_with_response",
    "upload_directory",
    "with_input",
];

/// Methods of a waiter, beside those of the fluent call.
const WAIT_METHODS: &[&str] = &["max_delay", "max_wait", "min_delay", "on_progress", "wait"];

/// Methods of the client.
const CLIENT_METHODS: &[&str] = &[
    "as_ref",
    "clone",
    "config",
    "fmt",
    "from_conf",
    "into",
    "new",
    "send",
];

/// Methods of the builder of configurations, which would hide a setting of the same name.
const CONFIG_METHODS: &[&str] = &[
    "account_id_endpoint_mode",
    "allow_no_auth",
    "app_name",
    "auth_scheme_preference",
    "bearer_token",
    "behavior_version",
    "behavior_version_latest",
    "build",
    "clock_skew_correction",
    "credentials_provider",
    "disable_clock_skew_correction",
    "endpoint_resolver",
    "endpoint_url",
    "framework_metadata",
    "host_prefixes",
    "http_client",
    "idempotency_tokens",
    "identity_cache",
    "interceptor",
    "map_request",
    "mutate_request",
    "push_framework_metadata",
    "push_interceptor",
    "push_retry_classifier",
    "region",
    "request_checksum_calculation",
    "request_compression",
    "request_min_compression_size_bytes",
    "response_checksum_validation",
    "retry_classifier",
    "retry_config",
    "retry_partition",
    "service_setting",
    "set_account_id_endpoint_mode",
    "set_allow_no_auth",
    "set_app_name",
    "set_auth_scheme_preference",
    "set_behavior_version",
    "set_credentials_provider",
    "set_disable_clock_skew_correction",
    "set_disable_request_compression",
    "set_endpoint_resolver",
    "set_endpoint_url",
    "set_http_client",
    "set_identity_cache",
    "set_interceptors",
    "set_region",
    "set_request_checksum_calculation",
    "set_request_min_compression_size_bytes",
    "set_response_checksum_validation",
    "set_retry_classifiers",
    "set_retry_config",
    "set_retry_partition",
    "set_sigv4a_signing_region_set",
    "set_sleep_impl",
    "set_stalled_stream_protection",
    "set_time_source",
    "set_timeout_config",
    "set_token_provider",
    "set_use_dual_stack",
    "set_use_fips",
    "sigv4a_signing_region_set",
    "sleep_impl",
    "stalled_stream_protection",
    "time_source",
    "timeout_config",
    "token_provider",
    "use_dual_stack",
    "use_fips",
];

/// File names that Windows keeps for devices, and those of the form `com1`.
const DEVICES: &[&str] = &["aux", "con", "nul", "prn"];
const NUMBERED_DEVICES: &[&str] = &["com", "lpt"];

pub(super) fn is_derive(name: &str) -> bool {
    DERIVES.contains(&name)
}

/// Crates that every Rust program knows under this name, and the one that all generated crates depend
/// on.
const CRATES: &[&str] = &[
    "alloc",
    "core",
    "proc_macro",
    "std",
    "test",
    "tinsmith_runtime",
];

pub(super) fn is_reserved_crate(name: &str) -> bool {
    let name = name.replace('-', "_");
    [KEYWORDS, NEVER_RAW, DEVICES, CRATES]
        .iter()
        .any(|list| list.contains(&name.as_str()))
}

pub(super) fn in_types(name: String) -> String {
    suffixed_if(name == "Self", name)
}

/// In variants, `Self` would be taken for the enum itself; the catch-all has a name of its own.
pub(super) fn in_variants(name: String) -> String {
    match name.as_str() {
        "Self" => "SelfValue".to_owned(),
        "UnknownValue" => "UnknownValue_".to_owned(),
        _ => name,
    }
}

pub(super) fn in_values(name: String) -> String {
    if KEYWORDS.contains(&name.as_str()) {
        return format!("r#{name}");
    }
    suffixed_if(NEVER_RAW.contains(&name.as_str()), name)
}

pub(super) fn in_setters(name: &str) -> String {
    suffixed_if(METHODS.contains(&name), name.to_owned())
}

pub(super) fn in_calls(name: &str) -> String {
    suffixed_if(CALL_METHODS.contains(&name), in_setters(name))
}

pub(super) fn in_waits(name: &str) -> String {
    suffixed_if(WAIT_METHODS.contains(&name), in_calls(name))
}

pub(super) fn in_settings(name: &str) -> String {
    suffixed_if(CONFIG_METHODS.contains(&name), in_setters(name))
}

/// Methods of the client are called like the module of their operation, where that is possible.
pub(super) fn in_client(name: String) -> String {
    suffixed_if(CLIENT_METHODS.contains(&name.as_str()), in_modules(name))
}

fn is_device(name: &str) -> bool {
    let number = |device: &&str| name.strip_prefix(*device).map(str::as_bytes);
    DEVICES.contains(&name)
        || NUMBERED_DEVICES
            .iter()
            .filter_map(number)
            .any(|rest| matches!(rest, [b'0'..=b'9']))
}

/// Modules take no raw identifiers, so that file and module have the same name.
pub(super) fn in_modules(name: String) -> String {
    let is_taken = |list: &[&str]| list.contains(&name.as_str());
    suffixed_if(
        is_taken(KEYWORDS) || is_taken(NEVER_RAW) || is_device(&name),
        name,
    )
}

/// The module of errors is among the modules of types.
pub(super) fn in_type_modules(name: String) -> String {
    suffixed_if(name == "error", in_modules(name))
}

fn suffixed_if(condition: bool, mut name: String) -> String {
    if condition {
        name.push('_');
    }
    name
}
