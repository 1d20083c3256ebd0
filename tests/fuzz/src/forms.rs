//! Forms of awsQuery and ec2Query, read as a shape with every kind of value that they hold.

use tinsmith_runtime::codec::form::{self, Keys};

use crate::Target;
use crate::form_shapes::Filled;

pub(crate) const TARGET: Target = Target {
    name: "forms",
    run,
    tokens: &[
        "&",
        "=",
        ".",
        "%",
        "%2E",
        "%00",
        "%ff",
        "+",
        "Text=",
        "&Number=",
        "&Double=",
        "NaN",
        "-1",
        "1e400",
        "&Boolean=true",
        "&Blob=",
        "AAA=",
        "&Time=",
        "2020-01-02T03:04:05.5Z",
        "&Epoch=",
        "1474123456.789",
        "&wireName=",
        "&Asked=",
        "&List=",
        "&List.member.1=",
        "&List.1=",
        "&List.18446744073709551615=",
        "&names.Name.2=",
        "&Names.2=",
        "&FlatList.1.Key=",
        "&FlatList.3.Value=",
        "&Matrix.Row.1.Cell.1=1",
        "&Matrix.1.2=1",
        "&Map.entry.1.key=",
        "&Map.entry.1.value=",
        "&FlatMap.1.K=",
        "&FlatMap.1.V.Key=",
        "&Part.Key=",
        "&Either.Left=",
        "&Either.Right.Key=",
        "&Either.Up=",
        "&Tree.Text=",
        "&Tree.Tree.Tree.",
        "&Action=",
    ],
};

/// The first byte chooses the protocol. What was read is written, and what is written is read: the
/// second time, nothing changes any more.
fn run(bytes: &[u8]) -> bool {
    let (keys, form) = match bytes {
        [first, form @ ..] if first % 2 == 1 => (Keys::Ec2, form),
        [_, form @ ..] => (Keys::Query, form),
        [] => (Keys::Query, bytes),
    };
    let again = |form: &[u8]| {
        let mut shape = Filled::default();
        form::read(&[form], &mut shape, keys).ok()?;
        Some(form::write(&[], &shape, keys))
    };
    let _ = form::value(form, "Action");
    let Some(first) = again(form) else {
        return false;
    };
    // ec2Query loses empty lists in lists.
    let second = again(&first).expect("it was written");
    let third = again(&second).expect("it was written");
    assert_eq!(second, third);
    true
}
