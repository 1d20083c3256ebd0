//! Hard links, the exchange of two folders, and what is done where they do not exist.

use std::fs;
use std::io;
use std::path::Path;

/// Makes `to` another name of the file `from`, or a copy with the same modification time where
/// that cannot be.
pub(crate) fn link_or_copy(from: &Path, to: &Path) -> io::Result<()> {
    let Err(error) = fs::hard_link(from, to) else {
        return Ok(());
    };
    let metadata = fs::symlink_metadata(from)?;
    if !metadata.is_file() {
        // A symbolic link or a device, and links fail: nothing that a copy would be true to.
        return Err(error);
    }
    fs::copy(from, to)?;
    fs::File::options()
        .write(true)
        .open(to)?
        .set_modified(metadata.modified()?)
}

/// Exchanges two folders in one step.
#[cfg(any(target_os = "linux", target_os = "android", target_vendor = "apple"))]
pub(crate) fn exchange(one: &Path, other: &Path) -> io::Result<()> {
    use rustix::fs::{CWD, RenameFlags, renameat_with};
    Ok(renameat_with(CWD, one, CWD, other, RenameFlags::EXCHANGE)?)
}

/// Exchanges two folders in one step: this system has no way.
#[cfg(not(any(target_os = "linux", target_os = "android", target_vendor = "apple")))]
pub(crate) fn exchange(_: &Path, _: &Path) -> io::Result<()> {
    Err(io::ErrorKind::Unsupported.into())
}

/// Whether an exchange failed because of what the file system can do, and not of what we may do.
pub(crate) fn is_unsupported(error: &io::Error) -> bool {
    // `InvalidInput` is Linux's answer for a file system without `RENAME_EXCHANGE`.
    matches!(
        error.kind(),
        io::ErrorKind::Unsupported
            | io::ErrorKind::InvalidInput
            | io::ErrorKind::CrossesDevices
            | io::ErrorKind::ResourceBusy
    )
}

/// What tells a folder from another that has its name.
#[cfg(unix)]
pub(crate) fn identity(folder: &Path) -> Option<u64> {
    use std::os::unix::fs::MetadataExt;
    fs::symlink_metadata(folder)
        .ok()
        .map(|metadata| metadata.ino())
}

/// What tells a folder from another that has its name: not needed where none are exchanged.
#[cfg(not(unix))]
pub(crate) fn identity(_: &Path) -> Option<u64> {
    None
}
