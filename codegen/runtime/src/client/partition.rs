//! The partitions of AWS: groups of regions with domains of their own.
//!
//! Source: `partitions.json` 1.1 of botocore 1.43. Its region patterns all have the form
//! `prefix-word-number`, so they are matched by hand.

/// A group of regions that share domains.
#[derive(Debug)]
pub(super) struct Partition {
    /// What the names of its regions begin with.
    prefixes: &'static [&'static str],
    /// Its one region whose name has another form.
    global_region: &'static str,
    /// The domain of its endpoints.
    pub(super) dns_suffix: &'static str,
    /// The domain of its endpoints that have an IPv6 address, too.
    pub(super) dual_stack_dns_suffix: &'static str,
    /// Whether it has endpoints with FIPS 140 validated cryptography.
    pub(super) supports_fips: bool,
    /// Whether it has endpoints with an IPv6 address.
    pub(super) supports_dual_stack: bool,
}

const AWS: Partition = Partition {
    prefixes: &["us", "eu", "ap", "sa", "ca", "me", "af", "il", "mx"],
    global_region: "aws-global",
    dns_suffix: "amazonaws.com",
    dual_stack_dns_suffix: "api.aws",
    supports_fips: true,
    supports_dual_stack: true,
};

static PARTITIONS: [Partition; 8] = [
    AWS,
    Partition {
        prefixes: &["cn"],
        global_region: "aws-cn-global",
        dns_suffix: "amazonaws.com.cn",
        dual_stack_dns_suffix: "api.amazonwebservices.com.cn",
        ..AWS
    },
    Partition {
        prefixes: &["eusc-de"],
        // The only partition without one; no region has this name.
        global_region: "",
        dns_suffix: "amazonaws.eu",
        dual_stack_dns_suffix: "api.amazonwebservices.eu",
        ..AWS
    },
    Partition {
        prefixes: &["us-iso"],
        global_region: "aws-iso-global",
        dns_suffix: "c2s.ic.gov",
        dual_stack_dns_suffix: "api.aws.ic.gov",
        ..AWS
    },
    Partition {
        prefixes: &["us-isob"],
        global_region: "aws-iso-b-global",
        dns_suffix: "sc2s.sgov.gov",
        dual_stack_dns_suffix: "api.aws.scloud",
        ..AWS
    },
    Partition {
        prefixes: &["eu-isoe"],
        global_region: "aws-iso-e-global",
        dns_suffix: "cloud.adc-e.uk",
        dual_stack_dns_suffix: "api.cloud-aws.adc-e.uk",
        ..AWS
    },
    Partition {
        prefixes: &["us-isof"],
        global_region: "aws-iso-f-global",
        dns_suffix: "csp.hci.ic.gov",
        dual_stack_dns_suffix: "api.aws.hci.ic.gov",
        ..AWS
    },
    Partition {
        prefixes: &["us-gov"],
        global_region: "aws-us-gov-global",
        ..AWS
    },
];

/// The partition of a region. A region that fits none, be it new or made up, is taken to be in
/// the first, as in every AWS SDK.
pub(super) fn of_region(region: &str) -> &'static Partition {
    PARTITIONS
        .iter()
        .find(|partition| partition.has(region))
        .unwrap_or(&PARTITIONS[0])
}

impl Partition {
    /// Whether the region fits the pattern `(prefix)-\w+-\d+`, or is the partition's own name.
    fn has(&self, region: &str) -> bool {
        if region == self.global_region {
            return true;
        }
        let Some((rest, number)) = region.rsplit_once('-') else {
            return false;
        };
        let Some((prefix, word)) = rest.rsplit_once('-') else {
            return false;
        };
        let is_word = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_';
        self.prefixes.contains(&prefix)
            && !word.is_empty()
            && word.bytes().all(is_word)
            && !number.is_empty()
            && number.bytes().all(|byte| byte.is_ascii_digit())
    }
}
