//! How requests are signed is what the model says; what clients do not have is refused or warned
//! about by name.

use serde_json::{Value, json};
use tests::fixtures;
use tinsmith::{Crate, error::Error};

/// A botocore model with the operations `Make` and `Also`.
fn botocore(metadata: &Value, operation: &Value) -> Value {
    let mut model = json!({
        "metadata": {
            "apiVersion": "1", "endpointPrefix": "t", "jsonVersion": "1.1", "protocol": "json", "serviceId": "T",
            "targetPrefix": "T",
        },
        "operations": {"Make": {"name": "Make"}, "Also": {"name": "Also"}},
        "shapes": {},
    });
    merge(&mut model["metadata"], metadata);
    merge(&mut model["operations"]["Make"], operation);
    model
}

fn generate(metadata: &Value, operation: &Value) -> Result<Crate, Error> {
    generate_file(&botocore(metadata, operation))
}

fn generate_file(model: &Value) -> Result<Crate, Error> {
    tinsmith::generate(&fixtures::of_model(model.to_string()))
}

fn merge(into: &mut Value, from: &Value) {
    let into = into.as_object_mut().expect("an object");
    into.extend(from.as_object().expect("an object").clone());
}

/// A Smithy model with these traits of its service, and more shapes.
fn smithy(traits: &Value, shapes: &Value) -> Value {
    let mut model = json!({"smithy": "2.0", "shapes": {
        "t#Svc": {
            "type": "service", "version": "1", "operations": [{"target": "t#Make"}],
            "traits": {"aws.protocols#awsJson1_1": {}},
        },
        "t#Make": {"type": "operation"},
    }});
    merge(&mut model["shapes"]["t#Svc"]["traits"], traits);
    merge(&mut model["shapes"], shapes);
    model
}

/// The warnings, without those about rules that are not there.
fn warnings(krate: &Crate) -> Vec<String> {
    let warnings = krate.warnings.iter().map(ToString::to_string);
    warnings
        .filter(|it| !it.contains("no endpoint rules"))
        .collect()
}

fn is_signed(krate: &Crate, operation: &str) -> bool {
    let path = format!("src/operation/{operation}.rs");
    !krate.files[&path].contains("Its requests are not signed")
}

#[test]
fn botocore_models() {
    let (none, v4) = (json!({}), json!({"signatureVersion": "v4"}));
    let sigv4 = json!({"auth": ["aws.auth#sigv4"]});
    let no_auth = json!({"auth": ["smithy.api#noAuth"]});
    let signed = |metadata: &Value, operation: &Value| {
        let krate = generate(metadata, operation).expect("a crate");
        (
            is_signed(&krate, "make"),
            is_signed(&krate, "also"),
            warnings(&krate),
        )
    };
    for (metadata, operation, expected) in [
        (&v4, &none, (true, true)),
        (&sigv4, &none, (true, true)),
        (&json!({"signatureVersion": "none"}), &none, (false, false)),
        (&v4, &json!({"authtype": "none"}), (false, true)),
        (&v4, &json!({"authtype": ""}), (true, true)),
        (&v4, &no_auth, (false, true)),
        (&json!({"signatureVersion": "none"}), &sigv4, (true, false)),
        (
            &json!({"signatureVersion": "none"}),
            &json!({"authtype": "v4"}),
            (true, false),
        ),
        // The list is newer.
        (
            &json!({"signatureVersion": "bearer", "auth": ["aws.auth#sigv4"]}),
            &none,
            (true, true),
        ),
    ] {
        let (this, other, warnings) = signed(metadata, operation);
        assert_eq!((this, other), expected, "{metadata} {operation}");
        assert_eq!(warnings, [""; 0], "{metadata} {operation}");
    }
    let (this, other, warnings) = signed(&none, &none);
    assert!(this && other);
    assert_eq!(
        warnings,
        ["metadata.signatureVersion: the model does not say how requests to T are signed"]
    );
    let several = json!({"auth": ["smithy.api#httpBasicAuth", "aws.auth#sigv4"]});
    let (this, other, warnings) = signed(&several, &none);
    assert!(this && other);
    assert_eq!(
        warnings,
        [
            "operations.Make.auth: it prefers the authentication scheme `smithy.api#httpBasicAuth` \
          (and 1 others), which the client does not support"
        ]
    );
}

