//! Text to [`Expression`].

use super::{Comparison, Expression, Literal, Selector};

/// How deep expressions may be nested: far more than in any model.
const MAX_DEPTH: usize = 16;

/// The longest expression, in bytes.
const MAX_LENGTH: usize = 4096;

/// The most operands and selectors of an expression: chains become nested code, which the formatter and
/// the compiler handle by recursion.
const MAX_PARTS: usize = 100;

/// Parses an expression.
///
/// # Errors
///
/// If it is not `JMESPath`, or outside of the supported subset; with the column.
pub(crate) fn parse(text: &str) -> Result<Expression, String> {
    if text.len() > MAX_LENGTH {
        return Err(format!("it is longer than {MAX_LENGTH} bytes"));
    }
    let mut parser = Parser {
        text,
        position: 0,
        depth: 0,
        parts: 0,
    };
    let expression = parser.expression()?;
    parser.skip_space();
    if parser.position < text.len() {
        return Err(parser.unexpected("the end"));
    }
    if expression.uses_current() {
        return Err("`@` is supported only after `|`".to_owned());
    }
    Ok(expression)
}

struct Parser<'t> {
    text: &'t str,
    /// In bytes.
    position: usize,
    depth: usize,
    parts: usize,
}

impl<'t> Parser<'t> {
    fn rest(&self) -> &'t str {
        self.text.get(self.position..).unwrap_or_default()
    }

    fn skip_space(&mut self) {
        let rest = self.rest();
        self.position += rest.len() - rest.trim_start().len();
    }

    /// Takes a token if it is the next one.
    fn take(&mut self, token: &str) -> bool {
        let is_next = self.is_next(token);
        if is_next {
            self.position += token.len();
        }
        is_next
    }

    fn is_next(&mut self, token: &str) -> bool {
        self.skip_space();
        self.rest().starts_with(token)
    }

    fn expect(&mut self, token: &str) -> Result<(), String> {
        if self.take(token) {
            Ok(())
        } else {
            Err(self.unexpected(&format!("`{token}`")))
        }
    }

    fn unexpected(&self, wanted: &str) -> String {
        let character = self.text.get(..self.position).unwrap_or_default();
        let column = character.chars().count() + 1;
        match self.rest().chars().next() {
            Some(found) => format!("column {column}: expected {wanted}, found {found:?}"),
            None => format!("it ends where {wanted} is expected"),
        }
    }

    /// `a | b`
    fn expression(&mut self) -> Result<Expression, String> {
        let mut left = self.either()?;
        while self.take("|") {
            let right = self.either()?;
            // Each of its parts may become the left side.
            if left.parts() * right.parts() > MAX_PARTS {
                return Err(format!("it has more than {MAX_PARTS} parts"));
            }
            left = right.after(&left)?;
        }
        Ok(left)
    }

    /// `a || b`
    fn either(&mut self) -> Result<Expression, String> {
        self.depth += 1;
        if self.depth > MAX_DEPTH {
            return Err("it is nested too deeply".to_owned());
        }
        let mut left = self.both()?;
        while self.take("||") {
            left = Expression::Or(Box::new(left), Box::new(self.both()?));
        }
        self.depth -= 1;
        Ok(left)
    }

    /// `a && b`
    fn both(&mut self) -> Result<Expression, String> {
        let mut left = self.comparison()?;
        while self.take("&&") {
            left = Expression::And(Box::new(left), Box::new(self.comparison()?));
        }
        Ok(left)
    }

    fn comparison(&mut self) -> Result<Expression, String> {
        const OPERATORS: [(&str, Comparison); 6] = [
            ("==", Comparison::Equal),
            ("!=", Comparison::NotEqual),
            ("<=", Comparison::LessOrEqual),
            (">=", Comparison::GreaterOrEqual),
            ("<", Comparison::Less),
            (">", Comparison::Greater),
        ];
        let left = self.operand()?;
        let operator = OPERATORS.iter().find(|(token, _)| self.take(token));
        match operator {
            None => Ok(left),
            Some((_, comparison)) => {
                let right = self.operand()?;
                Ok(Expression::Compare(
                    *comparison,
                    Box::new(left),
                    Box::new(right),
                ))
            }
        }
    }

    fn operand(&mut self) -> Result<Expression, String> {
        let mut is_negated = false;
        while self.take("!") {
            is_negated = !is_negated;
        }
        let operand = self.bare_operand()?;
        Ok(if is_negated {
            Expression::Not(Box::new(operand))
        } else {
            operand
        })
    }

    /// Counts an operand or selector.
    fn count(&mut self) -> Result<(), String> {
        self.parts += 1;
        if self.parts > MAX_PARTS {
            return Err(format!("it has more than {MAX_PARTS} parts"));
        }
        Ok(())
    }

    fn bare_operand(&mut self) -> Result<Expression, String> {
        self.count()?;
        if self.take("(") {
            let inner = self.expression()?;
            self.expect(")")?;
            return Ok(inner);
        }
        if self.take("`") {
            return self.json();
        }
        if self.take("'") {
            let text = self.quoted('\'', "'")?;
            return Ok(Expression::Literal(Literal::Text(text)));
        }
        if self.take("@") || self.is_next("[") {
            return self.path(Vec::new());
        }
        let name = self.name()?;
        if self.take("(") {
            return self.function(&name);
        }
        self.path(vec![Selector::Member(name)])
    }

    /// The arguments of a function, and the closing parenthesis.
    fn function(&mut self, name: &str) -> Result<Expression, String> {
        let call = match name {
            "length" => Expression::Length(Box::new(self.expression()?)),
            "keys" => Expression::Keys(Box::new(self.expression()?)),
            "contains" => {
                let of = Box::new(self.expression()?);
                self.expect(",")?;
                Expression::Contains(of, Box::new(self.expression()?))
            }
            _ => return Err(format!("the function `{name}` is not supported")),
        };
        self.expect(")")?;
        Ok(call)
    }

    /// The selectors that follow.
    fn path(&mut self, mut selectors: Vec<Selector>) -> Result<Expression, String> {
        while let Some(selector) = self.selector()? {
            self.count()?;
            selectors.push(selector);
        }
        Ok(Expression::Path(selectors))
    }

    /// The selector after a value, if there is one.
    fn selector(&mut self) -> Result<Option<Selector>, String> {
        Ok(Some(if self.take(".") {
            if self.take("*") {
                Selector::Values
            } else if self.take("[") {
                Selector::Several(self.several()?)
            } else {
                Selector::Member(self.name()?)
            }
        } else if self.take("[]") {
            Selector::Flatten
        } else if self.take("[?") {
            let condition = self.expression()?;
            self.expect("]")?;
            Selector::Filter(Box::new(condition))
        } else if self.take("[*]") {
            Selector::Items
        } else if self.take("[") {
            self.skip_space();
            let digits = self
                .rest()
                .find(|c: char| c != '-' && !c.is_ascii_digit())
                .unwrap_or(0);
            let number = self.rest().get(..digits).unwrap_or_default().parse();
            let number = number.map_err(|_| self.unexpected("`]`, `?` or a number"))?;
            self.position += digits;
            self.expect("]")?;
            Selector::Index(number)
        } else {
            return Ok(None);
        }))
    }

    /// Expressions, and the closing bracket.
    fn several(&mut self) -> Result<Vec<Expression>, String> {
        let mut expressions = vec![self.expression()?];
        while self.take(",") {
            expressions.push(self.expression()?);
        }
        self.expect("]")?;
        Ok(expressions)
    }

    /// The name of a member.
    fn name(&mut self) -> Result<String, String> {
        if self.take("\"") {
            return self.quoted('"', "\"");
        }
        self.skip_space();
        let rest = self.rest();
        let end = rest
            .find(|c: char| c != '_' && !c.is_ascii_alphanumeric())
            .unwrap_or(rest.len());
        let name = rest.get(..end).unwrap_or_default();
        if name.is_empty() || name.starts_with(|c: char| c.is_ascii_digit()) {
            return Err(self.unexpected("a name"));
        }
        self.position += end;
        Ok(name.to_owned())
    }

    /// The text up to a quotation mark; `\` escapes one.
    fn quoted(&mut self, end: char, mark: &str) -> Result<String, String> {
        let mut text = String::new();
        let mut characters = self.rest().char_indices();
        while let Some((index, c)) = characters.next() {
            if c == end {
                self.position += index + end.len_utf8();
                return Ok(text);
            }
            if c == '\\' && characters.as_str().starts_with(end) {
                characters.next();
                text.push(end);
            } else {
                text.push(c);
            }
        }
        Err(format!("it ends where `{mark}` is expected"))
    }

    /// A value in JSON between backticks.
    fn json(&mut self) -> Result<Expression, String> {
        let text = self.quoted('`', "`")?;
        let literal = match serde_json::from_str(&text) {
            Ok(serde_json::Value::String(text)) => Literal::Text(text),
            Ok(serde_json::Value::Bool(value)) => Literal::Boolean(value),
            Ok(serde_json::Value::Number(number)) if number.is_i64() => {
                Literal::Integer(number.as_i64().unwrap_or_default())
            }
            Ok(_) => return Err(format!("the literal `{text}` is not supported")),
            Err(error) => return Err(format!("the literal `{text}` is not JSON: {error}")),
        };
        Ok(Expression::Literal(literal))
    }
}
