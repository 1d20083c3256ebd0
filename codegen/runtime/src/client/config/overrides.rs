//! Settings of a call over those of its client.

use super::Config;

impl Config {
    /// These settings with those that are set in `other`. Lists are extended, and time limits are
    /// taken one by one.
    pub(crate) fn overridden_by(mut self, other: Self) -> Self {
        // All fields, so that none is forgotten.
        let Self {
            region,
            credentials_provider,
            authentication,
            identity_cache,
            shared_identity_cache,
            endpoint_url,
            endpoint_resolver,
            use_fips,
            use_dual_stack,
            found_fips,
            found_dual_stack,
            account_id_endpoint_mode,
            signing_region_set,
            host_prefixes,
            ca_bundle,
            retry,
            retry_partition,
            retry_classifiers,
            mut timeouts,
            stalled_stream_protection,
            http_client,
            sleep_impl,
            time_source,
            interceptors,
            app_name,
            framework_metadata,
            clock_skew_correction,
            behavior_version,
            idempotency_tokens,
            request_compression,
            request_min_compression_size_bytes,
            request_checksums,
            response_checksums,
            service_settings,
            shared_state,
            shared,
        } = other;
        if credentials_provider.is_some() {
            // They belong to the credentials of another provider.
            self.credentials_provider = credentials_provider;
            self.shared_identity_cache = shared_identity_cache;
            self.shared_state = shared_state;
        }
        self.authentication = self.authentication.overridden_by(authentication);
        timeouts.take_defaults_from(&self.timeouts);
        for (name, value) in service_settings {
            self.set_service_setting(name, value);
        }
        self.retry_classifiers.extend(retry_classifiers);
        self.interceptors.extend(interceptors);
        self.framework_metadata.extend(framework_metadata);
        Self {
            region: region.or(self.region),
            identity_cache: identity_cache.or(self.identity_cache),
            endpoint_url: endpoint_url.or(self.endpoint_url),
            endpoint_resolver: endpoint_resolver.or(self.endpoint_resolver),
            use_fips: use_fips.or(self.use_fips),
            use_dual_stack: use_dual_stack.or(self.use_dual_stack),
            found_fips: found_fips.or(self.found_fips),
            found_dual_stack: found_dual_stack.or(self.found_dual_stack),
            account_id_endpoint_mode: account_id_endpoint_mode.or(self.account_id_endpoint_mode),
            signing_region_set: signing_region_set.or(self.signing_region_set),
            host_prefixes: host_prefixes.or(self.host_prefixes),
            ca_bundle: ca_bundle.or(self.ca_bundle),
            retry: retry.or(self.retry),
            retry_partition: retry_partition.or(self.retry_partition),
            timeouts,
            stalled_stream_protection: stalled_stream_protection.or(self.stalled_stream_protection),
            http_client: http_client.or(self.http_client),
            sleep_impl: sleep_impl.or(self.sleep_impl),
            time_source: time_source.or(self.time_source),
            app_name: app_name.or(self.app_name),
            clock_skew_correction: clock_skew_correction.or(self.clock_skew_correction),
            behavior_version: behavior_version.or(self.behavior_version),
            idempotency_tokens: idempotency_tokens.or(self.idempotency_tokens),
            request_compression: request_compression.or(self.request_compression),
            request_min_compression_size_bytes: request_min_compression_size_bytes
                .or(self.request_min_compression_size_bytes),
            request_checksums: request_checksums.or(self.request_checksums),
            response_checksums: response_checksums.or(self.response_checksums),
            shared: shared.or(self.shared),
            ..self
        }
    }
}
