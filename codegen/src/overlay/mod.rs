//! Additions to a model: documentation, and behaviours that models lack.
//!
//! | module | contents |
//! |---|---|
//! | `format` | the form of an overlay file |
//! | `shipped` | the overlays that ship with the generator, in the folder `overlays` |
//! | `apply`, `customization` | a model with an overlay on it |
//! | `problems` | entries that do not apply |
//!
//! Entries use model names. In the user's overlay, an entry for something that does not exist, or that
//! changes nothing, is an error: otherwise nobody would notice that it has no effect any more. In a
//! shipped overlay, which users cannot change, it is a warning: a model of the same API version may be
//! older, or a part.

mod apply;
mod customization;
mod format;
mod problems;
pub(crate) mod shipped;

use serde_json::Value;

pub(crate) use self::format::Overlay;
use self::problems::Problems;
use self::shipped::Shipped;
use crate::config::Input;
use crate::error::{Error, Problem};
use crate::json;
use crate::model::Model;

/// What to call the user's overlay if its file is not known.
pub(crate) const FILE: &str = "overlay.json";

/// The overlays of a model.
pub(crate) struct Overlays {
    shipped: Option<(Problems, Overlay)>,
    /// The user's.
    pub(crate) own: Option<Overlay>,
    /// The name of its file.
    file: String,
    /// What it switches off in vain.
    problems: Vec<Problem>,
}

/// Entries that do not apply.
pub(crate) struct Stale {
    /// Of the shipped overlay.
    pub(crate) shipped: Vec<Problem>,
    /// Of the user's.
    pub(crate) own: Vec<Problem>,
}

impl Overlays {
    /// The shipped overlay and the user's.
    ///
    /// # Errors
    ///
    /// If the user's is not JSON, or has unknown entries.
    pub(crate) fn of(model: &Model, own: Option<&[u8]>, file: &str) -> Result<Self, Error> {
        let mut shipped = Shipped::of(&model.service);
        let (mut overlay, mut problems) = (None, Vec::new());
        if let Some(bytes) = own {
            overlay = Some(Overlay::read(file, bytes)?);
            // It is an object.
            let value = serde_json::from_slice(json::without_mark(bytes)).unwrap_or(Value::Null);
            let mut found = Problems::of(file);
            shipped::check_switches(shipped.as_ref().map(|it| &it.value), &value, &mut found);
            problems = found.found;
            if let Some(shipped) = &mut shipped {
                shipped.give_way(&value);
            }
        }
        let shipped = shipped.map(|it| Ok::<_, Error>((it.problems(), it.overlay()?)));
        Ok(Self {
            shipped: shipped.transpose()?,
            own: overlay,
            file: file.to_owned(),
            problems,
        })
    }

    /// Applies the entries that it can.
    pub(crate) fn lay_over(self, model: &mut Model) -> Stale {
        let shipped = self.shipped;
        let shipped = shipped.map(|(problems, overlay)| overlay.lay_over(model, problems));
        let mut own = self.problems;
        if let Some(overlay) = self.own {
            own.extend(overlay.lay_over(model, Problems::of(&self.file)));
        }
        Stale {
            shipped: shipped.unwrap_or_default(),
            own,
        }
    }
}

/// Applies the overlays to a model, and returns the entries of the shipped one that do not apply.
///
/// # Errors
///
/// If the user's overlay is malformed, or entries of it do not apply; all of them are listed.
pub(crate) fn apply(model: &mut Model, input: &Input) -> Result<Vec<Problem>, Error> {
    let file = input.overlay_name.as_deref().unwrap_or(FILE);
    let stale = Overlays::of(model, input.overlay.as_deref(), file)?.lay_over(model);
    Error::check(stale.own)?;
    let hint = "the rest of the overlay is applied: the model may be older than the overlay";
    let stale = stale.shipped.into_iter();
    Ok(stale.map(|problem| problem.hint(hint)).collect())
}
