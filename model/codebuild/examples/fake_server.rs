//! A small `CodeBuild` in memory that listens on a port, for tests in any language.
//!
//! ```text
//! cargo run --example fake_server --features test-util -- --port 8000 --builds 3
//! aws codebuild list-projects --endpoint-url http://127.0.0.1:8000
//! ```
//!
//! It has projects and builds. A build proceeds each time it is read: it is queued, then built,
//! then finished. Nothing is kept when the program ends.

use std::collections::{BTreeMap, HashMap};
use std::error::Error;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::SystemTime;

use clap::Parser;
use codebuild::client::ClientOperation;
use codebuild::operation::batch_delete_builds::*;
use codebuild::operation::batch_get_builds::*;
use codebuild::operation::batch_get_projects::*;
use codebuild::operation::create_project::*;
use codebuild::operation::delete_project::*;
use codebuild::operation::list_builds::*;
use codebuild::operation::list_builds_for_project::*;
use codebuild::operation::list_projects::*;
use codebuild::operation::retry_build::*;
use codebuild::operation::start_build::*;
use codebuild::operation::stop_build::*;
use codebuild::test_util::{Fake, Fault};
use codebuild::types::{
    Build, InvalidInputException, Project, ResourceAlreadyExistsException,
    ResourceNotFoundException, SortOrderType, StatusType,
};

/// A small CodeBuild in memory that listens on a port.
#[derive(Parser)]
struct Arguments {
    /// The port; by default a free one, which is printed.
    #[arg(long, default_value_t = 0)]
    port: u16,

    /// The number of builds that there are in the beginning, of a project `demo`.
    #[arg(long, default_value_t = 0)]
    builds: usize,

    /// The number of ids on a page.
    #[arg(long, default_value_t = 100)]
    page_size: usize,

    /// The number of requests to throttle, from the first on.
    #[arg(long, default_value_t = 0)]
    throttle: usize,

    /// The share of requests that fail, such as 0.1.
    #[arg(long, default_value_t = 0.0)]
    failures: f64,

    /// The seed of the failures.
    #[arg(long, default_value_t = 0)]
    seed: u64,
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let arguments = Arguments::parse();
    let mut account = Account {
        page_size: arguments.page_size.max(1),
        ..Account::default()
    };
    account.fill(arguments.builds)?;
    let fake = fake(account);
    fake.inject(Fault::throttling()).times(arguments.throttle);
    let failures = [
        Fault::status(500),
        Fault::status(503),
        Fault::throttling(),
        Fault::connection_reset(),
        Fault::connection_reset().after(),
        Fault::truncated(),
    ];
    fake.inject_in_turn(failures)
        .rate(arguments.failures, arguments.seed);

    let server = fake.serve(("127.0.0.1", arguments.port)).await?;
    println!("listening on {}", server.url());
    std::future::pending::<()>().await;
    Ok(())
}

/// A fake with all operations, which share an account.
fn fake(account: Account) -> Fake {
    let account = Arc::new(Mutex::new(account));
    let fake = Fake::new();
    on::<CreateProject>(&fake, &account, Account::create_project);
    on::<BatchGetProjects>(&fake, &account, Account::batch_get_projects);
    on::<ListProjects>(&fake, &account, Account::list_projects);
    on::<DeleteProject>(&fake, &account, Account::delete_project);
    on::<StartBuild>(&fake, &account, Account::start_build);
    on::<RetryBuild>(&fake, &account, Account::retry_build);
    on::<StopBuild>(&fake, &account, Account::stop_build);
    on::<BatchGetBuilds>(&fake, &account, Account::batch_get_builds);
    on::<BatchDeleteBuilds>(&fake, &account, Account::batch_delete_builds);
    on::<ListBuilds>(&fake, &account, Account::list_builds);
    on::<ListBuildsForProject>(&fake, &account, Account::list_builds_for_project);
    fake
}

fn on<O: ClientOperation>(
    fake: &Fake,
    account: &Arc<Mutex<Account>>,
    answer: fn(&mut Account, O::Input) -> Result<O::Output, O::Error>,
) {
    let account = account.clone();
    fake.clone().on::<O>(move |input| {
        let mut account = account.lock().unwrap_or_else(PoisonError::into_inner);
        answer(&mut account, input)
    });
}

/// The state of the account.
#[derive(Default)]
struct Account {
    projects: BTreeMap<String, Project>,
    /// In the order in which they were started.
    builds: Vec<Build>,
    /// The request with an idempotency token, and the build that it started.
    tokens: HashMap<String, (String, Build)>,
    started: i64,
    page_size: usize,
}

