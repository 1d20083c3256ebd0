//! The endpoint parameters that operations set, and the prefixes of their host names.

use std::collections::HashMap;

use serde_json::Value;

use crate::error::{Problem, ProblemKind};
use crate::ir::FieldSegment;
use crate::ir::endpoint::{CallParameter, Source};
use crate::lower::Context;
use crate::model::endpoints::Type;
use crate::model::{Kind, Operation, Structure};

impl Context<'_> {
    /// The endpoint parameters that an operation sets, in the order of the rules; of several values for
    /// one parameter the first counts: constants, then members, then expressions.
    pub(in crate::lower) fn call_parameters(
        &self,
        name: &str,
        operation: &Operation,
    ) -> Result<Vec<CallParameter>, Problem> {
        let endpoints = &self.model.service.endpoints;
        let path = format!("operations.{name}");
        let mut sources: HashMap<&str, Source> = HashMap::new();
        let mut add = |parameter: &str, path: String, source: &dyn Fn(Type) -> Option<Source>| {
            let Some((known, it)) = endpoints.parameters.get_key_value(parameter) else {
                // The rules do not have to use it.
                return Ok(());
            };
            let Some(source) = source(it.ty) else {
                let message =
                    format!("it does not have the type of the endpoint parameter `{known}`");
                return Err(Problem::new(ProblemKind::Unsupported, path, message));
            };
            sources.entry(known).or_insert(source);
            Ok(())
        };
        for (parameter, value) in &operation.static_context {
            let path = format!("{path}.staticContextParams.{parameter}");
            add(parameter, path, &|ty| match (ty, value) {
                (Type::String, Value::String(text)) => Some(Source::Text(text.clone())),
                (Type::Boolean, Value::Bool(flag)) => Some(Source::Flag(*flag)),
                _ => None,
            })?;
        }
        if let Some((shape, structure)) = self.input(operation) {
            for (member, it) in &structure.members {
                let Some(parameter) = &it.context_param else {
                    continue;
                };
                let path = format!("shapes.{shape}.members.{member}.contextParam");
                add(parameter, path, &|ty| {
                    self.member_source(shape, &[member], ty)
                })?;
            }
            for (parameter, expression) in &operation.input_context {
                let path = format!("{path}.operationContextParams.{parameter}");
                add(parameter, path, &|ty| {
                    self.path_source(shape, expression, ty)
                })?;
            }
        }
        let fields = super::fields(endpoints);
        let ordered = endpoints.parameters.keys().filter_map(|name| {
            Some(CallParameter {
                source: sources.remove(name.as_str())?,
                name: fields[name.as_str()].clone(),
            })
        });
        Ok(ordered.collect())
    }

    /// The prefix of the host name.
    pub(in crate::lower) fn host_prefix(
        &self,
        name: &str,
        operation: &Operation,
    ) -> Result<Option<String>, Problem> {
        let Some(template) = &operation.host_prefix else {
            return Ok(None);
        };
        let path = format!("operations.{name}.endpoint.hostPrefix");
        let problem = |message: String| Problem::new(ProblemKind::Unsupported, &path, message);
        let is_plain = |text: &str| {
            text.bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.'))
        };
        let mut literals = template.split('{');
        let first = literals.next().unwrap_or_default();
        let mut texts = vec![first];
        for part in literals {
            let (label, text) = part
                .split_once('}')
                .ok_or_else(|| problem(format!("unbalanced braces in {template:?}")))?;
            texts.push(text);
            let input = self.input(operation);
            let member = input.and_then(|(_, structure)| structure.members.get(label));
            let is_label = member.is_some_and(|member| {
                let is_text = matches!(self.model.shapes[&member.target].kind, Kind::String);
                member.is_host_label && is_text
            });
            if !is_label {
                return Err(problem(format!(
                    "the input has no host label `{label}` that is a string"
                )));
            }
        }
        if !texts.iter().all(|text| is_plain(text)) || template.is_empty() {
            return Err(problem(format!("{template:?} is not valid in a host name")));
        }
        Ok((!self.is_in_url(template, operation)).then(|| template.clone()))
    }

    /// Whether the prefix is one label and no more, which the endpoint rules put into the URL themselves.
    fn is_in_url(&self, template: &str, operation: &Operation) -> bool {
        let label = template
            .strip_prefix('{')
            .and_then(|it| it.strip_suffix("}."));
        let input = self.input(operation);
        let member = label.and_then(|label| input?.1.members.get(label));
        let parameter = member.and_then(|it| it.context_param.as_deref());
        parameter.is_some_and(|it| self.model.service.endpoints.has_in_url(it))
    }

    /// The input's name and members.
    fn input<'a>(&'a self, operation: &'a Operation) -> Option<(&'a str, &'a Structure)> {
        let name = operation.input.as_deref()?;
        Some((name, structure(&self.model.shapes[name].kind)?))
    }

    /// A value from a path of members.
    fn member_source(&self, shape: &str, members: &[&str], ty: Type) -> Option<Source> {
        let (steps, target) = self.segments(shape, members, true)?;
        match (ty, &self.model.shapes[target].kind) {
            (Type::String, Kind::String) => Some(Source::Member(steps)),
            (Type::Boolean, Kind::Boolean) => Some(Source::FlagMember(steps)),
            _ => None,
        }
    }

    /// A value from a `JMESPath` expression. Models use four forms:
    /// `a.b`, `keys(a)`, `a[*].b.c` and `a[*].[b.c, d.e][]`.
    fn path_source(&self, shape: &str, expression: &str, ty: Type) -> Option<Source> {
        let members =
            |path: &'_ str| -> Vec<String> { path.trim().split('.').map(str::to_owned).collect() };
        if let Some(map) = expression
            .strip_prefix("keys(")
            .and_then(|rest| rest.strip_suffix(')'))
        {
            let (steps, target) = self.segments(shape, &members(map), true)?;
            let Kind::Map { key, .. } = &self.model.shapes[target].kind else {
                return None;
            };
            let is_text = matches!(self.model.shapes[key].kind, Kind::String);
            return (ty == Type::StringArray && is_text).then_some(Source::Keys(steps));
        }
        let Some((list, each)) = expression.split_once("[*].") else {
            let members = members(expression);
            let members: Vec<_> = members.iter().map(String::as_str).collect();
            return self.member_source(shape, &members, ty);
        };
        let (list, target) = self.segments(shape, &members(list), true)?;
        let Kind::List {
            item,
            is_sparse: false,
        } = &self.model.shapes[target].kind
        else {
            return None;
        };
        let several = each
            .strip_prefix('[')
            .and_then(|rest| rest.strip_suffix("][]"));
        let paths: Vec<_> = several.map_or(vec![each], |paths| paths.split(',').collect());
        let each = paths
            .into_iter()
            .map(|path| {
                let (steps, target) = self.segments(item, &members(path), false)?;
                let is_text = matches!(self.model.shapes[target].kind, Kind::String);
                is_text.then_some(steps)
            })
            .collect::<Option<Vec<_>>>()?;
        (ty == Type::StringArray).then_some(Source::Items { list, each })
    }

    /// The access along a path of members, and the shape at its end. `is_root` says whether it begins
    /// in an input.
    fn segments<'a>(
        &'a self,
        mut shape: &'a str,
        members: &[impl AsRef<str>],
        is_root: bool,
    ) -> Option<(Vec<FieldSegment>, &'a str)> {
        let mut segments = Vec::new();
        let mut target = "";
        for (index, member) in members.iter().enumerate() {
            let structure = structure(&self.model.shapes[shape].kind)?;
            target = &structure.members.get(member.as_ref())?.target;
            segments.push(self.field_segment(shape, member.as_ref(), is_root && index == 0));
            shape = target;
        }
        Some((segments, target))
    }
}

fn structure(kind: &Kind) -> Option<&Structure> {
    match kind {
        Kind::Structure(structure) => Some(structure),
        _ => None,
    }
}
