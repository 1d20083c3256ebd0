//! The storeys of the crate, checked by the paths in its files.
//!
//! Each folder of `src` is a storey, and a file names only its own storey and lower ones. Inside a
//! storey, no files name each other in a circle.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

/// The storeys, the lowest first.
const STOREYS: [&str; 6] = [
    "core",
    "codec",
    "protocol",
    "client",
    "features",
    "test_util",
];

/// The macros for generated code. They name everything, as `$crate`, but are expanded elsewhere.
const MACROS: &str = "macros";

/// The two files that may name each other: shapes have values, and a value can be a shape.
const MUTUAL: [&str; 2] = ["core/shape.rs", "core/value.rs"];

/// The path of a module, from the crate's root.
type Module = Vec<String>;

/// A path in the text of a file.
#[derive(Debug, PartialEq)]
struct Named {
    line: usize,
    path: Vec<String>,
    /// The name it has in the file, if it is imported.
    import: Option<String>,
}

/// One file names something in another.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Edge {
    from: Module,
    line: usize,
    to: Module,
    /// The path as it is written.
    text: String,
}

/// The files of the crate by their modules.
struct Sources {
    /// The paths of the files, from `src`.
    files: BTreeMap<Module, String>,
    named: BTreeMap<Module, Vec<Named>>,
    /// What a module with children imports, under its name there.
    imports: BTreeMap<Module, Module>,
}

impl Sources {
    fn read() -> Self {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
        let mut sources = Self {
            files: BTreeMap::new(),
            named: BTreeMap::new(),
            imports: BTreeMap::new(),
        };
        sources.add(&root, &Vec::new());
        let parents: Vec<_> = sources.files.keys().cloned().collect();
        for module in parents {
            for named in &sources.named[&module] {
                let target = sources.absolute(&module, &named.path);
                if let (Some(name), Some(target)) = (&named.import, target)
                    && sources.is_parent(&module)
                {
                    sources.imports.insert(child(&module, name), target);
                }
            }
        }
        sources
    }

    fn add(&mut self, folder: &Path, module: &Module) {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            let name = path.file_stem().unwrap().to_str().unwrap().to_owned();
            if path.is_dir() {
                self.add(&path, &child(module, &name));
                continue;
            }
            let module = match name.as_str() {
                "lib" | "mod" => module.clone(),
                _ => child(module, &name),
            };
            let file = path.file_name().unwrap().to_str().unwrap();
            let folder = match name.as_str() {
                "lib" | "mod" => &module[..],
                _ => &module[..module.len() - 1],
            };
            let file = [folder, &[file.to_owned()]].concat().join("/");
            let text = fs::read_to_string(&path).unwrap();
            self.named.insert(module.clone(), named(&text));
            self.files.insert(module, file);
        }
    }

    fn is_parent(&self, module: &Module) -> bool {
        let mut modules = self.files.keys();
        modules.any(|it| it.len() > module.len() && it.starts_with(module))
    }

    /// Resolves a path of a module to one from the crate's root; `None` for other crates.
    fn absolute(&self, module: &Module, path: &[String]) -> Option<Module> {
        let (first, mut rest) = path.split_first()?;
        let mut absolute = match first.as_str() {
            "crate" => Vec::new(),
            "self" => module.clone(),
            "super" => parent(module),
            name if self.files.contains_key(&child(module, name)) => child(module, name),
            _ => return None,
        };
        while let Some(("super", after)) = rest.split_first().map(|(it, after)| (&**it, after)) {
            absolute = parent(&absolute);
            rest = after;
        }
        absolute.extend_from_slice(rest);
        absolute.pop_if(|last| last == "self" || last == "*");
        Some(absolute)
    }

    /// The module in which something is, which may be known elsewhere by an import.
    fn home(&self, path: &Module) -> Module {
        let mut path = path.clone();
        // Chains of imports end in a crate that compiles.
        for _ in 0..10 {
            let mut lengths = (1..=path.len()).rev();
            let imported = lengths.find_map(|length| {
                let import = self.imports.get(&path[..length])?;
                let is_itself = path.starts_with(import);
                (!is_itself).then(|| [&import[..], &path[length..]].concat())
            });
            match imported {
                Some(import) => path = import,
                None => break,
            }
        }
        while !self.files.contains_key(&path) {
            path.pop();
        }
        path
    }

    /// What is named in other files, without the crate's root: it has no code of its own.
    fn edges(&self) -> Vec<Edge> {
        let mut edges = Vec::new();
        for (module, named) in &self.named {
            for named in named {
                let Some(path) = self.absolute(module, &named.path) else {
                    continue;
                };
                let to = self.home(&path);
                if !module.is_empty() && !to.is_empty() && to != *module {
                    edges.push(Edge {
                        from: module.clone(),
                        line: named.line,
                        to,
                        text: named.path.join("::"),
                    });
                }
            }
        }
        edges
    }

    fn shown(&self, edge: &Edge, problem: &str) -> String {
        let (from, to) = (&self.files[&edge.from], &self.files[&edge.to]);
        format!("src/{from}:{}: {} ({to}): {problem}", edge.line, edge.text)
    }
}

