//! The same for services that take forms and answer with XML: programs with clients of STS and EC2.
//!
//! The files are as at the crate's root, with a program for each service. That of EC2 needs the
//! feature `ec2`.

pub mod ours;
pub mod peer;

#[allow(missing_docs, reason = "the modules have their own")]
mod generated {
    pub mod sts {
        include!(concat!(env!("OUT_DIR"), "/sts/mod.rs"));
    }

    #[cfg(feature = "ec2")]
    pub mod ec2 {
        include!(concat!(env!("OUT_DIR"), "/ec2/mod.rs"));
    }
}