impl Account {
    /// Adds a project with ended builds.
    fn fill(&mut self, builds: usize) -> Result<(), Box<dyn Error>> {
        if builds > 0 {
            self.create_project(CreateProjectInput::default().name("demo"))?;
        }
        for _ in 0..builds {
            let build = self.start("demo", None, "")?;
            let build = self.find(&build.id.unwrap_or_default())?;
            let is_last = build.build_number == i64::try_from(builds).ok();
            end(
                build,
                if is_last {
                    StatusType::Failed
                } else {
                    StatusType::Succeeded
                },
            );
        }
        Ok(())
    }

    fn create_project(
        &mut self,
        input: CreateProjectInput,
    ) -> Result<CreateProjectOutput, CreateProjectError> {
        let name = input.name.unwrap_or_default();
        if self.projects.contains_key(&name) {
            let message = format!("Project already exists: {}", arn("project", &name));
            return Err(ResourceAlreadyExistsException::default()
                .message(message)
                .into());
        }
        let now = SystemTime::now();
        let mut project = Project::default()
            .name(&name)
            .arn(arn("project", &name))
            .created(now)
            .last_modified(now);
        project.description = input.description;
        project.source = input.source;
        project.artifacts = input.artifacts;
        project.environment = input.environment;
        project.service_role = input.service_role;
        project.tags = input.tags;
        self.projects.insert(name, project.clone());
        Ok(CreateProjectOutput::default().project(project))
    }

    fn batch_get_projects(
        &mut self,
        input: BatchGetProjectsInput,
    ) -> Result<BatchGetProjectsOutput, BatchGetProjectsError> {
        let names = input.names.unwrap_or_default();
        let (found, others): (Vec<_>, _) = names
            .into_iter()
            .partition(|name| self.projects.contains_key(name));
        let found = found.iter().map(|name| self.projects[name].clone());
        Ok(BatchGetProjectsOutput::default()
            .projects(found)
            .projects_not_found(others))
    }

    fn list_projects(
        &mut self,
        input: ListProjectsInput,
    ) -> Result<ListProjectsOutput, ListProjectsError> {
        let names = self.projects.keys().cloned().collect();
        let is_up = input.sort_order != Some(SortOrderType::Descending);
        let (names, next) = self.page(names, is_up, input.next_token)?;
        let mut output = ListProjectsOutput::default().projects(names);
        output.next_token = next;
        Ok(output)
    }

    fn delete_project(
        &mut self,
        input: DeleteProjectInput,
    ) -> Result<DeleteProjectOutput, DeleteProjectError> {
        self.projects.remove(&input.name.unwrap_or_default());
        Ok(DeleteProjectOutput::default())
    }

    fn start_build(&mut self, input: StartBuildInput) -> Result<StartBuildOutput, StartBuildError> {
        let name = input.project_name.unwrap_or_default();
        if !self.projects.contains_key(&name) {
            let message = format!("Project cannot be found: {}", arn("project", &name));
            return Err(ResourceNotFoundException::default().message(message).into());
        }
        let build = self.start(&name, input.idempotency_token, &format!("start {name}"))?;
        Ok(StartBuildOutput::default().build(build))
    }

    fn retry_build(&mut self, input: RetryBuildInput) -> Result<RetryBuildOutput, RetryBuildError> {
        let id = input.id.unwrap_or_default();
        let name = self.find(&id)?.project_name.clone().unwrap_or_default();
        let build = self.start(&name, input.idempotency_token, &format!("retry {id}"))?;
        Ok(RetryBuildOutput::default().build(build))
    }

    fn stop_build(&mut self, input: StopBuildInput) -> Result<StopBuildOutput, StopBuildError> {
        let build = self.find(&input.id.unwrap_or_default())?;
        if build.build_status == Some(StatusType::InProgress) {
            end(build, StatusType::Stopped);
        }
        Ok(StopBuildOutput::default().build(build.clone()))
    }

    fn batch_get_builds(
        &mut self,
        input: BatchGetBuildsInput,
    ) -> Result<BatchGetBuildsOutput, BatchGetBuildsError> {
        let mut output = BatchGetBuildsOutput::default();
        for id in input.ids.unwrap_or_default() {
            output = match self.find(&id) {
                Ok(build) => {
                    let shown = build.clone();
                    go_on(build);
                    output.builds([shown])
                }
                Err(_) => output.builds_not_found([id]),
            };
        }
        Ok(output)
    }

