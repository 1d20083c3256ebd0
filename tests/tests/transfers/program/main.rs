//! Transfers to and from the server at a URL: the first argument says which ones.

mod damage;
mod directories;
mod faults;
mod five_minutes;
mod guide;
mod http;
mod memory;
mod objects;
mod page;
mod pages;
mod requests;
mod resume;
mod support;
mod tls;

#[tokio::main]
async fn main() {
    let arguments: Vec<_> = std::env::args().skip(1).collect();
    let arguments: Vec<_> = arguments.iter().map(String::as_str).collect();
    match arguments[..] {
        ["guide", url] => guide::run(url).await,
        ["objects", url, largest] => objects::run(url, number(largest)).await,
        ["directories", url] => directories::run(url).await,
        ["resume", url] => resume::run(url).await,
        ["pages", url] => pages::run(url).await,
        ["tls", url] => tls::run(url).await,
        ["print-requests"] => requests::print().await,
        ["requests"] => requests::run().await,
        ["damage"] => damage::run().await,
        ["damaged-requests", url, count] => {
            faults::run(url, faults::Damaged::Requests, number(count)).await;
        }
        ["damaged-responses", url, count] => {
            faults::run(url, faults::Damaged::Responses, number(count)).await;
        }
        ["memory", mebibytes] => memory::run(number(mebibytes)).await,
        ["generate", length] => memory::serve(number(length)).await,
        _ => panic!("unknown arguments: {arguments:?}"),
    }
}

fn number(text: &str) -> u64 {
    text.parse().expect("a number")
}
