//! Names of objects for paths, and paths for names of objects.

use std::path::{Component, Path, PathBuf};

use super::super::error::{TransferError, TransferErrorKind};

/// The name of an object: a prefix, and the relative path of a file with slashes.
pub(super) fn key_of(prefix: &str, path: &Path) -> Result<String, TransferError> {
    let mut key = prefix.to_owned();
    for (index, component) in path.components().enumerate() {
        let part = component.as_os_str().to_str();
        let part = part.ok_or_else(|| invalid(&path.to_string_lossy(), "it is not UTF-8"))?;
        if index > 0 {
            key.push('/');
        }
        key.push_str(part);
    }
    Ok(key)
}

/// What the names of objects have before the relative path: the prefix up to its last slash.
pub(super) fn folder_of(prefix: &str) -> &str {
    &prefix[..prefix.rfind('/').map_or(0, |slash| slash + 1)]
}

/// The path of an object whose name begins with the folder; `None` for one that stands for a folder.
///
/// # Errors
///
/// If it would not be inside of the directory.
pub(super) fn path_of(
    directory: &Path,
    folder: &str,
    key: &str,
) -> Result<Option<PathBuf>, TransferError> {
    let Some(name) = key.strip_prefix(folder) else {
        return Err(invalid(
            key,
            "it does not begin with the prefix that was asked for",
        ));
    };
    if name.is_empty() || name.ends_with('/') {
        return Ok(None);
    }
    let mut path = directory.to_owned();
    for part in name.split('/') {
        if let Some(problem) = problem(part) {
            return Err(invalid(key, problem));
        }
        path.push(part);
    }
    Ok(Some(path))
}

/// Why a part of a name cannot be the name of a file or folder.
fn problem(part: &str) -> Option<&'static str> {
    if part.is_empty() {
        return Some("it has nothing before or between slashes, so it is no path in the directory");
    }
    if part.contains('\0') {
        return Some("it has a null character, so it is no path");
    }
    let mut components = Path::new(part).components();
    match (components.next(), components.next()) {
        (Some(Component::Normal(name)), None) if name == part => None,
        _ => Some("its path would not be in the directory"),
    }
}

fn invalid(name: &str, problem: &'static str) -> TransferError {
    let name = name.to_owned();
    TransferErrorKind::Name { name, problem }.into()
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::{folder_of, key_of, path_of};

    #[test]
    fn paths_stay_in_the_directory() {
        let path = |key| path_of(Path::new("/d"), "a/", key);
        assert_eq!(path("a/b/c").unwrap().unwrap(), Path::new("/d/b/c"));
        assert_eq!(path("a/..b/c.").unwrap().unwrap(), Path::new("/d/..b/c."));
        for marker in ["a/", "a/b/"] {
            assert!(path(marker).unwrap().is_none(), "{marker}");
        }
        for outside in [
            "a/../b",
            "a/b/..",
            "a/./b",
            "a//etc/passwd",
            "a/b//c",
            "a/b\0c",
            "b/c",
        ] {
            assert!(path(outside).is_err(), "{outside}");
        }
    }

    #[test]
    fn names_are_those_of_paths() {
        assert_eq!(key_of("a/", Path::new("b/c")).unwrap(), "a/b/c");
        assert_eq!(key_of("", Path::new("b")).unwrap(), "b");
        assert_eq!(
            (folder_of("a/b"), folder_of("a"), folder_of("a/")),
            ("a/", "", "a/")
        );
    }
}
