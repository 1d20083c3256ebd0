//! The neutral form of outputs, for either side.

use super::s3::operation::abort_multipart_upload::{
    AbortMultipartUploadError, AbortMultipartUploadOutput,
};
use super::s3::operation::complete_multipart_upload::{
    CompleteMultipartUploadError, CompleteMultipartUploadOutput,
};
use super::s3::operation::copy_object::{CopyObjectError, CopyObjectOutput};
use super::s3::operation::create_bucket::{CreateBucketError, CreateBucketOutput};
use super::s3::operation::create_multipart_upload::{
    CreateMultipartUploadError, CreateMultipartUploadOutput,
};
use super::s3::operation::delete_object::{DeleteObjectError, DeleteObjectOutput};
use super::s3::operation::delete_objects::{DeleteObjectsError, DeleteObjectsOutput};
use super::s3::operation::get_bucket_location::{GetBucketLocationError, GetBucketLocationOutput};
use super::s3::operation::get_object::{GetObjectError, GetObjectOutput};
use super::s3::operation::head_bucket::{HeadBucketError, HeadBucketOutput};
use super::s3::operation::head_object::{HeadObjectError, HeadObjectOutput};
use super::s3::operation::list_objects_v2::{ListObjectsV2Error, ListObjectsV2Output};
use super::s3::operation::list_parts::{ListPartsError, ListPartsOutput};
use super::s3::operation::put_object::{PutObjectError, PutObjectOutput};
use super::s3::operation::put_object_tagging::{PutObjectTaggingError, PutObjectTaggingOutput};
use super::s3::operation::upload_part::{UploadPartError, UploadPartOutput};
use super::s3::operation::upload_part_copy::{UploadPartCopyError, UploadPartCopyOutput};
use super::s3::types::{
    ArchiveStatus, BucketLocationConstraint, ChecksumAlgorithm, ChecksumType, CommonPrefix,
    CopyObjectResult, CopyPartResult, DeletedObject, EncodingType, Error, Initiator, LocationType,
    Object, ObjectLockLegalHoldStatus, ObjectLockMode, ObjectStorageClass, Owner, Part,
    ReplicationStatus, RequestCharged, RestoreStatus, ServerSideEncryption, StorageClass,
};
use crate::neutral::{enums, errors, shapes};

shapes! {
    AbortMultipartUploadOutput { request_charged }
    CopyObjectOutput {
        copy_object_result, expiration, copy_source_version_id, version_id, server_side_encryption,
        sse_customer_algorithm, sse_customer_key_md5, ssekms_key_id, ssekms_encryption_context,
        bucket_key_enabled, request_charged
    }
    CreateBucketOutput { location, bucket_arn }
    CreateMultipartUploadOutput {
        abort_date, abort_rule_id, bucket, key, upload_id, server_side_encryption,
        sse_customer_algorithm, sse_customer_key_md5, ssekms_key_id, ssekms_encryption_context,
        bucket_key_enabled, request_charged, checksum_algorithm, checksum_type
    }
    DeleteObjectOutput { delete_marker, version_id, request_charged }
    DeleteObjectsOutput { deleted, request_charged, errors }
    GetBucketLocationOutput { location_constraint }
    HeadBucketOutput {
        bucket_arn, bucket_location_type, bucket_location_name, bucket_region, access_point_alias
    }
    ListObjectsV2Output {
        is_truncated, contents, name, prefix, delimiter, max_keys, common_prefixes, encoding_type,
        key_count, continuation_token, next_continuation_token, start_after, request_charged
    }
    ListPartsOutput {
        abort_date, abort_rule_id, bucket, key, upload_id, max_parts, is_truncated, parts,
        initiator, owner, storage_class, request_charged, checksum_algorithm, checksum_type
    }
    PutObjectTaggingOutput { version_id }
    UploadPartCopyOutput {
        copy_source_version_id, copy_part_result, server_side_encryption, sse_customer_algorithm,
        sse_customer_key_md5, ssekms_key_id, bucket_key_enabled, request_charged
    }
    CommonPrefix { prefix }
    DeletedObject { key, version_id, delete_marker, delete_marker_version_id }
    Error { key, version_id, code, message }
    Initiator { id, display_name }
    Object {
        key, last_modified, e_tag, checksum_algorithm, checksum_type, size, storage_class, owner,
        restore_status
    }
    Owner { display_name, id }
    RestoreStatus { is_restore_in_progress, restore_expiry_date }
}