fn child(module: &Module, name: &str) -> Module {
    [module, &[name.to_owned()][..]].concat()
}

fn parent(module: &Module) -> Module {
    module[..module.len().saturating_sub(1)].to_vec()
}

/// The number of a module's storey.
fn height(module: &Module) -> usize {
    let height = STOREYS.iter().position(|storey| *storey == module[0]);
    height.unwrap_or_else(|| panic!("{module:?} is in no storey"))
}

/// The paths in a file that can be of this crate.
fn named(text: &str) -> Vec<Named> {
    let tokens = tokens(&code(text));
    let mut named = Vec::new();
    let mut position = 0;
    while let Some((line, token)) = tokens.get(position) {
        let next = tokens.get(position + 1).map(|(_, token)| token.as_str());
        let is_path = next == Some("::");
        match token.as_str() {
            // Of an `impl Trait + use<>`, too.
            "use" if next != Some("<") => {
                position += 1;
                use_tree(&tokens, &mut position, &[], &mut named);
            }
            "crate" | "super" | "self" if is_path => {
                let mut path = vec![token.clone()];
                while tokens.get(position + 1).is_some_and(|(_, it)| it == "::")
                    && let Some((_, name)) = tokens.get(position + 2)
                    && is_name(name)
                {
                    path.push(name.clone());
                    position += 2;
                }
                named.push(Named {
                    line: *line,
                    path,
                    import: None,
                });
            }
            _ => {}
        }
        position += 1;
    }
    named
}

/// The paths of a `use`, with braces expanded.
fn use_tree(
    tokens: &[(usize, String)],
    position: &mut usize,
    prefix: &[String],
    named: &mut Vec<Named>,
) {
    let mut path = prefix.to_vec();
    let mut import = None;
    let mut line = 0;
    while let Some((at, token)) = tokens.get(*position) {
        match token.as_str() {
            "::" => {}
            "as" => {
                *position += 1;
                import = tokens.get(*position).map(|(_, name)| name.clone());
            }
            "{" => {
                while tokens.get(*position).is_some_and(|(_, it)| it != "}") {
                    *position += 1;
                    use_tree(tokens, position, &path, named);
                }
                *position += 1;
                return;
            }
            "," | "}" | ";" => break,
            name => {
                line = *at;
                path.push(name.to_owned());
            }
        }
        *position += 1;
    }
    if path.len() > prefix.len() {
        let own = path.iter().rfind(|name| *name != "self").cloned();
        named.push(Named {
            line,
            import: import.or(own),
            path,
        });
    }
}

fn is_name(token: &str) -> bool {
    token.starts_with(|it: char| it.is_alphabetic() || it == '_')
}

/// Tokens (names, `::` and single characters) with their lines.
fn tokens(code: &str) -> Vec<(usize, String)> {
    let mut tokens = Vec::new();
    for (index, line) in code.lines().enumerate() {
        let mut rest = line.trim_start();
        while let Some(first) = rest.chars().next() {
            let is_part = |it: char| it.is_alphanumeric() || it == '_';
            let length = if is_part(first) {
                rest.find(|it| !is_part(it)).unwrap_or(rest.len())
            } else if rest.starts_with("::") {
                2
            } else {
                first.len_utf8()
            };
            let (token, after) = rest.split_at(length);
            tokens.push((index + 1, token.to_owned()));
            rest = after.trim_start();
        }
    }
    tokens
}

/// The text without comments and literals, with the same lines.
fn code(text: &str) -> String {
    let mut code = String::new();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let length = literal(rest);
        if length == 0 {
            code.push(first);
            rest = &rest[first.len_utf8()..];
        } else {
            code.push(' ');
            code.extend(rest[..length].chars().filter(|it| *it == '\n'));
            rest = &rest[length..];
        }
    }
    code
}

/// How many bytes the comment or literal has that a text begins with.
fn literal(text: &str) -> usize {
    let until = |end: &str, start: usize| {
        let rest = &text[start..];
        rest.find(end)
            .map_or(text.len(), |index| start + index + end.len())
    };
    if text.starts_with("//") {
        return text.find('\n').unwrap_or(text.len());
    }
    if text.starts_with("/*") {
        return until("*/", 2);
    }
    if let Some(raw) = text.strip_prefix("r") {
        let marks = raw.len() - raw.trim_start_matches('#').len();
        if raw[marks..].starts_with('"') {
            return until(&format!("\"{}", &raw[..marks]), marks + 2);
        }
        return 0;
    }
    // A lifetime is no literal.
    let is_character =
        text.starts_with("'\\") || (text.starts_with('\'') && text.chars().nth(2) == Some('\''));
    if !text.starts_with('"') && !is_character {
        return 0;
    }
    let mut characters = text.char_indices();
    let quote = characters.next().map(|(_, quote)| quote);
    while let Some((index, character)) = characters.next() {
        match character {
            '\\' => drop(characters.next()),
            it if Some(it) == quote => return index + 1,
            _ => {}
        }
    }
    text.len()
}

