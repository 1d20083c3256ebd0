//! The crate's front page, for `README.md` and for rustdoc.

use crate::ir::{Crate, Field, Operation, Structure, Ty, Waiter};
use crate::names::Name;
use crate::rust_file as render;

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
    let paging = paging(krate, place) + &streams(krate, place);
    let without_client = without_client(krate, place);
    format!(
        "{about}\n\n{example}{failures}\n{heading} Operations\n\n{operations}\n{paging}{heading} \
         Features\n\n{FEATURES}{without_client}"
    )
}

/// How to get all pages of an operation, and how to wait, if the crate has any of it.
fn paging(krate: &Crate, place: Place) -> String {
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
    let waiters: String = krate
        .waiters
        .iter()
        .map(|it| waiter_line(it, place))
        .collect();
    let (heading, fence, hidden) = match place {
        Place::Readme => ("##", "rust", ""),
        Place::Rustdoc => ("#", "no_run", "# #[cfg(feature = \"client\")]\n"),
    };
    let title = match (paginated, &krate.waiters[..]) {
        (None, _) => "Waiters",
        (Some(_), []) => "Pages",
        (Some(_), _) => "Pages and waiters",
    };
    let list = if waiters.is_empty() {
        waiters
    } else {
        format!("{waiters}\n")
    };
    format!(
        "{heading} {title}\n\n{list}```{fence}\n{hidden}async fn example(client: \
         {krate_name}::Client) -> Result<(), Box<dyn std::error::Error>> {{\n{body}    \
         Ok(())\n}}\n```\n\n"
    )
}

/// How to receive the events of an operation, if the crate has such a one.
fn streams(krate: &Crate, place: Place) -> String {
    let streaming = krate.operations.iter();
    let mut streaming = streaming.filter_map(|it| Some((it, it.events.as_ref()?)));
    let Some((operation, events)) = streaming.next() else {
        return String::new();
    };
    let krate_name = krate.name.replace('-', "_");
    let (call, setters) = (&operation.method, setters(&operation.input));
    let (name, field) = (&operation.name, &events.field);
    let (heading, fence, hidden) = match place {
        Place::Readme => ("##", "rust", ""),
        Place::Rustdoc => ("#", "no_run", "# #[cfg(feature = \"client\")]\n"),
    };
    format!(
        r#"{heading} Streams of events

`{name}` answers with events for as long as the connection lives:

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

fn waiter_line(waiter: &Waiter, place: Place) -> String {
    let Waiter {
        name,
        module,
        method,
        model_name,
        ..
    } = waiter;
    match place {
        Place::Readme => format!("- `{model_name}`: `client.{method}()`\n"),
        // Without the client there are none to link to.
        Place::Rustdoc => format!("- `{name}`: `waiter::{module}`, `Client::{method}`\n"),
    }
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
         tinsmith from the service's model; nothing in it is written by hand.",
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
    let note = match operation.tells_endpoints {
        Some(_) => ", which the client asks where to send the others",
        None => "",
    };
    match place {
        Place::Readme => format!("- `{model_name}`: `client.{method}()`{note}\n"),
        // Without the client, it is not there.
        Place::Rustdoc if operation.events.is_some() => {
            format!("- `{name}` (with the client)\n")
        }
        Place::Rustdoc => format!("- [`{name}`](operation::{module}::{name}){note}\n"),
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
let request = {name}::request(&input)?; // its URI is relative to the endpoint; sign it, send it
assert_eq!(request.uri(), "/");
// …and then `{name}::response(&response)` gives the output or the error.
{end}```
"#
    )
}

/// The documentation of the module `test_util`.
pub(super) fn test_util_docs(krate: &Crate) -> String {
    let about = "Tests without the service: fakes, fixtures, and AWS's test connections.";
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

/// The setters that an example calls: the required strings, else the first string that the caller
/// has to choose.
fn setters(input: &Structure) -> String {
    let required = required(input);
    if !required.is_empty() {
        return setters_of(&required);
    }
    let mut fields = input.fields.iter();
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

/// A text that an example sets a field to.
fn example_text(field: &Name) -> String {
    format!("\"my-{}\"", field.bare().replace('_', "-"))
}

const FEATURES: &str = "\
- `client` (default): `Client` and `Config`, on AWS's own runtime crates.
- `default-https-client` (default): AWS's HTTPS connector; without it, give `Config` a connector.
- `serde`: `Serialize` and `Deserialize` for every type, in the form of the model.
- `stream`: `futures_core::Stream` for pages and items.
- `test-util`: fakes of the service, fixtures and test connections.

Without features there are the types and the operations, which turn inputs into `http` requests
and responses into outputs, for any HTTP library:
";
