//! Headers with checksums of a stream that is the body of a request.

use std::fmt;
use std::sync::Arc;

use aws_smithy_runtime_api::client::runtime_plugin::RuntimePlugins;
use http::HeaderName;

use crate::client::operation::CallFeature;
use crate::client::upload::UploadChecksum;
use crate::client::{Config, Core};
use crate::core::operation::{ChecksumHeader, Operation};
use crate::core::shape::Shape;
use crate::core::value::ValueRef;

/// Reads the stream of a call before it is sent. The checksums of bytes in memory are in the request
/// already.
pub struct StreamChecksums(Vec<ChecksumHeader>);

impl StreamChecksums {
    /// The checksums that an operation states, and a member of the input does not.
    pub fn of<O: Operation>(input: &O::Input) -> Arc<dyn CallFeature> {
        let stream = input.schema().stream();
        let is_read = match stream.and_then(|index| input.member(index)) {
            Some(ValueRef::Stream(stream)) => stream.bytes().is_none(),
            _ => false,
        };
        let checksums = O::SCHEMA.body_checksums.iter();
        let checksums = checksums.filter(|(name, _)| is_read && !is_stated(input, name));
        Arc::new(Self(checksums.copied().collect()))
    }
}

fn is_stated(input: &dyn Shape, name: &str) -> bool {
    let index = input.schema().header_position(name);
    index.is_some_and(|index| input.member(index).is_some())
}

impl CallFeature for StreamChecksums {
    fn install(
        self: Arc<Self>,
        _: &Core,
        plugins: RuntimePlugins,
    ) -> Result<RuntimePlugins, String> {
        Ok(plugins)
    }

    fn of_upload(&self, _: &Config) -> UploadChecksum {
        let digest = |(name, new): &ChecksumHeader| (HeaderName::from_static(name), new());
        UploadChecksum::Headers(self.0.iter().map(digest).collect())
    }
}

impl fmt::Debug for StreamChecksums {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names = self.0.iter().map(|(name, _)| name);
        f.debug_list().entries(names).finish()
    }
}
