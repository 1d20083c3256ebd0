//! Operations that answer in pages.

use super::Context;
use crate::error::{Problem, ProblemKind};
use crate::expression::{self, Expression, Failure, Resolver, Step, Value};
use crate::ir::{self, EmptyToken, Ty};
use crate::model::{Kind, Paginator};

/// The field of a paginator that does not fit the model, and why.
type Misfit = (&'static str, Failure);

impl Context<'_> {
    /// The paginator of an operation, if it has one.
    pub(super) fn paginator(&self, name: &str) -> Result<Option<ir::Paginator>, Problem> {
        let operation = &self.model.operations[name];
        let Some(paginator) = &operation.paginator else {
            return Ok(None);
        };
        let problem = |path: String, Failure { message, hint }| {
            let mut problem = Problem::new(ProblemKind::Unsupported, path, message);
            problem.hint = hint;
            problem
        };
        let (Some(input), Some(output)) = (&operation.input, &operation.output) else {
            let message = "the operation lacks an input or an output".to_owned();
            return Err(problem(paginator.path.clone(), message.into()));
        };
        self.pages(paginator, input, output)
            .map(Some)
            .map_err(|(field, failure)| problem(format!("{}.{field}", paginator.path), failure))
    }

    fn pages(
        &self,
        paginator: &Paginator,
        input: &str,
        output: &str,
    ) -> Result<ir::Paginator, Misfit> {
        let pairs = paginator.input_tokens.iter().zip(&paginator.output_tokens);
        let tokens = pairs
            .map(|(from, to)| self.token(input, output, from, to))
            .collect::<Result<_, _>>()?;
        let more_results = paginator.more_results.as_ref().map(|text| {
            let value = self.value(output, text)?;
            match self.model.shapes[value.shape].kind {
                Kind::Boolean if !value.is_many => Ok(self.path(&value)),
                _ => Err(format!("`{}` is not one boolean", value.shape).into()),
            }
        });
        let limit = paginator.limit_key.as_ref().map(|text| {
            let (name, ty) = self.input_field(input, text)?;
            match ty {
                Ty::Integer | Ty::Long | Ty::String => Ok(ir::Limit { input: name, ty }),
                _ => Err(format!("`{text}` is neither a number nor a string").into()),
            }
        });
        // What is listed is the first key; the others are on the pages.
        let items = paginator.result_keys.first().map(|text| {
            let value = self.value(output, text)?;
            Ok(self.items(&value))
        });
        Ok(ir::Paginator {
            tokens,
            more_results: more_results
                .transpose()
                .map_err(|failure| ("more_results", failure))?,
            limit: limit
                .transpose()
                .map_err(|failure| ("limit_key", failure))?,
            items: items
                .transpose()
                .map_err(|failure| ("result_key", failure))?
                .flatten(),
        })
    }

    fn token(&self, input: &str, output: &str, from: &str, to: &str) -> Result<ir::Token, Misfit> {
        let (name, ty) = self
            .input_field(input, from)
            .map_err(|failure| ("input_token", failure))?;
        let outputs = self
            .token_values(output, to, &ty)
            .map_err(|failure| ("output_token", failure))?;
        let empty = match &ty {
            Ty::String | Ty::Blob | Ty::List { .. } | Ty::Map { .. } => EmptyToken::Empty,
            Ty::Integer | Ty::Long => EmptyToken::Zero,
            Ty::Named(rust) if self.is_enumeration(rust) => EmptyToken::EmptyText,
            _ => EmptyToken::None,
        };
        Ok(ir::Token {
            input: name,
            outputs,
            ty,
            empty,
        })
    }

    /// The places of a token in the output: more than one for `a || b`.
    fn token_values(&self, output: &str, text: &str, ty: &Ty) -> Result<Vec<ir::Path>, Failure> {
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
                return Err("it leads to many values, and a token is one"
                    .to_owned()
                    .into());
            }
            if self.ty(value.shape) != *ty {
                let message = format!("`{}` is not of the type that the input takes", value.shape);
                return Err(message.into());
            }
            Ok(self.path(&value))
        };
        alternatives.into_iter().rev().map(path).collect()
    }

    fn items(&self, value: &Value<'_>) -> Option<ir::Items> {
        let is_member = |step: &Step<'_>| matches!(step, Step::Member { .. });
        let ty = self.ty(value.shape);
        let is_listed = matches!(ty, Ty::List { .. } | Ty::Map { .. });
        (is_listed && value.steps.iter().all(is_member)).then(|| ir::Items {
            path: self.path(value),
            ty,
        })
    }

    /// A field of an input, and the type of what it takes.
    fn input_field(&self, input: &str, text: &str) -> Result<(crate::names::Name, Ty), Failure> {
        let value = self.value(input, text)?;
        match &value.steps[..] {
            [Step::Member { owner, name }] => {
                let (name, _) = self.field_of(owner, name, true);
                Ok((name, self.ty(value.shape)))
            }
            _ => Err("it is not a member of the input".to_owned().into()),
        }
    }

    fn value(&self, root: &str, text: &str) -> Result<Value<'_>, Failure> {
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

    fn is_enumeration(&self, rust: &crate::names::Name) -> bool {
        self.types.iter().any(|(shape, name)| {
            name == rust && matches!(self.model.shapes[*shape].kind, Kind::Enumeration(_))
        })
    }
}
