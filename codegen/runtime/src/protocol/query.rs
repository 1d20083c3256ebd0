//! The protocols awsQuery and ec2Query: `POST` to `/`, the operation and the input in a form, XML
//! responses.
//!
//! They differ in the keys of forms, in the element around the members of an output, and in the
//! elements around an error; both forms of errors are read by both.

use bytes::Bytes;
use http::header::CONTENT_TYPE;
use http::{HeaderValue, Method, Request, Response, Uri};

use super::status::with_status;
use super::xml_error;
use crate::codec::form::{self, Keys};
use crate::codec::xml::{self, Invalid, Writer};
use crate::core::body::Body;
use crate::core::error::{DecodeError, ErrorMetadata, InvalidInput};
use crate::core::operation::{ErrorParts, Fit, InvalidRequest, OperationSchema, Protocol};
use crate::core::schema::Schema;
use crate::core::shape::Shape;
use crate::core::xml::Namespace;

const ACTION: &str = "Action";
const VERSION: &str = "Version";

/// The content type of responses.
const XML: HeaderValue = HeaderValue::from_static("text/xml");

/// awsQuery.
#[derive(Clone, Copy, Debug)]
pub struct AwsQuery;

/// ec2Query.
#[derive(Clone, Copy, Debug)]
pub struct Ec2Query;

macro_rules! protocol {
    ($($type:ty: $keys:ident, $write:ident, $write_error:ident;)*) => {$(
        impl Protocol for $type {
            const HAS_INITIAL_MESSAGE: bool = false;
            const EVENT_CONTENT_TYPE: &'static str = xml::CONTENT_TYPE;

            fn request(
                schema: &'static OperationSchema,
                input: &dyn Shape,
            ) -> Result<Request<Body>, InvalidInput> {
                Ok(request(schema, input, Keys::$keys))
            }

            fn read_response(
                schema: &'static OperationSchema,
                response: &Response<Body>,
                shape: &mut dyn Shape,
            ) -> Result<(), DecodeError> {
                let document = response.body().in_memory();
                if !response.status().is_success() {
                    return xml::read_within(document, xml_error::form(document), shape);
                }
                match Keys::$keys {
                    Keys::Query => xml::read_within(document, &[&*result(schema)], shape),
                    Keys::Ec2 => xml::read(document, shape),
                }
            }

            fn read_document(document: &[u8], shape: &mut dyn Shape) -> Result<(), DecodeError> {
                xml::read(document, shape)
            }

            // Only for events, which these protocols do not have.
            fn write_document(shape: &dyn Shape) -> Bytes {
                xml::write(shape).unwrap_or_default()
            }

            fn as_query(document: &[u8]) -> Option<String> {
                str::from_utf8(document).ok().map(str::to_owned)
            }

            fn error_metadata(response: &Response<Body>) -> ErrorMetadata {
                xml_error::metadata(response)
            }

            const HAS_ADDRESS_IN_BODY: bool = true;

            fn matches(
                schema: &OperationSchema,
                _: &Schema,
                request: &Request<Body>,
            ) -> Option<Fit> {
                matches(schema, request)
            }

            fn address(request: &Request<Body>) -> String {
                match parameter(request, ACTION) {
                    Some(action) => action,
                    None => "a request without the parameter `Action`".to_owned(),
                }
            }

            fn read_request(
                schema: &'static OperationSchema,
                request: &Request<Body>,
                input: &mut dyn Shape,
            ) -> Result<(), InvalidRequest> {
                let missing = form::read(&forms(request), input, Keys::$keys)?;
                InvalidRequest::if_any(missing, schema)
            }

            fn response(
                schema: &'static OperationSchema,
                output: &dyn Shape,
                request_id: &str,
            ) -> Response<Body> {
                $write(schema, output, request_id)
                    .unwrap_or_else(|problem| unsendable(&problem, request_id, $write_error))
            }

            fn error_response(error: &ErrorParts<'_>) -> Response<Body> {
                $write_error(error).unwrap_or_else(|problem| {
                    unsendable(&problem, error.request_id, $write_error)
                })
            }
        }
    )*};
}

