//! Endpoints and the strings in them. `V` is what is inserted into strings: an expression of the rules,
//! or of Rust after lowering.

use indexmap::IndexMap;

/// A string with values in it.
pub type Text<V> = Vec<Part<V>>;

#[derive(Clone, Debug, PartialEq)]
pub enum Part<V> {
    Literal(String),
    Value(V),
}

/// An endpoint.
#[derive(Clone, Debug, PartialEq)]
pub struct Destination<V> {
    pub url: Text<V>,
    /// Headers of requests to it.
    pub headers: IndexMap<String, Vec<Text<V>>>,
    /// The service's own if this is empty.
    pub auth_schemes: Vec<AuthScheme<V>>,
}

#[derive(Clone, Debug, PartialEq)]
pub struct AuthScheme<V> {
    pub name: String,
    pub properties: IndexMap<String, SchemeValue<V>>,
}

#[derive(Clone, Debug, PartialEq)]
pub enum SchemeValue<V> {
    Text(Text<V>),
    List(Vec<Text<V>>),
    Flag(bool),
}

impl<V> Destination<V> {
    /// All values in it.
    pub fn values(&self) -> impl Iterator<Item = &V> {
        let schemes = self.auth_schemes.iter();
        let properties = schemes.flat_map(|scheme| scheme.properties.values());
        let properties = properties.flat_map(|value| match value {
            SchemeValue::Text(text) => std::slice::from_ref(text),
            SchemeValue::List(texts) => texts,
            SchemeValue::Flag(_) => &[],
        });
        let texts = self.headers.values().flatten().chain(properties);
        std::iter::once(&self.url)
            .chain(texts)
            .flat_map(|text| values(text))
    }

    /// The endpoint with other values.
    pub fn map<W>(&self, mut value: impl FnMut(&V) -> W) -> Destination<W> {
        let mut text = |text: &Text<V>| map(text, &mut value);
        Destination {
            url: text(&self.url),
            headers: self
                .headers
                .iter()
                .map(|(name, values)| (name.clone(), values.iter().map(&mut text).collect()))
                .collect(),
            auth_schemes: self
                .auth_schemes
                .iter()
                .map(|scheme| AuthScheme {
                    name: scheme.name.clone(),
                    properties: scheme
                        .properties
                        .iter()
                        .map(|(name, value)| (name.clone(), value.map(&mut text)))
                        .collect(),
                })
                .collect(),
        }
    }
}

impl<V> SchemeValue<V> {
    fn map<W>(&self, text: impl FnMut(&Text<V>) -> Text<W>) -> SchemeValue<W> {
        let mut text = text;
        match self {
            Self::Text(it) => SchemeValue::Text(text(it)),
            Self::List(texts) => SchemeValue::List(texts.iter().map(text).collect()),
            Self::Flag(flag) => SchemeValue::Flag(*flag),
        }
    }
}

/// The values in a text.
pub fn values<V>(text: &[Part<V>]) -> impl Iterator<Item = &V> {
    text.iter().filter_map(|part| match part {
        Part::Literal(_) => None,
        Part::Value(value) => Some(value),
    })
}

/// The text with other values.
pub fn map<V, W>(text: &[Part<V>], mut value: impl FnMut(&V) -> W) -> Text<W> {
    let parts = text.iter().map(|part| match part {
        Part::Literal(text) => Part::Literal(text.clone()),
        Part::Value(it) => Part::Value(value(it)),
    });
    parts.collect()
}
