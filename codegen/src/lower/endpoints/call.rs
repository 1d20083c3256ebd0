//! The endpoint parameters that operations set, and the prefixes of their host names.

use std::collections::HashMap;

use serde_json::Value;

use crate::error::{Problem, ProblemKind};
use crate::expression::{self, Expression, MemberRef, PathSegment, ResolveError, Selector};
use crate::ir::FieldSegment;
use crate::ir::endpoint::{CallParameter, Source};
use crate::lower::Context;
use crate::model::endpoints::Type;
use crate::model::{Kind, Operation, Structure};

/// The error for expressions that have no form here: those of models have these.
const UNSUPPORTED: &str = "it is not supported: values come from `a.b`, `keys(a)`, `a[*].b` and \
                           `a[*].[b, c][]`, of lists whose items cannot be null";

/// Gives the value for a parameter of a type, or nothing if it has another.
type SourceOf<'a> = dyn Fn(Type) -> Result<Option<Source>, ResolveError> + 'a;

impl Context<'_> {
    /// The endpoint parameters that an operation sets, in the order of the rules; of several values for
    /// one parameter the first counts: constants (those of overlays first), then members, then
    /// expressions.
    pub(in crate::lower) fn call_parameters(
        &self,
        name: &str,
        operation: &Operation,
    ) -> Result<Vec<CallParameter>, Problem> {
        let endpoints = &self.model.service.endpoints;
        let path = format!("operations.{name}");
        let mut sources: HashMap<&str, Source> = HashMap::new();
        let mut add = |parameter: &str, path: String, source: &SourceOf<'_>| {
            let Some((known, it)) = endpoints.parameters.get_key_value(parameter) else {
                // The rules do not have to use it.
                return Ok(());
            };
            let source = source(it.ty).map_err(|error| error.into_problem(path.clone()))?;
            let Some(source) = source else {
                let message =
                    format!("it does not have the type of the endpoint parameter `{known}`");
                return Err(Problem::new(ProblemKind::Unsupported, path, message));
            };
            sources.entry(known).or_insert(source);
            Ok(())
        };
        for (parameter, flag) in &operation.customization.endpoint_parameters {
            let path = format!("{path}.endpointParameters.{parameter}");
            add(parameter, path, &|ty| {
                Ok((ty == Type::Boolean).then_some(Source::Flag(*flag)))
            })?;
        }
        for (parameter, value) in &operation.static_context {
            let path = format!("{path}.staticContextParams.{parameter}");
            add(parameter, path, &|ty| {
                Ok(match (ty, value) {
                    (Type::String, Value::String(text)) => Some(Source::Text(text.clone())),
                    (Type::Boolean, Value::Bool(flag)) => Some(Source::Flag(*flag)),
                    _ => None,
                })
            })?;
        }
        if let Some((shape, structure)) = self.input(operation) {
            for (member, it) in &structure.members {
                let Some(parameter) = &it.context_param else {
                    continue;
                };
                let path = format!("shapes.{shape}.members.{member}.contextParam");
                add(parameter, path, &|ty| {
                    let steps = vec![self.field_segment(shape, member, true)];
                    Ok(self.source(steps, &it.target, ty))
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
        let ordered = endpoints.parameters.iter().filter_map(|(name, parameter)| {
            Some(CallParameter {
                source: sources.remove(name.as_str())?,
                name: fields[name.as_str()].clone(),
                ty: super::parameter_type(parameter),
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

    /// A value of an input.
    fn source(&self, steps: Vec<FieldSegment>, target: &str, ty: Type) -> Option<Source> {
        match (ty, &self.model.shapes[target].kind) {
            (Type::String, Kind::String) => Some(Source::Member(steps)),
            (Type::Boolean, Kind::Boolean) => Some(Source::FlagMember(steps)),
            _ => None,
        }
    }

    /// A value from a `JMESPath` expression, if it has the type.
    fn path_source(
        &self,
        input: &str,
        text: &str,
        ty: Type,
    ) -> Result<Option<Source>, ResolveError> {
        let expression = expression::parse(text)?;
        let is_text = |shape: &str| matches!(self.model.shapes[shape].kind, Kind::String);
        if let Expression::Keys(map) = &expression {
            let map = self.resolver().value(input, map)?;
            let Kind::Map { key, .. } = &self.model.shapes[map.shape].kind else {
                return Err(format!("`keys` needs a map, and `{}` is not one", map.shape).into());
            };
            let steps = self.steps(&map.path.segments, true)?;
            return Ok((ty == Type::StringArray && is_text(key)).then_some(Source::Keys(steps)));
        }
        let mut source = None;
        for path in paths(&expression)? {
            let value = self.resolver().value(input, &path)?;
            let segments = &value.path.segments;
            let is_items = |segment: &_| matches!(segment, PathSegment::Items { is_sparse: false });
            let Some(position) = segments.iter().position(is_items) else {
                let steps = self.steps(segments, true)?;
                return Ok(self.source(steps, value.shape, ty));
            };
            if ty != Type::StringArray || !is_text(value.shape) {
                return Ok(None);
            }
            let steps = self.steps(&segments[position + 1..], false)?;
            match &mut source {
                Some(Source::Items { each, .. }) => each.push(steps),
                _ => {
                    let list = self.steps(&segments[..position], true)?;
                    let each = vec![steps];
                    source = Some(Source::Items { list, each });
                }
            }
        }
        Ok(source)
    }

    /// The access along a path of members. `is_root` says whether it begins in an input.
    fn steps(
        &self,
        segments: &[PathSegment<MemberRef<'_>>],
        is_root: bool,
    ) -> Result<Vec<FieldSegment>, ResolveError> {
        if segments.is_empty() {
            return Err(UNSUPPORTED.into());
        }
        let steps = segments.iter().enumerate();
        let steps = steps.map(|(index, segment)| match segment {
            PathSegment::Field(MemberRef { shape, member }) => {
                Ok(self.field_segment(shape, member, is_root && index == 0))
            }
            _ => Err(UNSUPPORTED.into()),
        });
        steps.collect()
    }
}

/// The paths that an expression is: `a[*].[b, c][]` is `a[*].b` and `a[*].c`.
fn paths(expression: &Expression) -> Result<Vec<Expression>, ResolveError> {
    let Expression::Path(selectors) = expression else {
        return Err(UNSUPPORTED.into());
    };
    let [start @ .., Selector::Several(ends), Selector::Flatten] = &selectors[..] else {
        return Ok(vec![expression.clone()]);
    };
    // Without a list, absent values are items.
    if !matches!(start.last(), Some(Selector::Items)) {
        return Err(UNSUPPORTED.into());
    }
    let paths = ends.iter().map(|end| match end {
        Expression::Path(end) => Ok(Expression::Path([start, end].concat())),
        _ => Err(UNSUPPORTED.into()),
    });
    paths.collect()
}

fn structure(kind: &Kind) -> Option<&Structure> {
    match kind {
        Kind::Structure(structure) => Some(structure),
        _ => None,
    }
}
