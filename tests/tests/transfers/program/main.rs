//! Transfers to and from the server at a URL: the first argument says which ones.

mod directories;
mod objects;
mod page;
mod resume;
mod support;

#[tokio::main]
async fn main() {
    let arguments: Vec<_> = std::env::args().skip(1).collect();
    let arguments: Vec<_> = arguments.iter().map(String::as_str).collect();
    match arguments[..] {
        ["objects", url] => objects::run(url).await,
        ["directories", url] => directories::run(url).await,
        ["resume", url] => resume::run(url).await,
        _ => panic!("unknown arguments: {arguments:?}"),
    }
}
