//! `add`: imports a service's model, configures it, and generates its client.
//!
//! The model, `tinsmith.toml` and the generated code are written together, after all went well.

use std::fs;
use std::path::Path;

use clap::builder::NonEmptyStringValueParser;
use serde::Serialize;

use super::edit;
use crate::codegen::{self, Generated, runtime, write};
use crate::config::settings::{self, FILE, Settings};
use crate::config::{self, All, Configured, Form, Operations};
use crate::error::{Error, Result};
use crate::folder::{self, Change};
use crate::model::import::{self, Import, Origin};
use crate::model::name::ModelName;
use crate::model::{package, source};
use crate::model_files::{self, Files};
use crate::print::{self, Format};
use crate::workspace::{self, Workspace};

/// The options of `add`.
#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// The service, by its name in botocore: SERVICE or botocore:SERVICE[@VERSION]; or the path of a
    /// model.
    model: String,
    /// The operations to generate, separated by commas, or `all`; they are added to those of the
    /// service. By default, a new service has all.
    #[arg(
        long,
        value_name = "A,B",
        value_delimiter = ',',
        value_parser = NonEmptyStringValueParser::new()
    )]
    operations: Option<Vec<String>>,
    /// The name of the service's folder and table; by default, that in botocore, or the service's id.
    #[arg(long, value_name = "NAME")]
    service: Option<String>,
    /// The name of the crate or module; by default, that of the service.
    #[arg(long, value_name = "CRATE")]
    name: Option<String>,
    /// The output format.
    #[arg(long, value_enum, default_value_t)]
    format: Format,
}

/// What was added.
#[derive(Serialize)]
struct Report<'a> {
    service: &'a str,
    source: &'a str,
    operations: Vec<&'a str>,
    written: Vec<String>,
    removed: Vec<String>,
}

/// Runs the command.
///
/// # Errors
///
/// If there is no `tinsmith.toml`, or the model cannot be imported or generated. Nothing is changed then.
pub(super) fn run(arguments: &Arguments) -> Result<()> {
    let root = workspace::root()?;
    // Others that add services meanwhile would write `tinsmith.toml`, too.
    let _lock = Workspace::lock(&root)?;
    let workspace = &Workspace::at(&root)?;
    let Some(settings) = workspace.settings() else {
        return Err(
            Error::usage(workspace.root().display(), "has no tinsmith.toml")
                .hint("`tinsmith init` writes one"),
        );
    };
    let (service, import) = arguments.import(workspace, settings)?;
    settings::check_service(&service)?;
    let old = settings.krate(&service);
    let operations = operations(
        arguments.operations.as_deref(),
        old.as_ref().map(|it| &it.operations),
    )?;
    let file = workspace.root().join(FILE);
    let text = fs::read_to_string(&file).map_err(|error| Error::io(&file, "read it", &error))?;
    let new_text = edit::with_service(&text, &service, &operations, arguments.name.as_deref())?;
    let workspace = &workspace.with_settings(Settings::from_text(FILE, &new_text)?);

    let configured = config::any(workspace)?
        .into_iter()
        .find(|it| it.service().as_deref() == Some(&*service))
        .ok_or_else(|| Error::failure(FILE, format_args!("lacks services.{service}")))?;
    let model = match &import {
        Some(import) => import.model(),
        None => {
            source::verify(workspace, &configured, &Files::new())?;
            model_files::read(&configured.model)?
        }
    };
    let job = codegen::job(workspace, &configured, model)?;
    let generated = codegen::generate(vec![job])?;

    let mut changes = Vec::new();
    if let Some(import) = &import {
        changes.push((
            workspace.shown(&configured.model),
            import.change(workspace, &configured.model)?,
        ));
    }
    if text != new_text {
        let mut change = Change::new(workspace.root())?;
        change.write.push((FILE.to_owned(), new_text.into_bytes()));
        changes.push((String::new(), change));
    }
    let runtimes = runtime::shared([&generated[0].job.runtime])?;
    let krate = write::change(&generated[0])?;
    let all = changes.iter().map(|(_, change)| change);
    let all = all
        .chain(runtimes.iter().map(|it| &it.change))
        .chain([&krate]);
    folder::apply(&all.collect::<Vec<_>>())?;

    let source = match &import {
        Some(import) => import.origin(),
        None => "the model that is there".to_owned(),
    };
    if arguments.format == Format::Json {
        let job = &generated[0].job;
        let runtimes = runtimes.into_iter();
        changes.extend(runtimes.map(|it| (it.shown, it.change)));
        changes.push((job.shown.clone(), krate));
        return report(&service, &source, &generated[0], &changes);
    }
    print::done(format_args!("{service}: from {source}"));
    for (folder, change) in &changes {
        for path in change.written(folder) {
            print::done(format_args!("written   {path}"));
        }
        for path in change.removed(folder) {
            print::done(format_args!("removed   {path}"));
        }
    }
    for runtime in &runtimes {
        print::done(write::runtime_done(runtime));
    }
    print::done(write::done(&generated[0], &krate));
    if old.is_none() {
        advise(workspace, &configured, &generated[0]);
    }
    Ok(())
}

