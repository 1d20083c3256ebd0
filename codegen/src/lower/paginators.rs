//! Paginators.

use super::{Context, events};
use crate::error::Problem;
use crate::expression::{self, Expression, PathSegment, ResolveError, Resolver, Value};
use crate::ir::{self, EmptyToken, Ty};
use crate::model::{Kind, Operation, Paginator};
use crate::names::Name;

/// The field of a paginator that does not fit the model, and why.
type FieldError = (&'static str, ResolveError);

impl Context<'_> {
    /// The paginator of an operation, if it has one.
    pub(super) fn paginator(
        &self,
        operation: &Operation,
    ) -> Result<Option<ir::Paginator>, Problem> {
        let Some(paginator) = &operation.paginator else {
            return Ok(None);
        };
        let unfit = |message: &str| {
            let error = ResolveError::from(message);
            Err(error.into_problem(paginator.path.clone()))
        };
        let (Some(input), Some(output)) = (&operation.input, &operation.output) else {
            return unfit("the operation lacks an input or an output");
        };
        if events::has_stream(self.model, operation) {
            return unfit("an operation with an event stream has no pages");
        }
        self.pages(paginator, input, output)
            .map(Some)
            .map_err(|(field, error)| error.into_problem(format!("{}.{field}", paginator.path)))
    }

    fn pages(
        &self,
        paginator: &Paginator,
        input: &str,
        output: &str,
    ) -> Result<ir::Paginator, FieldError> {
        let pairs = paginator.input_tokens.iter().zip(&paginator.output_tokens);
        let tokens = pairs
            .map(|(from, to)| self.token(input, output, from, to))
            .collect::<Result<_, _>>()?;
        let more_results = paginator.more_results.as_ref().map(|text| {
            let value = self.value(output, text)?;
            match self.model.shapes[value.shape].kind {
                Kind::Boolean if !value.is_many => Ok(self.path(&value.path)),
                _ => Err(format!("`{}` is not one boolean", value.shape).into()),
            }
        });
        let limit = paginator.limit_key.as_ref().map(|text| {
            let (input, shape) = self.input_field(input, text)?;
            match self.ty(shape) {
                ty @ (Ty::Integer | Ty::Long | Ty::String) => Ok(ir::Limit { input, ty }),
                _ => Err(format!("`{text}` is neither a number nor a string").into()),
            }
        });
        // Items are those of the first key; the others are in the outputs.
        let items = paginator.result_keys.first().map(|text| {
            let value = self.value(output, text)?;
            Ok(self.items(&value))
        });
        Ok(ir::Paginator {
            tokens,
            more_results: more_results
                .transpose()
                .map_err(|error| ("more_results", error))?,
            limit: limit.transpose().map_err(|error| ("limit_key", error))?,
            items: items
                .transpose()
                .map_err(|error| ("result_key", error))?
                .flatten(),
        })
    }

    fn token(
        &self,
        input: &str,
        output: &str,
        from: &str,
        to: &str,
    ) -> Result<ir::Token, FieldError> {
        let (name, shape) = self
            .input_field(input, from)
            .map_err(|error| ("input_token", error))?;
        let ty = self.ty(shape);
        let outputs = self
            .token_values(output, to, &ty)
            .map_err(|error| ("output_token", error))?;
        let empty = match &ty {
            Ty::String | Ty::Blob | Ty::List { .. } | Ty::Map { .. } => EmptyToken::Empty,
            Ty::Integer | Ty::Long => EmptyToken::Zero,
            _ if self.is_enumeration(shape) => EmptyToken::EmptyText,
            _ => EmptyToken::None,
        };
        Ok(ir::Token {
            input: name,
            outputs,
            ty,
            empty,
        })
    }

    /// The paths of a token in the output: more than one for `a || b`.
    fn token_values(
        &self,
        output: &str,
        text: &str,
        ty: &Ty,
    ) -> Result<Vec<ir::Path>, ResolveError> {
        let expression = expression::parse(text)?;
        let mut alternatives = Vec::new();
        let mut rest = &expression;
        while let Expression::Or(left, right) = rest {
            alternatives.push(&**right);
            rest = left;
        }
        alternatives.push(rest);
        let path = |alternative: &Expression| {
            let value = self.resolver().value(self.shape(output), alternative)?;
            if value.is_many {
                return Err("it leads to many values, and a token is one".into());
            }
            if self.ty(value.shape) != *ty {
                let message = format!("`{}` is not of the type that the input takes", value.shape);
                return Err(message.into());
            }
            Ok(self.path(&value.path))
        };
        alternatives.into_iter().rev().map(path).collect()
    }

    fn items(&self, value: &Value<'_>) -> Option<ir::Items> {
        let is_field = |segment: &_| matches!(segment, PathSegment::Field(_));
        let ty = self.ty(value.shape);
        let is_listed = matches!(ty, Ty::List { .. } | Ty::Map { .. });
        (is_listed && value.path.segments.iter().all(is_field)).then(|| ir::Items {
            path: self.path(&value.path),
            ty,
        })
    }

    /// A field of an input and its shape.
    fn input_field(&self, input: &str, text: &str) -> Result<(Name, &str), ResolveError> {
        let value = self.value(input, text)?;
        match &value.path.segments[..] {
            [PathSegment::Field(it)] => {
                let names = self.names.of_member(it.shape, it.member);
                Ok((names.field, value.shape))
            }
            _ => Err("it is not a member of the input".into()),
        }
    }

    fn value(&self, root: &str, text: &str) -> Result<Value<'_>, ResolveError> {
        let expression = expression::parse(text)?;
        self.resolver().value(self.shape(root), &expression)
    }

    pub(super) fn resolver(&self) -> Resolver<'_> {
        Resolver {
            model: self.model,
            is_strict: false,
        }
    }

    /// The name of a shape, as the model has it.
    fn shape(&self, name: &str) -> &str {
        let known = self.model.shapes.get_key_value(name);
        known.map_or("", |(name, _)| name.as_str())
    }

    fn is_enumeration(&self, shape: &str) -> bool {
        matches!(self.model.shapes[shape].kind, Kind::Enumeration(_))
    }
}
