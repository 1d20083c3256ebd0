//! `services`: what a version of botocore has, and what can be generated of it.

use std::collections::BTreeMap;
use std::path::Path;

use rayon::prelude::*;
use serde::Serialize;
use tinsmith::{Survey, SurveyedOperation};

use crate::codegen;
use crate::config::{self, Configured};
use crate::error::Result;
use crate::model::package::{self, DATA};
use crate::model::source::{LOCAL, Source};
use crate::model_files;
use crate::print::{self, BOLD, Format, GREEN, YELLOW};
use crate::workspace::{self, Workspace};

/// The options of `services`.
#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// Services to show with their operations; by default, all are listed.
    services: Vec<String>,
    /// The version of botocore; by default, the newest.
    #[arg(long)]
    version: Option<String>,
    /// The output format.
    #[arg(long, value_enum, default_value_t)]
    format: Format,
}

#[derive(Serialize)]
struct Report {
    botocore: String,
    services: Vec<Service>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Service {
    name: String,
    full_name: String,
    api_version: String,
    protocols: Vec<&'static str>,
    operations: Vec<Operation>,
    /// Why nothing can be generated, with all operations.
    problem: Option<String>,
    /// The operations that this repository generates, if it has the service.
    configured: Option<Vec<String>>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Operation {
    name: String,
    /// Why it cannot be generated.
    problem: Option<String>,
}

/// Runs the command.
///
/// # Errors
///
/// If the configuration is invalid, or botocore cannot be installed or has no service of a name.
pub(super) fn run(arguments: &Arguments) -> Result<()> {
    let configured = configured()?;
    let root = package::root()?;
    let version = match &arguments.version {
        Some(version) => version.clone(),
        None => package::default_version(&root)?,
    };
    let (data, mut names) = if arguments.services.is_empty() {
        let (package, names) = package::install_all(&root, &version)?;
        print::progress(format_args!("reading {} models", names.len()));
        (package.join(DATA), names)
    } else {
        let mut package = root.clone();
        for name in &arguments.services {
            package = package::install(&root, &version, name)?;
        }
        (package.join(DATA), arguments.services.clone())
    };
    names.sort();
    names.dedup();
    let services = names.par_iter().map(|name| {
        let configured = configured.get(name).cloned();
        Service::of(&data, name, configured)
    });
    let report = Report {
        services: services.collect(),
        botocore: version,
    };
    match arguments.format {
        Format::Json => print::json(1, &report),
        Format::Text if arguments.services.is_empty() => {
            print::block(table(&report));
            Ok(())
        }
        Format::Text => {
            for service in &report.services {
                print::block(details(service));
                if service.possible() > 0 {
                    print::next(format_args!(
                        "`tinsmith add {} --operations A,B` generates a client",
                        service.name
                    ));
                }
            }
            Ok(())
        }
    }
}

/// The operations that the workspace generates, by the service's name in botocore; nothing outside of one.
///
/// # Errors
///
/// If its configuration is invalid.
fn configured() -> Result<BTreeMap<String, Vec<String>>> {
    let Ok(root) = workspace::root() else {
        return Ok(BTreeMap::new());
    };
    let workspace = Workspace::at(&root)?;
    let all = config::any(&workspace)?.into_iter();
    let operations = all.filter_map(|it: Configured| {
        let source = Source::read(&workspace, &it.model).ok().flatten();
        let service = match source {
            Some(source) => (source.package != LOCAL).then_some(source.service)?,
            None => it.service()?,
        };
        let names = it.krate.operations.names();
        Some((service, names.unwrap_or_else(|| vec!["all".to_owned()])))
    });
    Ok(operations.collect())
}

impl Service {
    fn of(data: &Path, name: &str, configured: Option<Vec<String>>) -> Self {
        match survey(&data.join(name)) {
            Ok(survey) => Self {
                name: name.to_owned(),
                problem: survey.problems.first().map(ToString::to_string),
                full_name: survey.full_name,
                api_version: survey.api_version,
                protocols: survey.protocols,
                operations: survey.operations.into_iter().map(Operation::of).collect(),
                configured,
            },
            Err(error) => Self {
                name: name.to_owned(),
                problem: error.problems.first().map(ToString::to_string),
                full_name: String::new(),
                api_version: String::new(),
                protocols: Vec::new(),
                operations: Vec::new(),
                configured,
            },
        }
    }

    /// How many operations can be generated.
    fn possible(&self) -> usize {
        match self.problem {
            Some(_) => 0,
            None => {
                let operations = self.operations.iter();
                operations.filter(|it| it.problem.is_none()).count()
            }
        }
    }

    /// Why not everything can be generated, in the first place that says why.
    fn reason(&self) -> Option<&str> {
        let mut operations = self.operations.iter();
        let of_operation = operations.find_map(|it| it.problem.as_deref());
        self.problem.as_deref().or(of_operation)
    }
}

impl Operation {
    fn of(operation: SurveyedOperation) -> Self {
        Self {
            name: operation.name,
            problem: operation.problem.map(|it| it.message),
        }
    }
}

fn survey(model: &Path) -> Result<Survey> {
    let mut input = codegen::input(model_files::read(model)?);
    input.config.crate_name = Some("surveyed".to_owned());
    Ok(tinsmith::survey(&input)?)
}

/// A line for each service.
fn table(report: &Report) -> String {
    let width = report.services.iter().map(|it| it.name.len()).max();
    let width = width.unwrap_or_default();
    let mut text = String::new();
    for service in &report.services {
        let (all, possible) = (service.operations.len(), service.possible());
        let protocol = service.protocols.first().copied().unwrap_or_default();
        let count = if all == possible {
            print::count(all, "operation")
        } else {
            format!("{possible} of {}", print::count(all, "operation"))
        };
        let mut line = format!("{:width$}  {protocol:10}  {count:17}", service.name);
        if let Some(configured) = &service.configured {
            let what = match &configured[..] {
                [all] if all == "all" => "all".to_owned(),
                names => names.len().to_string(),
            };
            line.push_str(&format!("  {GREEN}here: {what}{GREEN:#}"));
        }
        if all != possible || possible == 0 {
            let reason = service.reason().unwrap_or_default();
            line.push_str(&format!("  {YELLOW}{reason}{YELLOW:#}"));
        }
        text.push_str(line.trim_end());
        text.push('\n');
    }
    let services = report.services.iter();
    let complete = services.filter(|it| it.possible() == it.operations.len() && it.possible() > 0);
    text.push_str(&format!(
        "{BOLD}botocore {}: {}, {} of them with all operations{BOLD:#}\n",
        report.botocore,
        print::count(report.services.len(), "service"),
        complete.count()
    ));
    text
}

/// A service with its operations.
fn details(service: &Service) -> String {
    let mut text = format!(
        "{BOLD}{}{BOLD:#}: {} {}, {}, {}\n",
        service.name,
        service.full_name,
        service.api_version,
        service.protocols.join(", "),
        print::count(service.operations.len(), "operation")
    );
    if let Some(problem) = &service.problem {
        text.push_str(&format!("  {YELLOW}not generated: {problem}{YELLOW:#}\n"));
    }
    for operation in &service.operations {
        text.push_str(&format!("  {}", operation.name));
        let is_here = |names: &Vec<String>| {
            names.contains(&operation.name) || names.iter().any(|it| it == "all")
        };
        if service.configured.as_ref().is_some_and(is_here) {
            text.push_str(&format!("  {GREEN}here{GREEN:#}"));
        }
        if let Some(problem) = &operation.problem {
            text.push_str(&format!("  {YELLOW}not generated: {problem}{YELLOW:#}"));
        }
        text.push('\n');
    }
    text
}