protocol! {
    AwsQuery: Query, query_response, query_error;
    Ec2Query: Ec2, ec2_response, ec2_error;
}

fn request(schema: &'static OperationSchema, input: &dyn Shape, keys: Keys) -> Request<Body> {
    let parameters = [(ACTION, schema.name), (VERSION, schema.version)];
    let mut request = Request::new(form::write(&parameters, input, keys).into());
    *request.method_mut() = Method::POST;
    *request.uri_mut() = Uri::from_static("/");
    let headers = request.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static(form::CONTENT_TYPE));
    schema.add_headers(headers);
    request
}

/// The element with the members of an output of awsQuery.
fn result(schema: &OperationSchema) -> String {
    format!("{}Result", schema.name)
}

/// The forms of a request: a signed URL has its parameters in the query.
fn forms(request: &Request<Body>) -> [&[u8]; 2] {
    let query = request.uri().query().unwrap_or_default();
    [query.as_bytes(), request.body().in_memory()]
}

fn parameter(request: &Request<Body>, key: &str) -> Option<String> {
    let mut forms = forms(request).into_iter();
    forms.find_map(|form| Some(form::value(form, key)?.into_owned()))
}

/// A request may leave out the version, which tells services of one fake apart.
fn matches(schema: &OperationSchema, request: &Request<Body>) -> Option<Fit> {
    if parameter(request, ACTION)? != schema.name {
        return None;
    }
    let address = match parameter(request, VERSION) {
        Some(version) => (version == schema.version).then_some(1)?,
        None => 0,
    };
    Some(Fit {
        address,
        ..Fit::default()
    })
}

/// The response for an output or error that a handler made and that no document can hold.
fn unsendable(
    problem: &str,
    request_id: &str,
    write: fn(&ErrorParts<'_>) -> Result<Response<Body>, String>,
) -> Response<Body> {
    let error = ErrorParts::new(500, "InternalFailure", problem, request_id);
    write(&error).unwrap_or_default()
}

fn query_response(
    schema: &OperationSchema,
    output: &dyn Shape,
    request_id: &str,
) -> Result<Response<Body>, String> {
    document(200, &format!("{}Response", schema.name), |writer| {
        writer.shape(&result(schema), Namespace::NONE, output)?;
        writer.element("ResponseMetadata", Namespace::NONE, |writer| {
            writer.text("RequestId", request_id)
        })
    })
}

fn ec2_response(
    schema: &OperationSchema,
    output: &dyn Shape,
    request_id: &str,
) -> Result<Response<Body>, String> {
    document(200, &format!("{}Response", schema.name), |writer| {
        writer.text("requestId", request_id)?;
        writer.members(output)
    })
}

fn query_error(error: &ErrorParts<'_>) -> Result<Response<Body>, String> {
    Ok(response(error.status, xml_error::document(error)?))
}

fn ec2_error(error: &ErrorParts<'_>) -> Result<Response<Body>, String> {
    document(error.status, "Response", |writer| {
        writer.element("Errors", Namespace::NONE, |writer| {
            writer.element("Error", Namespace::NONE, |writer| {
                xml_error::write(writer, error)
            })
        })?;
        writer.text("RequestID", error.request_id)
    })
}

/// A response with a document.
fn document(
    status: u16,
    root: &str,
    content: impl FnOnce(&mut Writer) -> Result<(), Invalid>,
) -> Result<Response<Body>, String> {
    let document = Writer::document(|writer| writer.element(root, Namespace::NONE, content))?;
    Ok(response(status, document))
}

fn response(status: u16, document: Bytes) -> Response<Body> {
    let mut response = with_status(status, document.into());
    response.headers_mut().insert(CONTENT_TYPE, XML);
    response
}
