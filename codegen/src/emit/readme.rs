//! `README.md` and the documentation of the crate.

use crate::ir::{Crate, Field, Operation, Structure, Ty, Waiter};
use crate::names::Name;
use crate::rust_file as render;

/// Where the text is used.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Target {
    Readme,
    Rustdoc,
}

/// `README.md`.
pub(super) fn text(krate: &Crate) -> String {
    // One HTML comment spans all lines.
    let header = render::header("   ", &super::origin(krate, "the model"), &krate.command);
    let page = page(krate, Target::Readme);
    format!("<!--\n{header}-->\n\n# {}\n\n{page}", krate.name)
}

/// The documentation of the crate.
pub(super) fn library_docs(krate: &Crate) -> String {
    page(krate, Target::Rustdoc).trim_end().to_owned()
}

fn page(krate: &Crate, target: Target) -> String {
    let heading = if target == Target::Readme { "##" } else { "#" };
    let about = about(krate, target);
    let example = example(krate, target);
    let failures = failures(krate, target);
    let operations: String = krate.operations.iter().map(|it| line(it, target)).collect();
    let paging = paging(krate, target) + &byte_streams(krate, target) + &streams(krate, target);
    let without_client = without_client(krate, target);
    format!(
        "{about}\n\n{example}{failures}\n{heading} Operations\n\n{operations}\n{paging}{heading} \
         Features\n\n{}{without_client}{}",
        features(krate),
        license(krate, heading)
    )
}

/// What of the crate has which licence, if it is not all the same.
fn license(krate: &Crate, heading: &str) -> String {
    if !krate.service.has_model_docs {
        return String::new();
    }
    format!(
        "\n{heading} License\n\nThe code is licensed under MIT or Apache-2.0. The documentation of \
         operations, types and members comes from the service's model and has its license: AWS \
         publishes its models in botocore, copyright Amazon.com, Inc. or its affiliates, under \
         Apache-2.0.\n"
    )
}

/// Examples of pagination and waiters, if the crate has any.
fn paging(krate: &Crate, target: Target) -> String {
    let paginated = krate.operations.iter().find(|it| it.paginator.is_some());
    let mut body = String::new();
    if let Some(operation) = paginated {
        let (call, setters) = (&operation.method, setters_of(&required(&operation.input)));
        let paginator = operation.paginator.as_ref();
        let (items, what) = match paginator.and_then(|it| it.items.as_ref()) {
            Some(_) => (".items()", "item"),
            None => ("", "page"),
        };
        body.push_str(&format!(
            r#"    let mut {what}s = client.{call}(){setters}.into_paginator(){items}.send();
    while let Some({what}) = {what}s.try_next().await? {{
        println!("{{{what}:?}}");
    }}
"#
        ));
    }
    if let Some(waiter) = krate.waiters.first() {
        let Waiter { method, .. } = waiter;
        let input = &krate.operations[waiter.operation].input;
        let fields = input.fields.iter().zip(&waiter.setters);
        let setters: String = fields
            .filter(|(field, _)| field.member.is_required)
            .filter_map(|(field, setter)| {
                let text = example_text(&field.name);
                match &field.ty {
                    Ty::String => Some(format!(".{setter}({text})")),
                    Ty::List { item, .. } if **item == Ty::String => {
                        Some(format!(".{setter}([{text}])"))
                    }
                    _ => None,
                }
            })
            .collect();
        body.push_str(&format!(
            r#"    let wait = client.{method}(){setters};
    let wait = wait.on_progress(|progress| println!("{{progress}}"));
    let done = wait.wait(std::time::Duration::from_secs(600)).await?;
    println!("{{done:?}}");
"#
        ));
    }
    if body.is_empty() {
        return body;
    }
    let krate_name = krate.name.replace('-', "_");
    let paginators = krate.operations.iter().filter_map(paginator_line);
    let list: String = paginators
        .chain(krate.waiters.iter().map(waiter_line))
        .collect();
    let (heading, fence, hidden) = match target {
        Target::Readme => ("##", "rust", ""),
        Target::Rustdoc => ("#", "no_run", "# #[cfg(feature = \"client\")]\n"),
    };
    let title = match (paginated, &krate.waiters[..]) {
        (None, _) => "Waiters",
        (Some(_), []) => "Pages",
        (Some(_), _) => "Pages and waiters",
    };
    format!(
        "{heading} {title}\n\n{list}\n```{fence}\n{hidden}async fn example(client: \
         {krate_name}::Client) -> Result<(), Box<dyn std::error::Error>> {{\n{body}    \
         Ok(())\n}}\n```\n\n"
    )
}