shapes_with_checksums! {
    CompleteMultipartUploadOutput {
        location, bucket, key, expiration, e_tag, checksum_type, server_side_encryption, version_id,
        ssekms_key_id, bucket_key_enabled, request_charged
    }
    CopyObjectResult { e_tag, last_modified, checksum_type }
    CopyPartResult { e_tag, last_modified }
    GetObjectOutput {
        delete_marker, accept_ranges, expiration, restore, last_modified, content_length, e_tag,
        checksum_type, missing_meta, version_id, cache_control, content_disposition,
        content_encoding, content_language, content_range, content_type, expires, expires_string,
        website_redirect_location, server_side_encryption, metadata, sse_customer_algorithm,
        sse_customer_key_md5, ssekms_key_id, bucket_key_enabled, storage_class, request_charged,
        replication_status, parts_count, tag_count, object_lock_mode, object_lock_retain_until_date,
        object_lock_legal_hold_status
    }
    HeadObjectOutput {
        delete_marker, accept_ranges, expiration, restore, archive_status, last_modified,
        content_length, e_tag, checksum_type, missing_meta, version_id, cache_control,
        content_disposition, content_encoding, content_language, content_range, content_type,
        expires, expires_string, website_redirect_location, server_side_encryption, metadata,
        sse_customer_algorithm, sse_customer_key_md5, ssekms_key_id, bucket_key_enabled,
        storage_class, request_charged, replication_status, parts_count, tag_count,
        object_lock_mode, object_lock_retain_until_date, object_lock_legal_hold_status
    }
    Part { part_number, last_modified, e_tag, size }
    PutObjectOutput {
        expiration, e_tag, checksum_type, server_side_encryption, version_id,
        sse_customer_algorithm, sse_customer_key_md5, ssekms_key_id, ssekms_encryption_context,
        bucket_key_enabled, size, request_charged
    }
    UploadPartOutput {
        server_side_encryption, e_tag, sse_customer_algorithm, sse_customer_key_md5, ssekms_key_id,
        bucket_key_enabled, request_charged
    }
}

enums! {
    ArchiveStatus, BucketLocationConstraint, ChecksumAlgorithm, ChecksumType, EncodingType,
    LocationType, ObjectLockLegalHoldStatus, ObjectLockMode, ObjectStorageClass, ReplicationStatus,
    RequestCharged, ServerSideEncryption, StorageClass,
}

errors! {
    AbortMultipartUploadError { NoSuchUpload: is_no_such_upload }
    CompleteMultipartUploadError {}
    CopyObjectError { ObjectNotInActiveTierError: is_object_not_in_active_tier_error }
    CreateBucketError {
        BucketAlreadyExists: is_bucket_already_exists,
        BucketAlreadyOwnedByYou: is_bucket_already_owned_by_you,
    }
    CreateMultipartUploadError {}
    DeleteObjectError {}
    DeleteObjectsError {}
    GetBucketLocationError {}
    GetObjectError {
        InvalidObjectState: is_invalid_object_state,
        NoSuchKey: is_no_such_key,
    }
    HeadBucketError { NotFound: is_not_found }
    HeadObjectError { NotFound: is_not_found }
    ListObjectsV2Error { NoSuchBucket: is_no_such_bucket }
    ListPartsError {}
    PutObjectError {
        EncryptionTypeMismatch: is_encryption_type_mismatch,
        InvalidRequest: is_invalid_request,
        InvalidWriteOffset: is_invalid_write_offset,
        TooManyParts: is_too_many_parts,
    }
    PutObjectTaggingError {}
    UploadPartError {}
    UploadPartCopyError {}
}