#[test]
fn signatures_before_sigv4_are_replaced_where_endpoints_take_it() {
    for version in ["v2", "s3", "s3v4"] {
        let model = botocore(&json!({"signatureVersion": version}), &json!({}));
        let mut input = fixtures::of_model(model.to_string());
        let mut generate_with = |properties: &Value| {
            let rules = json!({"version": "1.0", "parameters": {}, "rules": [{
                "type": "endpoint", "conditions": [],
                "endpoint": {"url": "https://t.example.com", "properties": properties},
            }]});
            let file = "endpoint-rule-set-1.json".to_owned();
            input.model.insert(file, rules.to_string().into_bytes());
            tinsmith::generate(&input)
        };
        let sigv4 = json!({"authSchemes": [{"name": "sigv4"}]});
        let krate = generate_with(&sigv4).expect("a crate");
        assert!(is_signed(&krate, "make") && is_signed(&krate, "also"));
        let error = generate_with(&json!({})).expect_err("no SigV4");
        assert!(
            error.to_string().contains(&format!("`{version}`")),
            "{error}"
        );
    }
}

#[test]
fn lists_of_schemes_are_facts_of_operations() {
    let none = json!({});
    let (sigv4, bearer) = ("aws.auth#sigv4", "smithy.api#httpBearerAuth");
    for (metadata, operation, facts, schemes) in [
        (
            json!({"signatureVersion": "v4"}),
            none.clone(),
            "",
            "&SIGV4",
        ),
        (
            json!({"signatureVersion": "bearer"}),
            none.clone(),
            ".auth(&[\"httpBearerAuth\"])",
            "&BEARER",
        ),
        (
            json!({"auth": [sigv4, bearer]}),
            none.clone(),
            ".auth(&[\"sigv4\", \"httpBearerAuth\"])",
            "&SIGV4, &BEARER",
        ),
        (
            json!({"auth": [bearer, sigv4]}),
            json!({"auth": [sigv4]}),
            "",
            "&SIGV4, &BEARER",
        ),
        (
            json!({"signatureVersion": "v4"}),
            json!({"authtype": "bearer"}),
            ".auth(&[\"httpBearerAuth\"])",
            "&SIGV4, &BEARER",
        ),
        // Nothing comes after no authentication, which is always possible.
        (
            json!({"auth": [sigv4]}),
            json!({"auth": ["a.b#mine", bearer, "smithy.api#noAuth", sigv4]}),
            ".auth(&[\"httpBearerAuth\", \"noAuth\"])",
            "&SIGV4, &BEARER",
        ),
        (
            json!({"auth": [sigv4]}),
            json!({"auth": ["smithy.api#noAuth", sigv4]}),
            ".unsigned()",
            "&SIGV4",
        ),
        (
            json!({"auth": [sigv4, bearer]}),
            json!({"auth": ["aws.auth#sigv4a", sigv4]}),
            ".auth(&[\"sigv4a\", \"sigv4\"])",
            "&SIGV4, &BEARER, sigv4a",
        ),
        (
            json!({"auth": ["aws.auth#sigv4a"]}),
            none.clone(),
            ".auth(&[\"sigv4a\"])",
            "sigv4a",
        ),
    ] {
        let krate = generate(&metadata, &operation).expect("a crate");
        let file = krate.files["src/operation/make.rs"].split_whitespace();
        let file = file.collect::<Vec<_>>().join(" ").replace(") .", ").");
        let expected = format!("OperationSchema::new(\"Make\").target(\"T.Make\"){facts};");
        assert!(file.contains(&expected), "{file}");
        let client = krate.files["src/client.rs"].split_whitespace();
        let client = client.collect::<Vec<_>>().join(" ");
        // The crate has it with a feature of its own.
        let others = schemes.strip_suffix("sigv4a");
        let list = match others {
            Some(others) => {
                let others = others.trim_end_matches(", ").replace('&', "");
                format!("tinsmith_runtime::with_sigv4a!({others})")
            }
            None => format!("&[{schemes}]"),
        };
        let expected = format!("auth_schemes: {list},");
        assert!(client.contains(&expected), "{expected} is not in {client}");
        let feature = "sigv4a = [\"client\", \"tinsmith-runtime/sigv4a\"]";
        let has_feature = krate.files["Cargo.toml"].contains(feature);
        assert_eq!(has_feature, others.is_some());
        // It is only compiled where it is needed.
        let manifest = &krate.files["Cargo.toml"];
        let needs_tokens = schemes.contains("BEARER");
        assert_eq!(
            manifest.contains("tinsmith-runtime/bearer-auth"),
            needs_tokens
        );
    }
}

