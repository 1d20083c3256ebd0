//! Transfers as with TLS, where checksums follow the content. The server has none, so requests are sent
//! without it.

use s3::Client;
use s3::client::{ByteStream, TransferErrorKind};
use s3::operation::complete_multipart_upload::CompleteMultipartUpload;
use s3::types::ChecksumAlgorithm;
use tempfile::tempdir;

use crate::support::{MIB, bytes, checksum, config, content, fake_of_uploads, stream, uploads, with_bucket};

const BUCKET: &str = "tls";

const LENGTH: usize = 17 * MIB;

pub async fn run(url: &str) {
    let direct = with_bucket(url, BUCKET).await;
    let config = config(&url.replacen("http:", "https:", 1)).mutate_request(|request| {
        let uri = request.uri().replacen("https:", "http:", 1);
        request.set_uri(uri).expect("a URI");
    });
    let client = Client::from_conf(config.build());
    algorithms(&direct, &client).await;
    stated(&direct, &client).await;
    sha512().await;
}

/// Each algorithm, from everything that can be sent.
async fn algorithms(direct: &Client, client: &Client) {
    let folder = tempdir().expect("a folder");
    let path = folder.path().join("file");
    let expected = bytes(LENGTH, 1);
    tokio::fs::write(&path, &expected).await.expect("a file");
    let algorithms = [
        ChecksumAlgorithm::Crc32,
        ChecksumAlgorithm::Crc32c,
        ChecksumAlgorithm::Crc64nvme,
        ChecksumAlgorithm::Sha1,
        ChecksumAlgorithm::Sha256,
    ];
    for algorithm in algorithms {
        let bodies = [
            ("bytes", ByteStream::from(expected.clone())),
            ("file", ByteStream::from_path(&path).await.expect("a file")),
            ("stream", stream(expected.clone())),
        ];
        for (kind, body) in bodies {
            let key = format!("{kind} {algorithm}");
            let call = client.put_object().bucket(BUCKET).key(&key).body(body);
            let call = call.checksum_algorithm(algorithm.clone());
            call.into_upload().send().await.expect("an upload");
            assert!(content(direct, BUCKET, &key).await == expected, "{key}");
            let mut written = Vec::new();
            let call = client.get_object().bucket(BUCKET).key(&key);
            call.into_download().write_to(&mut written).await.expect("the content");
            assert!(written == expected, "{key}");
        }
    }
    assert_eq!(uploads(direct, BUCKET).await, 0);
}

/// The checksum of the whole content, which the caller states.
async fn stated(direct: &Client, client: &Client) {
    let expected = bytes(LENGTH, 2);
    let upload = |stated: &[u8]| {
        let call = client.put_object().bucket(BUCKET).key("stated").body(expected.clone());
        call.checksum_crc32(checksum(stated)).into_upload().send()
    };
    let error = upload(b"another content").await.expect_err("another checksum");
    assert!(matches!(error.kind(), TransferErrorKind::Checksum { .. }), "{error:?}");
    assert_eq!(uploads(direct, BUCKET).await, 0);
    upload(&expected).await.expect("an upload");
    assert!(content(direct, BUCKET, "stated").await == expected);

    // Those of parts do not make one of the whole.
    let call = || client.put_object().bucket(BUCKET).key("stated").body(expected.clone());
    let calls = [
        ("ChecksumSHA256", call().checksum_sha256("AAAA")),
        ("ChecksumSHA512", call().checksum_sha512("AAAA")),
        ("ChecksumXXHASH3", call().checksum_xxhash3("AAAA")),
    ];
    for (member, call) in calls {
        let error = call.into_upload().send().await.expect_err("refused");
        let expected = format!("{member} of the whole content cannot be stated for an upload in parts");
        assert_eq!(error.to_string(), expected);
    }
}

/// SHA-512, which moto does not have. The checksums were computed by Python's hashlib.
async fn sha512() {
    let fake = fake_of_uploads();
    let call = Client::from_conf(fake.config()).put_object().bucket(BUCKET).key("sha512");
    let call = call.checksum_algorithm(ChecksumAlgorithm::Sha512).body(vec![7; LENGTH]);
    call.into_upload().send().await.expect("an upload");
    let [input] = &fake.calls::<CompleteMultipartUpload>()[..] else {
        panic!("it is completed once");
    };
    assert_eq!(input.checksum_sha512, None, "those of parts do not make one of the whole");
    let parts = input.multipart_upload.as_ref().and_then(|it| it.parts.as_ref());
    let parts = parts.expect("parts").iter().map(|it| it.checksum_sha512.as_deref());
    let full = "nyUGzpyAQM3xaXVZuoJ7Rx90qHud4bhritZ7rz6PTn/0T0EGVR4A6roROvXF+0i7i51j0vGM2dqcQeao5BQMwg==";
    let last = "1iAFWvh9PbZm0IV3mfgZdkruUatHVz6UD7Ycd0hmZtjYzHSdPf7cm4/ReKLLvaFVBAkjIZcmKdDmeU6yDlubNA==";
    assert_eq!(parts.collect::<Vec<_>>(), [Some(full), Some(full), Some(last)]);
}