/// An example of byte streams, if the crate has any.
fn byte_streams(krate: &Crate, target: Target) -> String {
    let call =
        |operation: &Operation| format!("client.{}(){}", operation.method, setters(operation));
    let mut operations = krate.operations.iter();
    let upload = operations.find_map(|it| Some((it, it.input.stream()?)));
    let mut operations = krate.operations.iter();
    let download = operations.find_map(|it| Some((it, it.output.stream()?)));
    let mut body = String::new();
    if let Some((operation, field)) = upload {
        body.push_str(&format!(
            "    let body = ByteStream::from_path(\"upload\").await?;\n    {}.{}(body).send().await?;\n",
            call(operation),
            field.call_setter,
        ));
    }
    if let Some((operation, field)) = download {
        let streams_input = operation.input.stream();
        let body_setter =
            streams_input.map_or(String::new(), |it| format!(".{}(\"text\")", it.call_setter));
        body.push_str(&format!(
            "    let output = {}{body_setter}.send().await?;\n    output.{}.save(\"download\").await?;\n",
            call(operation),
            field.name,
        ));
    }
    if body.is_empty() {
        return body;
    }
    let krate_name = krate.name.replace('-', "_");
    let (heading, fence, hidden) = match target {
        Target::Readme => ("##", "rust", ""),
        Target::Rustdoc => ("#", "no_run", "# #[cfg(feature = \"client\")]\n"),
    };
    let import = upload.map_or_else(String::new, |_| {
        format!("{hidden}use {krate_name}::client::ByteStream;\n\n")
    });
    format!(
        r"{heading} Streams of bytes

Bodies of any size are sent and received in constant memory. They come from bytes, files, readers, other
bodies and functions that open them again for each attempt, and go to files, readers and memory:

```{fence}
{import}{hidden}async fn example(client: {krate_name}::Client) -> Result<(), Box<dyn std::error::Error>> {{
{body}    Ok(())
}}
```

"
    )
}

/// An example of an event stream, if the crate has any.
fn streams(krate: &Crate, target: Target) -> String {
    let streaming = krate.operations.iter();
    let mut streaming = streaming.filter_map(|it| Some((it, it.events.as_ref()?)));
    let Some((operation, events)) = streaming.next() else {
        return String::new();
    };
    let krate_name = krate.name.replace('-', "_");
    let (call, setters) = (&operation.method, setters(operation));
    let (name, field) = (&operation.name, &events.field);
    let (heading, fence, hidden) = match target {
        Target::Readme => ("##", "rust", ""),
        Target::Rustdoc => ("#", "no_run", "# #[cfg(feature = \"client\")]\n"),
    };
    format!(
        r#"{heading} Streams of events

`{name}` returns a stream of events that lasts as long as the connection:

```{fence}
{hidden}async fn example(client: {krate_name}::Client) -> Result<(), Box<dyn std::error::Error>> {{
    let mut output = client.{call}(){setters}.send().await?;
    while let Some(event) = output.{field}.recv().await? {{
        println!("{{event:?}}");
    }}
    Ok(())
}}
```

"#
    )
}

fn paginator_line(operation: &Operation) -> Option<String> {
    let Operation {
        method, model_name, ..
    } = operation;
    let items = operation.paginator.as_ref()?.items.as_ref();
    let items = items.map_or("", |_| ".items()");
    Some(format!(
        "- `{model_name}`: `client.{method}().into_paginator(){items}`\n"
    ))
}

fn waiter_line(waiter: &Waiter) -> String {
    let Waiter {
        method, model_name, ..
    } = waiter;
    // Not linked: it only exists with the client.
    format!("- `{model_name}`: `client.{method}()`\n")
}

fn about(krate: &Crate, target: Target) -> String {
    let service = &krate.service;
    let count = match krate.operations.len() {
        1 => "one of its operations".to_owned(),
        count => format!("{count} of its operations"),
    };
    let docs = if target == Target::Readme {
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
        "A client for {}, API version {}, with {count}.\n\n{docs}This crate is generated by \
         tinsmith from the service's model.",
        service.title, service.api_version,
    )
}

fn line(operation: &Operation, target: Target) -> String {
    let Operation {
        name,
        module,
        method,
        model_name,
        ..
    } = operation;
    let note = match operation.tells_endpoints {
        Some(_) => ", with which the client discovers the endpoints of the others",
        None => "",
    };
    let summary = &operation.summary;
    match target {
        Target::Readme => format!("- `{model_name}`: `client.{method}()`{note}. {summary}\n"),
        // It only exists with the client.
        Target::Rustdoc if operation.events.is_some() => {
            format!("- `{name}` (with the client): {summary}\n")
        }
        Target::Rustdoc => {
            format!("- [`{name}`](operation::{module}::{name}){note}: {summary}\n")
        }
    }
}

