//! `a | b`, and the current value `@`. A pipe is resolved when it is parsed: what is on its left takes
//! the place of `@` on its right.

use super::{Expression, Selector};

impl Expression {
    /// The expression, which is the right side of a pipe, with its left side in it.
    pub(super) fn after(self, left: &Self) -> Result<Self, String> {
        let boxed = |part: Box<Self>| part.after(left).map(Box::new);
        Ok(match self {
            Self::Path(selectors) if selectors.is_empty() => left.clone(),
            Self::Path(selectors) => match left {
                Self::Path(first) if !first.iter().any(Selector::gives_many) => {
                    Self::Path(first.iter().cloned().chain(selectors).collect())
                }
                _ => {
                    let message =
                        "after `|`, only all of the values can be used, such as `length(@)`";
                    return Err(message.to_owned());
                }
            },
            Self::Literal(_) => self,
            Self::Length(inner) => Self::Length(boxed(inner)?),
            Self::Keys(inner) => Self::Keys(boxed(inner)?),
            Self::Not(inner) => Self::Not(boxed(inner)?),
            Self::Contains(of, what) => Self::Contains(boxed(of)?, boxed(what)?),
            Self::Compare(comparison, one, other) => {
                Self::Compare(comparison, boxed(one)?, boxed(other)?)
            }
            Self::And(one, other) => Self::And(boxed(one)?, boxed(other)?),
            Self::Or(one, other) => Self::Or(boxed(one)?, boxed(other)?),
        })
    }

    /// The number of operands and selectors.
    pub(super) fn parts(&self) -> usize {
        let own = match self {
            Self::Path(selectors) => selectors.len().max(1),
            Self::Literal(_) => 1,
            _ => 0,
        };
        own + self.inner().iter().map(|it| it.parts()).sum::<usize>()
    }

    /// Whether it uses the current value as a whole.
    pub(super) fn uses_current(&self) -> bool {
        matches!(self, Self::Path(selectors) if selectors.is_empty())
            || self.inner().iter().any(|it| it.uses_current())
    }

    fn inner(&self) -> Vec<&Self> {
        match self {
            Self::Path(selectors) => selectors.iter().flat_map(Selector::inner).collect(),
            Self::Literal(_) => Vec::new(),
            Self::Length(inner) | Self::Keys(inner) | Self::Not(inner) => vec![inner],
            Self::Contains(one, other)
            | Self::Compare(_, one, other)
            | Self::And(one, other)
            | Self::Or(one, other) => vec![one, other],
        }
    }
}

impl Selector {
    fn gives_many(&self) -> bool {
        match self {
            Self::Flatten | Self::Items | Self::Several(_) | Self::Values | Self::Filter(_) => true,
            Self::Member(_) | Self::Index(_) => false,
        }
    }

    fn inner(&self) -> Vec<&Expression> {
        match self {
            Self::Filter(condition) => vec![condition],
            Self::Several(expressions) => expressions.iter().collect(),
            _ => Vec::new(),
        }
    }
}
