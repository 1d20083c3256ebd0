//! Compares codecs on Lambda: a page of 50 functions, and a function to create.

use aws_sdk_lambda::protocol_serde::shape_create_function::ser_create_function_input;
use aws_sdk_lambda::protocol_serde::shape_list_functions::de_list_functions_http_response;
use aws_smithy_runtime_api::http::Headers;
use aws_smithy_types::Blob;
use aws_smithy_types::config_bag::ConfigBag;
use bytes::Bytes;
use lambda_ours::operation::Operation as _;
use lambda_ours::operation::create_function::{CreateFunction, CreateFunctionInput};
use lambda_ours::operation::list_functions::ListFunctions;
use measure::comparison::{Candidate, Comparison, Meter};
use serde_json::Value;
use tinsmith_runtime::codec::json;

/// The code of the created function.
const CODE: &[u8] = &[0x5a; 12_000];

/// Measures all candidates.
pub fn compare(meter: Meter) {
    let mut comparison = Comparison::new(meter);
    read(&mut comparison);
    write(&mut comparison);
    comparison.print();
}

fn read(comparison: &mut Comparison) {
    let body = Bytes::from(measure::payload::list_functions_response(50).to_string());
    let (ours, headers) = (http::Response::new(body.clone().into()), Headers::new());
    let configuration = ConfigBag::base();
    let read_ours = || ListFunctions::response(&ours).expect("a valid response");
    let read_official = || {
        let output = de_list_functions_http_response(200, &headers, &body, &configuration);
        output.expect("a valid response")
    };
    assert_eq!(read_ours().functions.map(|it| it.len()), Some(50));
    assert_eq!(read_official().functions().len(), 50);
    let name = format!("Lambda ListFunctions, 50 functions, {} kB, read", body.len() / 1_000);
    let candidates = vec![
        Candidate::new("ours", read_ours),
        Candidate::new("official", read_official),
        Candidate::new("serde_json::Value", || {
            serde_json::from_slice::<Value>(&body).expect("a valid response")
        }),
    ];
    comparison.measure(&name, candidates);
}

/// The official function writes only the body.
fn write(comparison: &mut Comparison) {
    let (ours, official) = (our_input(), official_input());
    let write_request = || CreateFunction::request(&ours).expect("a valid input");
    let write_ours = || json::write(&ours);
    let write_official = || ser_create_function_input(&official).expect("a valid input");
    let body = write_ours();
    assert_eq!(write_request().body().bytes(), Some(&body));
    let written: Value = serde_json::from_slice(&body).expect("JSON");
    let peer = write_official();
    let peer: Value = serde_json::from_slice(peer.bytes().expect("a body")).expect("JSON");
    assert_eq!(written, peer);
    let name = format!("Lambda CreateFunction body, {} kB, write", body.len() / 1_000);
    let candidates = vec![
        Candidate::new("ours", write_ours),
        Candidate::new("official", write_official),
        Candidate::new("our whole request", write_request),
        Candidate::new("serde_json::Value", || written.to_string()),
    ];
    comparison.measure(&name, candidates);
}

/// Sets the members that both sides set in the same way.
macro_rules! with_texts {
    ($input:expr) => {
        $input
            .function_name("storefront-web")
            .role("arn:aws:iam::123456789012:role/service-role/storefront-web-role")
            .handler("index.handler")
            .description("Renders the storefront's \"pages\"")
            .timeout(30)
            .memory_size(1024)
            .publish(true)
            .kms_key_arn("arn:aws:kms:eu-west-1:123456789012:key/0f1c2d3e")
    };
}

fn our_input() -> CreateFunctionInput {
    use lambda_ours::types::{Environment, FunctionCode, Runtime, VpcConfig};

    with_texts!(CreateFunctionInput::default())
        .runtime(Runtime::from("nodejs22.x"))
        .code(FunctionCode::default().zip_file(Bytes::from_static(CODE)))
        .vpc_config(
            VpcConfig::default()
                .subnet_ids(["subnet-0a1b2c3d4e5f60718", "subnet-1a2b3c4d5e6f70819"])
                .security_group_ids(["sg-0a1b2c3d4e5f60718"]),
        )
        .environment(Environment::default().variables([("STAGE", "production"), ("TABLE", "orders")]))
        .layers(["arn:aws:lambda:eu-west-1:123456789012:layer:shared:7"])
        .tags([("team", "storefront")])
}

fn official_input() -> aws_sdk_lambda::operation::create_function::CreateFunctionInput {
    use aws_sdk_lambda::operation::create_function::CreateFunctionInput;
    use aws_sdk_lambda::types::{Environment, FunctionCode, Runtime, VpcConfig};

    let network = VpcConfig::builder()
        .subnet_ids("subnet-0a1b2c3d4e5f60718")
        .subnet_ids("subnet-1a2b3c4d5e6f70819")
        .security_group_ids("sg-0a1b2c3d4e5f60718");
    let environment = Environment::builder()
        .variables("STAGE", "production")
        .variables("TABLE", "orders");
    with_texts!(CreateFunctionInput::builder())
        .runtime(Runtime::from("nodejs22.x"))
        .code(FunctionCode::builder().zip_file(Blob::new(CODE)).build())
        .vpc_config(network.build())
        .environment(environment.build())
        .layers("arn:aws:lambda:eu-west-1:123456789012:layer:shared:7")
        .tags("team", "storefront")
        .build()
        .expect("everything required is set")
}