/// An example that calls the first selected operation.
fn example(krate: &Crate, target: Target) -> String {
    let Some(operation) = krate.example.and_then(|index| krate.operations.get(index)) else {
        return String::new();
    };
    let krate_name = krate.name.replace('-', "_");
    let call = &operation.method;
    let setters = setters(operation);
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
    match target {
        Target::Readme => format!("```rust\n{program}```\n"),
        // Rustdoc compiles it if there is a client.
        Target::Rustdoc => format!(
            "```no_run\n# #[cfg(feature = \"client\")]\n{program}# #[cfg(not(feature = \
             \"client\"))]\n# fn main() {{}}\n```\n"
        ),
    }
}

/// An example with settings for one call and error handling.
fn failures(krate: &Crate, target: Target) -> String {
    let Some(operation) = krate.example.and_then(|index| krate.operations.get(index)) else {
        return String::new();
    };
    let krate_name = krate.name.replace('-', "_");
    let call = &operation.method;
    let setters = setters(operation);
    let (begin, end) = match target {
        Target::Readme => ("```rust\n".to_owned(), ""),
        Target::Rustdoc => (
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
    Err(error) if error.is_retryable() => println!("retry later: {{error}}"),
    Err(error) if error.may_have_been_sent() => println!("it may have taken effect: {{error}}"),
    Err(error) => return Err(error.into()),
}}
"#
    );
    format!(
        "\nSettings can be changed for a single call, and errors have predicates for common causes:\n\n\
         {begin}{program}{end}```\n"
    )
}

/// An example that uses the first selected operation without a client.
fn without_client(krate: &Crate, target: Target) -> String {
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
    let setters = setters(operation);
    let input = &input.name;
    let (fence, end) = match target {
        Target::Readme => ("```rust", ""),
        Target::Rustdoc => ("```no_run", "# Ok::<(), Box<dyn std::error::Error>>(())\n"),
    };
    format!(
        r#"
{fence}
use {krate_name}::operation::Operation as _;
use {krate_name}::operation::{module}::{{{name}, {input}}};

let input = {input}::default(){setters};
{name}::check(&input)?; // lists missing required members
let request = {name}::request(&input)?; // relative to the endpoint; sign and send it
println!("{{}} {{}}", request.method(), request.uri());
// Then, `{name}::response(&response)` decodes the output or the error.
{end}```
"#
    )
}

/// The documentation of the module `test_util`.
pub(super) fn test_util_docs(krate: &Crate) -> String {
    let about = "Test utilities: a mock service, fixtures, and AWS's test connections.";
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

A [`Fake`](test_util::Fake) is a mock service with closures as handlers, used as the client's
HTTP client or as an HTTP server. Requests and responses are encoded as by the real service.
[`Fixture`](test_util::Fixture) creates a valid value of any type.

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

/// The setters in an example: the required strings, else the first string that is not generated; a list
/// is asked for from its beginning.
fn setters(operation: &Operation) -> String {
    let required = required(&operation.input);
    if !required.is_empty() || operation.paginator.is_some() {
        return setters_of(&required);
    }
    let mut fields = operation.input.fields.iter();
    let is_chosen = |it: &&Field| it.ty == Ty::String && !it.member.is_idempotency_token;
    setters_of(&fields.find(is_chosen).into_iter().collect::<Vec<_>>())
}

/// The required strings of an input.
fn required(input: &Structure) -> Vec<&Field> {
    let strings = input.fields.iter().filter(|field| field.ty == Ty::String);
    strings.filter(|field| field.member.is_required).collect()
}

fn setters_of(fields: &[&Field]) -> String {
    let fields = fields.iter();
    fields
        .map(|field| format!(".{}({})", field.call_setter, example_text(&field.name)))
        .collect()
}

/// An example value of a field.
fn example_text(field: &Name) -> String {
    format!("\"my-{}\"", field.bare().replace('_', "-"))
}

fn features(krate: &Crate) -> String {
    let presigning = if krate.has_presigning() {
        "- `presigning`: `presign` on calls whose requests fit into a URL, for others to send.\n"
    } else {
        ""
    };
    let sigv4a = if krate.has_sigv4a() {
        "- `sigv4a`: asymmetric signatures, for endpoints that ask for them.\n"
    } else {
        ""
    };
    let transfers = if krate.has_transfers() {
        "- `transfers`: objects in parts, several at once, and whole directories.\n"
    } else {
        ""
    };
    format!(
        "\
- `client` (default): `Client` and `Config`, based on AWS's runtime crates.
- `default-https-client` (default): AWS's HTTPS connector; without it, set an `http_client` on `Config`.
- `serde`: `Serialize` and `Deserialize` for every type, with the model's names.
- `stream`: `futures_core::Stream` for pages, items and streams of bytes and events.
{presigning}{sigv4a}{transfers}- `test-util`: a mock service, fixtures and test connections.

Without features, the crate contains the types and the operations, which convert inputs to `http`
requests and responses to outputs, for any HTTP library:
"
    )
}