/// All edges that are part of a circle, where nodes are files or groups of them.
fn circles<'a>(edges: &[&'a Edge], node: impl Fn(&'a Module) -> &'a [String]) -> Vec<&'a Edge> {
    let mut after: BTreeMap<_, BTreeSet<_>> = BTreeMap::new();
    for edge in edges {
        let (from, to) = (node(&edge.from), node(&edge.to));
        if from != to {
            after.entry(from).or_default().insert(to);
        }
    }
    let reaches = |from: &[String], to: &[String]| {
        let mut seen = BTreeSet::new();
        let mut open = vec![from];
        while let Some(node) = open.pop() {
            if node == to {
                return true;
            }
            if seen.insert(node) {
                open.extend(after.get(node).into_iter().flatten());
            }
        }
        false
    };
    let in_circles = edges.iter().filter(|edge| {
        let (from, to) = (node(&edge.from), node(&edge.to));
        from != to && reaches(to, from)
    });
    in_circles.copied().collect()
}

#[test]
fn files_name_no_higher_storey() {
    let sources = Sources::read();
    let mut problems = Vec::new();
    for edge in sources.edges() {
        if edge.from[0] == MACROS {
            continue;
        }
        let (from, to) = (height(&edge.from), height(&edge.to));
        if from < to {
            let problem = format!("{} is above {}", STOREYS[to], STOREYS[from]);
            problems.push(sources.shown(&edge, &problem));
        }
    }
    assert!(problems.is_empty(), "{}", problems.join("\n"));
}

#[test]
fn no_files_of_a_storey_name_each_other_in_a_circle() {
    let sources = Sources::read();
    let edges = sources.edges();
    // A folder's `mod.rs` is one with what is below it.
    let is_own = |edge: &Edge| {
        parent(&edge.from) == edge.to || parent(&edge.to) == edge.from || edge.from == edge.to
    };
    let inside: Vec<_> = edges
        .iter()
        .filter(|edge| edge.from[0] == edge.to[0] && edge.from[0] != MACROS && !is_own(edge))
        .collect();
    let by_file = circles(&inside, |module| module);
    // A folder inside a storey is one thing to the rest of the storey.
    let by_folder = circles(&inside, |module| &module[..module.len().min(2)]);
    let problems: BTreeSet<_> = by_file
        .into_iter()
        .chain(by_folder)
        .filter(|edge| {
            let ends = [&edge.from, &edge.to].map(|it| sources.files[it].as_str());
            !ends.iter().all(|end| MUTUAL.contains(end))
        })
        .map(|edge| sources.shown(edge, "that names this file in turn, maybe through others"))
        .collect();
    let problems: Vec<_> = problems.into_iter().collect();
    assert!(problems.is_empty(), "{}", problems.join("\n"));
}

/// The macros' own code, without the text that they make, uses nothing.
#[test]
fn macros_use_nothing() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("src")
        .join(MACROS);
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let text = code(&fs::read_to_string(&path).unwrap());
        let mut uses = named(&text.replace("$crate", "$"));
        // The module in which a macro is called.
        uses.retain(|it| it.path != ["super"]);
        assert!(uses.is_empty(), "{}: {uses:?}", path.display());
    }
}

/// The tests above look at what they say they look at.
#[test]
fn the_files_are_read() {
    let sources = Sources::read();
    let edges = sources.edges();
    let has = |from: &str, to: &str| {
        let of = |path: &str| path.split("::").map(str::to_owned).collect::<Module>();
        let (from, to) = (of(from), of(to));
        edges.iter().any(|it| it.from == from && it.to == to)
    };
    for (from, to) in [
        ("core::shape", "core::value"),
        ("core::value", "core::shape"),
        // By re-exports of a folder, and of the crate's root.
        ("features::paginator", "client::call"),
        ("core::operation", "core::error::input"),
        ("core::error::predicates", "core::error::metadata"),
        ("core::operation", "core::error"),
    ] {
        assert!(has(from, to), "{from} to {to}");
    }
    for storey in STOREYS {
        assert!(edges.iter().any(|edge| edge.from[0] == storey), "{storey}");
    }
}

#[test]
fn paths_in_text() {
    let text = "
        //! use crate::comment;
        pub use self::a::{self, b::C as D, e::*,};
        /* use crate::comment; */
        fn f<'a>(it: &'a str) -> impl Fn() + use<> {
            \"use crate::text; \\\" crate::text\";
            r#\"crate::text \" crate::text\"#;
            '\"'; super::super::g(crate::h::i!(it)); self::j::<u8>(Self::k());
            self.l()
        }
    ";
    let named = named(text);
    let found: Vec<_> = named
        .iter()
        .map(|it| (it.line, it.path.join("::"), it.import.as_deref()))
        .collect();
    let expected = [
        (3, "self::a::self", Some("a")),
        (3, "self::a::b::C", Some("D")),
        (3, "self::a::e::*", Some("*")),
        (8, "super::super::g", None),
        (8, "crate::h::i", None),
        (8, "self::j", None),
    ];
    assert_eq!(
        found,
        expected.map(|(line, path, name)| (line, path.to_owned(), name))
    );
}
