//! The crate's front page, for `README.md` and for rustdoc.

use crate::ir::{Crate, Operation, Structure, Ty};
use crate::render;

/// What differs between the two places.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    Readme,
    Rustdoc,
}

/// `README.md`.
pub(super) fn text(krate: &Crate) -> String {
    // An HTML comment is one comment over all lines.
    let header = render::header("   ", &super::origin(krate, "the model"), &krate.command);
    let page = page(krate, Place::Readme);
    format!("<!--\n{header}-->\n\n# {}\n\n{page}", krate.name)
}

/// The documentation of the crate.
pub(super) fn library_docs(krate: &Crate) -> String {
    page(krate, Place::Rustdoc).trim_end().to_owned()
}

fn page(krate: &Crate, place: Place) -> String {
    let heading = if place == Place::Readme { "##" } else { "#" };
    let about = about(krate, place);
    let example = example(krate, place);
    let failures = failures(krate, place);
    let operations: String = krate.operations.iter().map(|it| line(it, place)).collect();
    let without_client = without_client(krate, place);
    format!(
        "{about}\n\n{example}{failures}\n{heading} Operations\n\n{operations}\n{heading} Features\n\n\
         {FEATURES}{without_client}"
    )
}

fn about(krate: &Crate, place: Place) -> String {
    let service = &krate.service;
    let count = match krate.operations.len() {
        1 => "one of its operations".to_owned(),
        count => format!("{count} of its operations"),
    };
    let docs = if place == Place::Readme {
        &service.plain_docs
    } else {
        &service.docs
    };
    let docs = if docs.is_empty() {
        String::new()
    } else {
        format!("{docs}\n\n")
    };
    format!(
        "A client for {}, API version {}, with {count}.\n\n{docs}This crate is written by \
         codegen from the service's model; nothing in it is written by hand.",
        service.title, service.api_version,
    )
}

fn line(operation: &Operation, place: Place) -> String {
    let Operation {
        name,
        module,
        method,
        model_name,
        ..
    } = operation;
    match place {
        Place::Readme => format!("- `{model_name}`: `client.{method}()`\n"),
        Place::Rustdoc => format!("- [`{name}`](operation::{module}::{name})\n"),
    }
}

/// A program that calls the first operation asked for.
fn example(krate: &Crate, place: Place) -> String {
    let Some(operation) = krate.example.and_then(|index| krate.operations.get(index)) else {
        return String::new();
    };
    let krate_name = krate.name.replace('-', "_");
    let call = &operation.method;
    let setters = setters(&operation.input);
    let result = operation.output.fields.first().map_or_else(
        || "output".to_owned(),
        |field| format!("output.{}", field.name),
    );
    let program = format!(
        r#"#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {{
    let config = aws_config::load_defaults(aws_config::BehaviorVersion::latest()).await;
    let client = {krate_name}::Client::new(&config);
    let output = client.{call}(){setters}.send().await?;
    println!("{{:?}}", {result});
    Ok(())
}}
"#
    );
    match place {
        Place::Readme => format!("```rust\n{program}```\n"),
        // Rustdoc compiles it, if there is a client.
        Place::Rustdoc => format!(
            "```no_run\n# #[cfg(feature = \"client\")]\n{program}# #[cfg(not(feature = \
             \"client\"))]\n# fn main() {{}}\n```\n"
        ),
    }
}

/// A call with settings of its own, and what its failures tell.
fn failures(krate: &Crate, place: Place) -> String {
    let Some(operation) = krate.example.and_then(|index| krate.operations.get(index)) else {
        return String::new();
    };
    let krate_name = krate.name.replace('-', "_");
    let call = &operation.method;
    let setters = setters(&operation.input);
    let (begin, end) = match place {
        Place::Readme => ("```rust\n".to_owned(), ""),
        Place::Rustdoc => (
            format!(
                "```no_run\n# #[cfg(feature = \"client\")]\n# async fn example(client: \
                 {krate_name}::Client) -> Result<(), Box<dyn std::error::Error>> {{\n"
            ),
            "# Ok(())\n# }\n",
        ),
    };
    let program = format!(
        r#"use {krate_name}::config::RetryConfig;

let call = client.{call}(){setters};
let once = call.customize(|config| config.retry_config(RetryConfig::disabled()));
match once.send_with_response().await {{
    Ok(response) => println!("{{:?}}: {{:?}}", response.request_id(), response.output),
    Err(error) if error.is_expired_token() => println!("sign in again"),
    Err(error) if error.is_retryable() => println!("later: {{error}}"),
    Err(error) if error.may_have_been_sent() => println!("look what happened: {{error}}"),
    Err(error) => return Err(error.into()),
}}
"#
    );
    format!(
        "\nA call can have settings of its own, and an error says what it means for the caller:\n\n\
         {begin}{program}{end}```\n"
    )
}