fn report(
    service: &str,
    source: &str,
    generated: &Generated,
    changes: &[(String, Change)],
) -> Result<()> {
    let operations = generated.output.operations.iter();
    let written = changes.iter().flat_map(|(folder, it)| it.written(folder));
    let removed = changes.iter().flat_map(|(folder, it)| it.removed(folder));
    print::json(
        1,
        &Report {
            service,
            source,
            operations: operations.map(|it| it.name.as_str()).collect(),
            written: written.collect(),
            removed: removed.collect(),
        },
    )
}

impl Arguments {
    /// The service, and its model if it is to be imported: it is not if it is there already and no
    /// version is named.
    fn import(
        &self,
        workspace: &Workspace,
        settings: &Settings,
    ) -> Result<(String, Option<Import>)> {
        let keeps = settings.aws_documentation;
        let name = self.model_name(settings)?;
        let ModelName::Botocore { service, version } = &name else {
            return self.import_path(workspace, &name, keeps);
        };
        let service = service.clone().ok_or_else(|| {
            Error::usage(&self.model, "names no service").hint("as in botocore:dynamodb@1.44.8")
        })?;
        let folder = self.service.clone().unwrap_or_else(|| service.clone());
        let is_there = workspace.model(&folder).join(source::FILE).is_file();
        let version = match version {
            Some(version) => version.clone(),
            None if is_there && settings.krate(&folder).is_some() => return Ok((folder, None)),
            None => package::default_version(workspace.root())?,
        };
        // All services: the next one needs no installation then.
        package::install_all(workspace.root(), &version)?;
        let origin = Origin::package(workspace.root(), &version, &service)?;
        Ok((folder, Some(import::import(&origin, keeps)?)))
    }

    fn import_path(
        &self,
        workspace: &Workspace,
        name: &ModelName,
        keeps: bool,
    ) -> Result<(String, Option<Import>)> {
        let found = name.read(|| Ok(workspace.root().to_owned()))?;
        let input = codegen::input(found.files);
        let survey = tinsmith::survey(&input)?;
        let service = self.service.clone().unwrap_or(survey.crate_name);
        if let ModelName::Path(path) = name
            && let (Ok(from), Ok(to)) = (
                path.canonicalize(),
                workspace.model(&service).canonicalize(),
            )
            && from.starts_with(to)
        {
            return Err(
                Error::usage(&self.model, "is the imported model itself").hint(format!(
                    "`tinsmith add {service} --operations A,B` adds operations of it"
                )),
            );
        }
        let is_botocore = input
            .model
            .keys()
            .any(|it| model_files::kind(it) == Some("service-2"));
        let import = match name {
            ModelName::Path(path) if is_botocore && path.is_dir() => {
                import::import(&Origin::folder(path, &service)?, keeps)?
            }
            _ => import::import_files(&input.model, &service, &survey.api_version, keeps)?,
        };
        Ok((service, Some(import)))
    }

