//! The tables of `spec/naming.md`.

use super::*;

#[test]
fn members() {
    let cases = [
        ("buildStatus", "build_status"),
        ("s3DeepLink", "s3_deep_link"),
        ("vCpu", "v_cpu"),
        ("md5sum", "md5sum"),
        ("KMSKeyARN", "kms_key_arn"),
        ("KMSKeyARNs", "kms_key_arns"),
        ("WebACLs", "web_acls"),
        ("GPUs", "gpus"),
        ("jobIDs", "job_ids"),
        ("SizeInGBs", "size_in_gbs"),
        ("IPv4Address", "i_pv4_address"),
        ("ETag", "e_tag"),
        ("ICD10CM", "icd10cm"),
        ("type", "r#type"),
        ("match", "r#match"),
        ("gen", "r#gen"),
        ("self", "self_"),
        ("Self", "self_"),
        ("crate", "crate_"),
        ("super", "super_"),
        ("_", "u5f"),
        ("", "empty"),
        ("2fast", "v2fast"),
        ("héllo", "h_llo"),
        ("日本", "u65e5_u672c"),
    ];
    for (model, rust) in cases {
        assert_eq!(of_field(model).as_str(), rust, "{model}");
    }
}

#[test]
fn types_and_variants() {
    let cases = [
        ("VPCConfig", "VpcConfig"),
        ("WAFV2", "Wafv2"),
        ("KMSKeyARNs", "KmsKeyArns"),
        ("IPv4Address", "IPv4Address"),
        ("BUILD_GENERAL1_2XLARGE", "BuildGeneral12xlarge"),
        ("ml.p3.2xlarge", "MlP32xlarge"),
        ("AWS::EC2::Instance", "AwsEc2Instance"),
        ("s3:ObjectCreated:*", "S3ObjectCreated"),
        ("Linux/UNIX (Amazon VPC)", "LinuxUnixAmazonVpc"),
        ("t2.micro", "T2Micro"),
        ("0.5", "V05"),
        ("1.6", "V16"),
        ("", "Empty"),
        ("*", "U2a"),
        ("None", "None"),
        ("SELF", "SelfValue"),
        ("UNKNOWN_VALUE", "UnknownValue_"),
        ("Unknown", "Unknown"),
    ];
    for (model, rust) in cases {
        assert_eq!(of_variant(model).as_str(), rust, "{model}");
    }
    assert_eq!(of_type("Self").as_str(), "Self_");
    assert_eq!(of_type("Option").as_str(), "Option");
}

#[test]
fn setters_and_modules() {
    assert_eq!(of_setter(&of_field("default")).as_str(), "default_");
    assert_eq!(of_setter(&of_field("type")).as_str(), "r#type");
    assert_eq!(of_setter(&of_field("send")).as_str(), "send");
    assert_eq!(of_call_setter(&of_field("send")).as_str(), "send_");
    assert_eq!(of_call_setter(&of_field("new")).as_str(), "new_");
    assert_eq!(of_module("Type").as_str(), "type_");
    assert_eq!(of_module("Con").as_str(), "con_");
    assert_eq!(of_module("BuildPhase").as_str(), "build_phase");
    assert_eq!(of_module("Error").as_str(), "error");
    assert_eq!(of_type_module(&of_type("Error")).as_str(), "error_");
    assert_eq!(of_type_module(&of_type("Type")).as_str(), "type_");
    assert_eq!(of_crate("CodeBuild"), "codebuild");
    assert_eq!(of_crate("Cost Explorer"), "cost-explorer");
}

#[test]
fn the_first_keeps_its_name() {
    let mut scope = Scope::with(&["UnknownValue"]);
    let mut claim = |model: &str| scope.claim(of_variant(model)).as_str().to_owned();
    assert_eq!(claim("a-b"), "AB");
    assert_eq!(claim("a.b"), "AB2");
    assert_eq!(claim("a b"), "AB3");
    let mut scope = Scope::default();
    let mut claim = |model: &str| scope.claim(of_field(model)).as_str().to_owned();
    assert_eq!(claim("type"), "r#type");
    assert_eq!(claim("Type"), "type_2");
}
