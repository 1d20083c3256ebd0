//! The official crates' codecs.
//!
//! Some clients store a protocol in their configuration and call it with the schemas of an operation.
//! Protocol and schemas are public, so [`Codec`] calls it without a client. Operations of the others
//! give the client a serializer and a deserializer, which [`Operation`] calls as the client does.

use std::fmt;

use aws_smithy_json::protocol::aws_json_rpc::AwsJsonRpcProtocol;
use aws_smithy_runtime_api::client::interceptors::context::Input;
use aws_smithy_runtime_api::client::orchestrator::{HttpRequest, HttpResponse, Metadata};
use aws_smithy_runtime_api::client::runtime_plugin::RuntimePlugin;
use aws_smithy_runtime_api::client::ser_de::{
    DeserializeResponse as _, SerializeRequest as _, SharedRequestSerializer,
    SharedResponseDeserializer,
};
use aws_smithy_runtime_api::http::StatusCode;
use aws_smithy_schema::Schema;
use aws_smithy_schema::protocol::{ServiceShapeName, SharedClientProtocol};
use aws_smithy_schema::serde::{SerdeError, SerializableStruct, ShapeDeserializer};
use aws_smithy_types::body::SdkBody;
use aws_smithy_types::config_bag::{ConfigBag, Layer};
use bytes::Bytes;

/// The codec with the configuration of a client.
pub struct Codec {
    protocol: SharedClientProtocol,
    configuration: ConfigBag,
}

impl fmt::Debug for Codec {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Codec").finish_non_exhaustive()
    }
}

impl Codec {
    /// The codec for an operation; `target` is the prefix in `X-Amz-Target`.
    pub fn new(
        protocol: AwsJsonRpcProtocol,
        target: &'static str,
        operation: &'static str,
    ) -> Self {
        let mut layer = Layer::new("measure");
        layer.store_put(ServiceShapeName::new(target));
        layer.store_put(Metadata::new(operation, target));
        Self {
            protocol: SharedClientProtocol::new(protocol),
            configuration: ConfigBag::of_layers(vec![layer]),
        }
    }

    /// Serializes an input.
    ///
    /// # Panics
    ///
    /// If the codec returns an error.
    pub fn request(&self, input: &dyn SerializableStruct, schema: &Schema<'_>) -> HttpRequest {
        self.protocol
            .serialize_request(input, schema, "/", &self.configuration)
            .expect("a valid input")
    }

    /// Deserializes an output by the function `deserialize` of its type.
    ///
    /// # Panics
    ///
    /// If the codec returns an error.
    pub fn output<T>(
        &self,
        response: &HttpResponse,
        schema: &Schema<'_>,
        deserialize: fn(&mut dyn ShapeDeserializer) -> Result<T, SerdeError>,
    ) -> T {
        let reader = self
            .protocol
            .deserialize_response(response, schema, &self.configuration);
        deserialize(&mut *reader.expect("a reader")).expect("a valid response")
    }
}

/// The serializer and the deserializer of an operation.
pub struct Operation {
    configuration: ConfigBag,
    serializer: SharedRequestSerializer,
}

impl fmt::Debug for Operation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Operation").finish_non_exhaustive()
    }
}

impl Operation {
    /// Those of an operation.
    ///
    /// # Panics
    ///
    /// If it has none.
    pub fn new(operation: &dyn RuntimePlugin) -> Self {
        let mut configuration = ConfigBag::base();
        configuration.push_shared_layer(operation.config().expect("a configuration"));
        let serializer = configuration.load::<SharedRequestSerializer>().cloned();
        Self {
            serializer: serializer.expect("a serializer"),
            configuration,
        }
    }

    /// Serializes an input.
    ///
    /// # Panics
    ///
    /// If the serializer returns an error.
    pub fn request<I: fmt::Debug + Send + Sync + 'static>(&mut self, input: I) -> HttpRequest {
        self.serializer
            .serialize_input(Input::erase(input), &mut self.configuration)
            .expect("a valid input")
    }

    /// Deserializes an output.
    ///
    /// # Panics
    ///
    /// If the deserializer returns an error, or the output of another operation.
    pub fn output<T: fmt::Debug + Send + Sync + 'static>(&self, response: &HttpResponse) -> T {
        let deserializer = self.configuration.load::<SharedResponseDeserializer>();
        deserializer
            .expect("a deserializer")
            .deserialize_nonstreaming_with_config(response, &self.configuration)
            .expect("a valid response")
            .downcast()
            .expect("the output of the operation")
    }
}

/// A response with a complete body.
///
/// # Panics
///
/// Never: 200 is a status.
pub fn response(body: &Bytes) -> HttpResponse {
    let ok = StatusCode::try_from(200_u16).expect("200 is a status");
    HttpResponse::new(ok, SdkBody::from(body.clone()))
}