#[test]
fn schemes_that_clients_do_not_have_are_refused() {
    let (none, v4) = (json!({}), json!({"signatureVersion": "v4"}));
    for (metadata, operation, scheme, count) in [
        (json!({"signatureVersion": "v2"}), &none, "v2", 2),
        (json!({"signatureVersion": "s3v4"}), &none, "s3v4", 2),
        (
            json!({"auth": ["smithy.api#httpBasicAuth"]}),
            &none,
            "smithy.api#httpBasicAuth",
            2,
        ),
        (v4.clone(), &json!({"authtype": "custom"}), "custom", 1),
        (v4, &json!({"auth": ["a.b#mine"]}), "a.b#mine", 1),
    ] {
        // If another operation remains, this one is left out with a warning.
        let (before, of, messages) = match generate(&metadata, operation) {
            Err(error) => (
                "",
                " (of this operation and 1 more)",
                vec![error.to_string()],
            ),
            Ok(krate) => ("Make is left out: ", "", warnings(&krate)),
        };
        assert_eq!(count, if of.is_empty() { 1 } else { 2 }, "{scheme}");
        let message = format!(
            "operations.Make.auth: {before}`{scheme}`{of} is not supported: requests have a signature \
             of SigV4 or SigV4a, a bearer token or no authentication"
        );
        assert_eq!(messages, [message]);
    }
}

#[test]
fn schemes_of_smithy_models() {
    let refused = |traits: Value, shapes: Value| {
        let error = generate_file(&smithy(&traits, &shapes)).expect_err("refused");
        error.to_string()
    };
    // A scheme that the model defines is not "no scheme".
    let own = json!({"t#mine": {"type": "structure", "traits": {
        "smithy.api#trait": {}, "smithy.api#authDefinition": {},
    }}});
    let error = refused(json!({"t#mine": {}}), own.clone());
    assert!(
        error.starts_with("operations.Make.auth: `t#mine` is not supported"),
        "{error}"
    );
    let error = refused(
        json!({"aws.auth#cognitoUserPools": {"providerArns": []}}),
        json!({}),
    );
    assert!(error.contains("`aws.auth#cognitoUserPools`"), "{error}");

    let generated =
        |traits: Value, shapes: &Value| generate_file(&smithy(&traits, shapes)).expect("a crate");
    // It is defined, but not the service's.
    let krate = generated(json!({}), &own);
    assert!(!is_signed(&krate, "make") && warnings(&krate).is_empty());
    let both = json!({"t#mine": {}, "aws.auth#sigv4": {"name": "t"}});
    let krate = generated(both, &own);
    assert!(is_signed(&krate, "make") && warnings(&krate).is_empty());
}

/// In order of their names, with those of the service.
#[test]
fn asymmetric_signatures_of_smithy_models() {
    let asymmetric = || json!({"aws.auth#sigv4a": {"name": "t"}});
    let mut both = asymmetric();
    both["aws.auth#sigv4"] = json!({"name": "t"});
    for (traits, expected) in [
        (asymmetric(), ".auth(&[\"sigv4a\"])"),
        (both, ".auth(&[\"sigv4\", \"sigv4a\"])"),
    ] {
        let krate = generate_file(&smithy(&traits, &json!({}))).expect("a crate");
        assert!(warnings(&krate).is_empty(), "{:?}", warnings(&krate));
        let operation = &krate.files["src/operation/make.rs"];
        assert!(operation.contains(expected), "{operation}");
        assert!(krate.files["Cargo.toml"].contains("tinsmith-runtime/sigv4a"));
    }
}

#[test]
fn models_without_rules_are_warned_about() {
    let rules = |metadata: Value| {
        let krate = generate(&metadata, &json!({})).expect("a crate");
        let warning = krate.warnings.first().expect("a warning");
        format!("{warning}; {}", warning.hint.clone().unwrap_or_default())
    };
    let warning = rules(json!({"signatureVersion": "v4"}));
    assert!(
        warning.contains("https://t.us-east-1.amazonaws.com"),
        "{warning}"
    );
    assert!(
        warning.contains("one endpoint for all regions"),
        "{warning}"
    );
    let warning = rules(json!({"signatureVersion": "v4", "globalEndpoint": "t.example.com"}));
    assert!(
        warning.contains("all regions have the host t.example.com"),
        "{warning}"
    );
}