    /// The model: a bare name is a service of botocore, unless it is that of a folder with a model here.
    fn model_name(&self, settings: &Settings) -> Result<ModelName> {
        let name = self.model.parse();
        let name = name.map_err(|message: String| Error::usage(&self.model, message))?;
        let path = Path::new(&self.model);
        let is_model = || path.exists() && model_files::locate(path).is_ok();
        let is_bare = settings::is_service(&self.model)
            && (settings.krate(&self.model).is_some() || !is_model());
        Ok(match name {
            ModelName::Path(_) if is_bare => ModelName::Botocore {
                service: Some(self.model.clone()),
                version: None,
            },
            name => name,
        })
    }
}

/// The operations of the service: the old ones, then those that are new.
fn operations(wanted: Option<&[String]>, old: Option<&Operations>) -> Result<Operations> {
    let wanted = wanted.map(Operations::of_list).transpose()?;
    Ok(match (old, wanted) {
        (Some(Operations::Named(old)), Some(Operations::Named(wanted))) => {
            let mut names = old.clone();
            for name in wanted {
                if !names.contains(&name) {
                    names.push(name);
                }
            }
            Operations::Named(names)
        }
        (Some(Operations::All(All::All)), _) | (None, None) => Operations::All(All::All),
        (_, Some(wanted)) => wanted,
        (Some(old), None) => old.clone(),
    })
}

/// Says how to use what is new.
fn advise(workspace: &Workspace, configured: &Configured, generated: &Generated) {
    match &configured.krate.form {
        Form::Crate => {
            let path = workspace.quoted(&configured.krate.path);
            print::next(format_args!(
                "`cargo add --path {path}` makes your crate depend on it; for credentials and a runtime, \
                 `cargo add aws-config` and `cargo add tokio --features macros,rt-multi-thread`"
            ));
        }
        Form::Module(features) => {
            let folder = workspace.settings().and_then(Settings::modules);
            let module = folder.and_then(Path::file_name).unwrap_or_default();
            let module = module.to_string_lossy();
            let name = generated.output.name.replace('-', "_");
            let features = features.iter().map(|it| it.as_str());
            let own = generated.output.runtime_features.iter().copied();
            let features: Vec<_> = features.chain(own).collect();
            let runtime = &configured.krate.runtime;
            print::next(format_args!(
                "declare it in your main.rs or lib.rs, as in `mod {module} {{ pub mod {name}; }}`, and add \
                 the features to your dependency: tinsmith-runtime = {{ {}, features = {features:?} }}",
                runtime.in_toml()
            ));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn operations_are_added_to_those_that_are_there() {
        let named =
            |names: &[&str]| Operations::Named(names.iter().map(|it| (*it).to_owned()).collect());
        let list = |names: &[&str]| names.iter().map(|it| (*it).to_owned()).collect::<Vec<_>>();
        let all = Operations::All(All::All);
        for (old, wanted, expected) in [
            (None, None, all.clone()),
            (None, Some(&["A", "B"][..]), named(&["A", "B"])),
            (Some(named(&["B"])), Some(&["A", "B"]), named(&["B", "A"])),
            (Some(named(&["B"])), None, named(&["B"])),
            (Some(named(&["B"])), Some(&["all"]), all.clone()),
            (Some(all.clone()), Some(&["A"]), all.clone()),
        ] {
            let wanted = wanted.map(list);
            let found = operations(wanted.as_deref(), old.as_ref()).unwrap();
            assert_eq!(found, expected, "{old:?} {wanted:?}");
        }
        let error = operations(Some(&list(&["all", "A"])), None).unwrap_err();
        assert!(error.problems[0].message.contains("`all` already includes"));
    }
}
