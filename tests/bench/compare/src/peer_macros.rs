//! What the programs write differently on the official SDK crates: members and structures.

/// Sets members of a call or a structure; lists and maps are set item by item.
macro_rules! set {
    ($it:expr, {}) => { $it };
    ($it:expr, { $member:ident: [$($item:expr),* $(,)?] $(, $($rest:tt)*)? }) => {
        set!($it $(.$member($item))*, { $($($rest)*)? })
    };
    ($it:expr, { $member:ident: {$($key:literal = $value:expr),* $(,)?} $(, $($rest:tt)*)? }) => {
        set!($it $(.$member($key, $value))*, { $($($rest)*)? })
    };
    ($it:expr, { $member:ident: $value:expr $(, $($rest:tt)*)? }) => {
        set!($it.$member($value), { $($($rest)*)? })
    };
}

/// A structure with these members.
macro_rules! new {
    ($type:ident { $($members:tt)* }) => {
        $crate::peer::Built::built(set!($type::builder(), { $($members)* }).build())
    };
}
