//! Whether a model has what a transfer needs.

use crate::model::{Download, Kind, Listing, Model, Operation, Structure, Transfer, Upload};
use crate::overlay::problems::Problems;

/// Whether the operations and members of a transfer are there, and of the kinds that it takes; each one
/// that is not is a problem.
pub(super) fn fits(
    model: &Model,
    operation: &Operation,
    transfer: &Transfer,
    path: &str,
    problems: &mut Problems,
) -> bool {
    let known = problems.found.len();
    let mut check = Check {
        model,
        path,
        problems,
    };
    match transfer {
        Transfer::Upload(upload) => check.upload(operation, upload),
        Transfer::Download(download) => check.download(operation, download),
        Transfer::Listing(listing) => check.listing(operation, listing),
    }
    problems.found.len() == known
}

/// The kind that a member has to have.
#[derive(Clone, Copy, PartialEq)]
enum Needed {
    Text,
    Number,
    Any,
}

struct Check<'c> {
    model: &'c Model,
    path: &'c str,
    problems: &'c mut Problems,
}

/// A structure, and what to call it.
type Place<'m> = (Option<&'m Structure>, String);

impl<'c> Check<'c> {
    fn upload(&mut self, put: &'c Operation, it: &Upload) {
        let whole = self.input(put, "this operation");
        for (index, member) in it.of_content.iter().enumerate() {
            let entry = format!("ofContent[{index}]");
            self.member(&entry, member, &whole, Needed::Any);
        }
        self.member("key", &it.key, &whole, Needed::Text);
        if let Some(create) = self.operation("create", &it.create) {
            let (input, output) = (
                self.input(create, &it.create),
                self.output(create, &it.create),
            );
            self.member("uploadId", &it.upload_id, &output, Needed::Text);
            let (algorithm, coverage) = (&it.checksum_algorithm, &it.checksum_coverage);
            self.member("checksumAlgorithm", algorithm, &input, Needed::Text);
            self.member("checksumCoverage", coverage, &input, Needed::Text);
        }
        if let Some(part) = self.operation("part", &it.part) {
            let (input, output) = (self.input(part, &it.part), self.output(part, &it.part));
            self.member("uploadId", &it.upload_id, &input, Needed::Text);
            self.member("partNumber", &it.part_number, &input, Needed::Number);
            self.member("tag", &it.tag, &output, Needed::Text);
        }
        if let Some(complete) = self.operation("complete", &it.complete) {
            let input = self.input(complete, &it.complete);
            self.member("uploadId", &it.upload_id, &input, Needed::Text);
            self.member("objectLength", &it.object_length, &input, Needed::Number);
            if let Some(completed) = self.structure("completed", &it.completed, &input)
                && let Some(part) = self.items("parts", &it.parts, &completed)
            {
                self.member("partNumber", &it.part_number, &part, Needed::Number);
                self.member("tag", &it.tag, &part, Needed::Text);
            }
        }
        if let Some(abort) = self.operation("abort", &it.abort) {
            let input = self.input(abort, &it.abort);
            self.member("uploadId", &it.upload_id, &input, Needed::Text);
        }
        if let Some(list) = self.operation("list", &it.list) {
            let (input, output) = (self.input(list, &it.list), self.output(list, &it.list));
            self.member("uploadId", &it.upload_id, &input, Needed::Text);
            if let Some(part) = self.items("parts", &it.parts, &output) {
                self.member("partNumber", &it.part_number, &part, Needed::Number);
                self.member("partLength", &it.part_length, &part, Needed::Number);
                self.member("tag", &it.tag, &part, Needed::Text);
            }
        }
    }

    fn download(&mut self, get: &'c Operation, it: &Download) {
        let this = "this operation";
        let (input, output) = (self.input(get, this), self.output(get, this));
        self.member("range", &it.range, &input, Needed::Text);
        self.member("condition", &it.condition, &input, Needed::Text);
        self.member("partNumber", &it.part_number, &input, Needed::Any);
        self.member("contentRange", &it.content_range, &output, Needed::Text);
        self.member("tag", &it.tag, &output, Needed::Text);
    }