/// A program that uses the first operation asked for without a client.
fn without_client(krate: &Crate, place: Place) -> String {
    let Some(operation) = krate.example.and_then(|index| krate.operations.get(index)) else {
        return String::new();
    };
    let krate_name = krate.name.replace('-', "_");
    let Operation {
        name,
        module,
        input,
        ..
    } = operation;
    let setters = setters(input);
    let input = &input.name;
    let (fence, end) = match place {
        Place::Readme => ("```rust", ""),
        Place::Rustdoc => ("```no_run", "# Ok::<(), Box<dyn std::error::Error>>(())\n"),
    };
    format!(
        r#"
{fence}
use {krate_name}::operation::Operation as _;
use {krate_name}::operation::{module}::{{{name}, {input}}};

let input = {input}::default(){setters};
{name}::check(&input)?; // names the required members that are missing
let request = {name}::request(&input); // its URI is relative to the endpoint; sign it, send it
assert_eq!(request.uri(), "/");
// …and then `{name}::response(&response)` gives the output or the error.
{end}```
"#
    )
}

/// The documentation of the module `test_util`.
pub(super) fn test_util_docs(krate: &Crate) -> String {
    let about = "Tests without the service: fakes, fixtures, and AWS's doubles of a connection.";
    let Some(operation) = krate.example.and_then(|index| krate.operations.get(index)) else {
        return about.to_owned();
    };
    let krate_name = krate.name.replace('-', "_");
    let Operation {
        name,
        module,
        input,
        output,
        ..
    } = operation;
    let (input, output) = (&input.name, &output.name);
    format!(
        r#"{about}

A [`Fake`](test_util::Fake) answers operations with closures, instead of the client's connection
or on a port. What goes back and forth are the real bytes.
[`Fixture`](test_util::Fixture) makes a valid value of any type.

```
use {krate_name}::operation::{module}::{{{name}, {input}, {output}}};
use {krate_name}::test_util::{{Fake, Fault, Fixture as _}};

# #[tokio::main]
# async fn main() -> Result<(), Box<dyn std::error::Error>> {{
let fake = Fake::new().on::<{name}>(|_input| Ok({output}::fixture()));
let client = {krate_name}::Client::from_conf(fake.config());

fake.inject(Fault::throttling()).times(2); // the next two requests
let output = client.send::<{name}>({input}::fixture()).await?;
assert_eq!(output, {output}::fixture());
assert_eq!(fake.calls::<{name}>(), [{input}::fixture()]); // one call …
assert_eq!(fake.requests().len(), 3); // … of three attempts

let server = fake.serve("127.0.0.1:0").await?; // for clients in any language
println!("{{}}", server.url());
# Ok(())
# }}
```"#
    )
}

/// The setters that an example calls: the required strings, or else the first string.
fn setters(input: &Structure) -> String {
    let strings = || input.fields.iter().filter(|field| field.ty == Ty::String);
    let required: Vec<_> = strings().filter(|field| field.member.is_required).collect();
    let shown = if required.is_empty() {
        strings().take(1).collect()
    } else {
        required
    };
    let call = |name: &str, value: &str| format!(".{name}(\"my-{}\")", value.replace('_', "-"));
    shown
        .iter()
        .map(|field| call(field.call_setter.as_str(), field.name.bare()))
        .collect()
}

const FEATURES: &str = "\
- `client` (default): `Client` and `Config`, on AWS's own runtime crates.
- `default-https-client` (default): AWS's HTTPS connector; without it, give `Config` a connector.
- `serde`: `Serialize` and `Deserialize` for every type, in the form of the model.
- `test-util`: fakes of the service, fixtures and doubles of a connection, for tests.

Without features there are the types and the operations, which turn inputs into `http` requests
and responses into outputs, for any HTTP library:
";