    fn batch_delete_builds(
        &mut self,
        input: BatchDeleteBuildsInput,
    ) -> Result<BatchDeleteBuildsOutput, BatchDeleteBuildsError> {
        let ids = input.ids.unwrap_or_default();
        let is_named = |build: &Build| build.id.as_ref().is_some_and(|id| ids.contains(id));
        let (deleted, kept) = self.builds.drain(..).partition(is_named);
        self.builds = kept;
        let deleted: Vec<Build> = deleted;
        let arns = deleted.into_iter().filter_map(|build| build.arn);
        Ok(BatchDeleteBuildsOutput::default().builds_deleted(arns))
    }

    fn list_builds(&mut self, input: ListBuildsInput) -> Result<ListBuildsOutput, ListBuildsError> {
        let is_up = input.sort_order == Some(SortOrderType::Ascending);
        let (ids, next) = self.page(self.ids(|_| true), is_up, input.next_token)?;
        let mut output = ListBuildsOutput::default().ids(ids);
        output.next_token = next;
        Ok(output)
    }

    fn list_builds_for_project(
        &mut self,
        input: ListBuildsForProjectInput,
    ) -> Result<ListBuildsForProjectOutput, ListBuildsForProjectError> {
        let name = input.project_name;
        let is_there = name
            .as_ref()
            .is_some_and(|name| self.projects.contains_key(name));
        if !is_there {
            let message = "The provided project does not exist";
            return Err(ResourceNotFoundException::default().message(message).into());
        }
        let is_up = input.sort_order == Some(SortOrderType::Ascending);
        let ids = self.ids(|build| build.project_name == name);
        let (ids, next) = self.page(ids, is_up, input.next_token)?;
        let mut output = ListBuildsForProjectOutput::default().ids(ids);
        output.next_token = next;
        Ok(output)
    }

    /// Starts a build, unless the token has started one before.
    fn start(
        &mut self,
        project: &str,
        token: Option<String>,
        request: &str,
    ) -> Result<Build, InvalidInputException> {
        if let Some((earlier, build)) = token.as_ref().and_then(|token| self.tokens.get(token)) {
            if earlier != request {
                return Err(InvalidInputException::default()
                    .message("the idempotency token was used for another request"));
            }
            return Ok(build.clone());
        }
        self.started += 1;
        let id = format!("{project}:00000000-0000-4000-8000-{:012x}", self.started);
        let build = Build::default()
            .arn(arn("build", &id))
            .id(id)
            .build_number(self.started)
            .project_name(project)
            .start_time(SystemTime::now())
            .current_phase("QUEUED")
            .build_complete(false)
            .build_status(StatusType::InProgress);
        self.builds.push(build.clone());
        if let Some(token) = token {
            self.tokens
                .insert(token, (request.to_owned(), build.clone()));
        }
        Ok(build)
    }

    fn find(&mut self, id: &str) -> Result<&mut Build, ResourceNotFoundException> {
        let mut builds = self.builds.iter_mut();
        builds
            .find(|build| build.id.as_deref() == Some(id))
            .ok_or_else(|| {
                ResourceNotFoundException::default().message(format!("Build {id} does not exist"))
            })
    }

    fn ids(&self, is_meant: impl Fn(&Build) -> bool) -> Vec<String> {
        let builds = self.builds.iter().filter(|build| is_meant(build));
        builds.filter_map(|build| build.id.clone()).collect()
    }

    /// A page of a list and the token of the next; tokens are positions.
    fn page(
        &self,
        mut all: Vec<String>,
        is_up: bool,
        token: Option<String>,
    ) -> Result<(Vec<String>, Option<String>), InvalidInputException> {
        if !is_up {
            all.reverse();
        }
        let start = match token.map(|token| token.parse::<usize>()) {
            None => 0,
            Some(Ok(start)) if start <= all.len() => start,
            Some(_) => return Err(InvalidInputException::default().message("Invalid nextToken")),
        };
        let mut page = all.split_off(start);
        let is_last = page.len() <= self.page_size;
        page.truncate(self.page_size);
        let next = (!is_last).then(|| (start + self.page_size).to_string());
        Ok((page, next))
    }
}

/// The next state of a build, each time it is read.
fn go_on(build: &mut Build) {
    match build.current_phase.as_deref() {
        Some("QUEUED") => build.current_phase = Some("BUILD".to_owned()),
        Some("BUILD") => end(build, StatusType::Succeeded),
        _ => {}
    }
}

fn end(build: &mut Build, status: StatusType) {
    build.current_phase = Some("COMPLETED".to_owned());
    build.build_complete = Some(true);
    build.build_status = Some(status);
    build.end_time = Some(SystemTime::now().into());
}

fn arn(kind: &str, name: &str) -> String {
    format!("arn:aws:codebuild:us-east-1:123456789012:{kind}/{name}")
}
