//! What the servers of these tests need of HTTP/1.1: heads of messages, and bodies with a length.

use std::io;

use tokio::io::{AsyncBufReadExt, AsyncRead, AsyncReadExt, BufReader};

/// The head of a request or response.
pub struct Head {
    pub first: String,
    headers: Vec<(String, String)>,
}

impl Head {
    /// Reads a head; `None` at the end of the connection.
    pub async fn read<R: AsyncRead + Unpin>(from: &mut BufReader<R>) -> io::Result<Option<Self>> {
        let mut lines = Vec::new();
        loop {
            let mut line = String::new();
            if from.read_line(&mut line).await? == 0 {
                return Ok(None);
            }
            let line = line.trim_end();
            if line.is_empty() {
                break;
            }
            lines.push(line.to_owned());
        }
        let mut lines = lines.into_iter();
        let first = lines.next().unwrap_or_default();
        let headers = lines.filter_map(|line| {
            let (name, value) = line.split_once(':')?;
            Some((name.to_ascii_lowercase(), value.trim().to_owned()))
        });
        Ok(Some(Self { first, headers: headers.collect() }))
    }

    pub fn header(&self, name: &str) -> Option<&str> {
        let mut headers = self.headers.iter();
        headers.find_map(|(it, value)| (it == name).then_some(value.as_str()))
    }

    /// Sets a header, whose name is in lower case.
    pub fn set(&mut self, name: &str, value: String) {
        self.headers.retain(|(it, _)| it != name);
        self.headers.push((name.to_owned(), value));
    }

    pub fn length(&self) -> Option<usize> {
        self.header("content-length")?.parse().ok()
    }

    pub fn method(&self) -> &str {
        self.first.split(' ').next().unwrap_or_default()
    }

    pub fn target(&self) -> &str {
        self.first.split(' ').nth(1).unwrap_or_default()
    }

    /// The value of a parameter of the query.
    pub fn parameter(&self, name: &str) -> Option<&str> {
        let (_, query) = self.target().split_once('?')?;
        let mut parameters = query.split('&').map(|it| it.split_once('=').unwrap_or((it, "")));
        parameters.find_map(|(it, value)| (it == name).then_some(value))
    }

    /// The head as bytes, for a message that ends with the connection.
    pub fn closing(&self) -> Vec<u8> {
        let mut text = format!("{}\r\n", self.first);
        for (name, value) in &self.headers {
            if name != "connection" {
                text += &format!("{name}: {value}\r\n");
            }
        }
        (text + "connection: close\r\n\r\n").into_bytes()
    }
}

/// The body of a message with a length.
pub async fn body<R: AsyncRead + Unpin>(from: &mut BufReader<R>, length: usize) -> io::Result<Vec<u8>> {
    let mut body = vec![0; length];
    from.read_exact(&mut body).await?;
    Ok(body)
}

/// The first and the last byte of a range: `bytes=8-15`.
pub fn range(text: &str) -> (u64, u64) {
    let (first, last) = text.trim_start_matches("bytes=").split_once('-').expect("a range");
    (first.parse().expect("a number"), last.parse().expect("a number"))
}