    fn listing(&mut self, list: &'c Operation, it: &Listing) {
        let this = "this operation";
        let (input, output) = (self.input(list, this), self.output(list, this));
        self.member("prefix", &it.prefix, &input, Needed::Text);
        if let Some(object) = self.items("objects", &it.objects, &output) {
            self.member("key", &it.key, &object, Needed::Text);
            self.member("length", &it.length, &object, Needed::Number);
        }
        if let Some(get) = self.operation("get", &it.get) {
            let is_download = matches!(get.customization.transfer, Some(Transfer::Download(_)));
            if !is_download {
                let message = format!("`{}` is no download before it in the overlay", it.get);
                self.problems.stale(&format!("{}.get", self.path), message);
            }
            let input = self.input(get, &it.get);
            self.member("key", &it.key, &input, Needed::Text);
        }
    }

    fn operation(&mut self, entry: &str, name: &str) -> Option<&'c Operation> {
        let found = self.model.operations.get(name);
        if found.is_none() {
            let path = format!("{}.{entry}", self.path);
            self.problems
                .missing(&path, name, self.model.operations.keys());
        }
        found
    }

    fn input(&self, operation: &Operation, name: &str) -> Place<'c> {
        self.root(operation.input.as_ref(), format!("the input of {name}"))
    }

    fn output(&self, operation: &Operation, name: &str) -> Place<'c> {
        self.root(operation.output.as_ref(), format!("the output of {name}"))
    }

    fn root(&self, shape: Option<&String>, name: String) -> Place<'c> {
        let shape = shape.and_then(|it| self.model.shapes.get(it));
        (shape.and_then(|it| it.structure()), name)
    }

    /// The shape of a member; without one, that is a problem.
    fn kind(&mut self, entry: &str, name: &str, (place, what): &Place<'c>) -> Option<&'c Kind> {
        let member = place.and_then(|it| it.members.get(name));
        let shape = member.and_then(|it| self.model.shapes.get(&it.target));
        if shape.is_none() {
            let message = format!("{what} has no member `{name}`");
            self.stale(entry, message);
        }
        shape.map(|it| &it.kind)
    }

    fn member(&mut self, entry: &str, name: &str, place: &Place<'c>, needed: Needed) {
        let Some(kind) = self.kind(entry, name, place) else {
            return;
        };
        let (fits, what) = match needed {
            Needed::Text => (matches!(kind, Kind::String | Kind::Enumeration(_)), "text"),
            Needed::Number => (matches!(kind, Kind::Integer | Kind::Long), "a number"),
            Needed::Any => (true, ""),
        };
        if !fits {
            let of = &place.1;
            self.stale(entry, format!("the member `{name}` of {of} is not {what}"));
        }
    }

    fn structure(&mut self, entry: &str, name: &str, place: &Place<'c>) -> Option<Place<'c>> {
        let kind = self.kind(entry, name, place)?;
        let structure = match kind {
            Kind::Structure(structure) => Some((Some(structure), format!("`{name}`"))),
            _ => None,
        };
        if structure.is_none() {
            self.stale(entry, format!("the member `{name}` is not a structure"));
        }
        structure
    }

    /// The items of a list of structures.
    fn items(&mut self, entry: &str, name: &str, place: &Place<'c>) -> Option<Place<'c>> {
        let kind = self.kind(entry, name, place)?;
        let items = match kind {
            Kind::List { item, .. } => self.model.shapes.get(item).and_then(|it| it.structure()),
            _ => None,
        };
        if items.is_none() {
            self.stale(
                entry,
                format!("the member `{name}` is not a list of structures"),
            );
        }
        items.map(|items| (Some(items), format!("an item of `{name}`")))
    }

    fn stale(&mut self, entry: &str, message: String) {
        let path = format!("{}.{entry}", self.path);
        self.problems.stale(&path, message);
    }
}
