//! The neutral form of STS's outputs, for either side.

use super::sts::operation::assume_role::{AssumeRoleError, AssumeRoleOutput};
use super::sts::operation::assume_role_with_web_identity::{
    AssumeRoleWithWebIdentityError, AssumeRoleWithWebIdentityOutput,
};
use super::sts::operation::decode_authorization_message::{
    DecodeAuthorizationMessageError, DecodeAuthorizationMessageOutput,
};
use super::sts::operation::get_caller_identity::{GetCallerIdentityError, GetCallerIdentityOutput};
use super::sts::operation::get_federation_token::{
    GetFederationTokenError, GetFederationTokenOutput,
};
use super::sts::operation::get_session_token::{GetSessionTokenError, GetSessionTokenOutput};
use super::sts::types::{AssumedRoleUser, Credentials, FederatedUser};
use crate::neutral::{errors, shapes};

shapes! {
    AssumeRoleOutput { credentials, assumed_role_user, packed_policy_size, source_identity }
    AssumeRoleWithWebIdentityOutput {
        credentials, subject_from_web_identity_token, assumed_role_user, packed_policy_size, provider,
        audience, source_identity
    }
    DecodeAuthorizationMessageOutput { decoded_message }
    GetCallerIdentityOutput { user_id, account, arn }
    GetFederationTokenOutput { credentials, federated_user, packed_policy_size }
    GetSessionTokenOutput { credentials }
    AssumedRoleUser { assumed_role_id, arn }
    Credentials { access_key_id, secret_access_key, session_token, expiration }
    FederatedUser { federated_user_id, arn }
}

errors! {
    AssumeRoleError {
        ExpiredTokenException: is_expired_token_exception,
        MalformedPolicyDocumentException: is_malformed_policy_document_exception,
        PackedPolicyTooLargeException: is_packed_policy_too_large_exception,
        RegionDisabledException: is_region_disabled_exception,
    }
    AssumeRoleWithWebIdentityError {
        ExpiredTokenException: is_expired_token_exception,
        IDPCommunicationErrorException: is_idp_communication_error_exception,
        IDPRejectedClaimException: is_idp_rejected_claim_exception,
        InvalidIdentityTokenException: is_invalid_identity_token_exception,
        MalformedPolicyDocumentException: is_malformed_policy_document_exception,
        PackedPolicyTooLargeException: is_packed_policy_too_large_exception,
        RegionDisabledException: is_region_disabled_exception,
    }
    DecodeAuthorizationMessageError {
        InvalidAuthorizationMessageException: is_invalid_authorization_message_exception,
    }
    GetCallerIdentityError {}
    GetFederationTokenError {
        MalformedPolicyDocumentException: is_malformed_policy_document_exception,
        PackedPolicyTooLargeException: is_packed_policy_too_large_exception,
        RegionDisabledException: is_region_disabled_exception,
    }
    GetSessionTokenError { RegionDisabledException: is_region_disabled_exception }
}
