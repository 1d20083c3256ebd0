//! What `explain` shows of XML and forms is what generated crates write: they read each sample, and write
//! the same text.

use serde_json::{Value, json};
use tests::project::{Project, dependency, runtime_dependency};
use tests::{botocore, fixtures};
use tinsmith::Input;
use tinsmith::explain::Explainer;

const PROGRAM: &str = include_str!("program.rs");

const NAME: &str = "explained";

/// Services of botocore with their protocols and some operations.
const SERVICES: [(&str, &str, &[&str]); 4] = [
    (
        "ec2",
        "ec2",
        &[
            "CreateTags",
            "DescribeInstances",
            "ModifyInstanceAttribute",
            "RunInstances",
        ],
    ),
    (
        "route53",
        "xml",
        &[
            "ChangeResourceRecordSets",
            "CreateHostedZone",
            "ListHostedZones",
        ],
    ),
    (
        "sns",
        "query",
        &[
            "CreateTopic",
            "GetTopicAttributes",
            "Publish",
            "PublishBatch",
        ],
    ),
    ("sts", "query", &["AssumeRole", "GetCallerIdentity"]),
];

/// A model with its protocol.
struct Subject {
    name: String,
    input: Input,
    form: &'static str,
}

fn subjects() -> Vec<Subject> {
    let services = SERVICES.iter().map(|&(service, form, operations)| {
        let mut input = botocore::input(service);
        input.config.crate_name = Some(service.to_owned());
        input.config.operations = Some(operations.iter().map(|&it| it.to_owned()).collect());
        let name = service.to_owned();
        Subject { name, input, form }
    });
    let fixture = Subject {
        name: "fixture-rest-xml".to_owned(),
        input: fixtures::input("rest-xml"),
        form: "xml",
    };
    services.chain([fixture]).collect()
}

/// The samples of an operation, its input and output, and their members.
fn questions(
    subject: &Subject,
    explainer: &Explainer,
    model: &Value,
    operation: &str,
) -> Vec<Value> {
    let sample = |name: &str| {
        let found = explainer
            .explain(name)
            .unwrap_or_else(|error| panic!("{error}"));
        let found = found.into_iter().find(|it| it.name == name);
        found.expect("it is found").example
    };
    let question = |part: &str, form: &str, text: String| json!({"crate": subject.name, "operation": operation, "part": part, "as": form, "text": text});
    let facts = &model["operations"][operation];
    let mut questions = Vec::new();
    let input = facts["input"]["shape"]
        .as_str()
        .map(|it| &model["shapes"][it]);
    let is_payload = input.is_some_and(|it| it["payload"].is_string());
    let form = match subject.form {
        "xml" if is_payload => "payload",
        "xml" => "document",
        form => form,
    };
    questions.extend(sample(operation).map(|text| question("input", form, text)));
    for part in ["input", "output"] {
        let Some(shape) = facts[part]["shape"].as_str() else {
            continue;
        };
        let form = match (part, subject.form) {
            ("output", _) | (_, "xml") => "elements",
            (_, form) => form,
        };
        for member in model["shapes"][shape]["members"]
            .as_object()
            .into_iter()
            .flatten()
        {
            let text = sample(&format!("{shape}.{}", member.0));
            questions.extend(text.map(|text| question(part, form, text)));
        }
    }
    questions
}

#[test]
fn samples_are_what_generated_crates_write() {
    let subjects = subjects();
    let names = subjects.iter().map(|it| it.name.clone());
    let project = Project::new(
        env!("CARGO_TARGET_TMPDIR"),
        NAME,
        &names.chain([NAME.to_owned()]).collect::<Vec<_>>(),
    );
    let mut dependencies = vec![
        runtime_dependency(&["aws-query", "ec2-query", "rest-xml"]),
        "serde_json = \"1\"".to_owned(),
    ];
    let (mut arms, mut questions) = (String::new(), Vec::new());
    for subject in &subjects {
        let explainer = Explainer::new(&subject.input).unwrap_or_else(|error| panic!("{error}"));
        let krate = explainer.output();
        let model = botocore::document(&subject.input, "service-2");
        project.write_crate(&subject.name, krate);
        dependencies.push(dependency(&krate.name, &subject.name, &[]));
        for operation in &krate.operations {
            let module = format!(
                "{}::operation::{}",
                krate.name.replace('-', "_"),
                operation.module
            );
            for part in ["Input", "Output"] {
                arms += &format!(
                    "        ({:?}, {:?}, {:?}) => again::<<{module}::{} as \
                     tinsmith_runtime::operation::Operation>::{part}>(question),\n",
                    subject.name,
                    operation.name,
                    part.to_lowercase(),
                    operation.marker,
                );
            }
            questions.extend(self::questions(
                subject,
                &explainer,
                &model,
                &operation.name,
            ));
        }
    }
    let main = format!(
        "{PROGRAM}\nfn answer(question: &Value) -> String {{\n    \
         let [name, operation, part] = [\"crate\", \"operation\", \"part\"].map(|it| question[it].as_str().unwrap());\n    \
         match (name, operation, part) {{\n{arms}        _ => panic!(\"{{question}}\"),\n    }}\n}}\n"
    );
    project.write_program(NAME, &dependencies, &main);
    project.cargo(&format!("build --quiet --package {NAME}"));
    let answers = project.ask(NAME, &questions);
    let mut shown = String::new();
    for (question, answer) in questions.iter().zip(&answers) {
        assert_eq!(&question["text"], answer, "{question}");
        let is_of_service = |it: &&str| question["crate"] != json!(it);
        if ["ec2", "route53"].iter().all(is_of_service) {
            shown += &format!(
                "{} {}: {}\n",
                question["operation"], question["part"], question["text"]
            );
        }
    }
    assert!(questions.len() > 100, "{}", questions.len());
    insta::with_settings!({ prepend_module_to_snapshot => false, omit_expression => true }, {
        insta::assert_snapshot!("samples", shown);
    });
}
