//! The commands that the guides show.

use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};

use tests::examples;

const README: &str = include_str!("../../README.md");

/// The arguments of a program after `--`, as the README calls it.
fn arguments(example: &str) -> Vec<&'static str> {
    let command = README
        .lines()
        .find(|line| line.contains(&format!("--example {example} -- ")));
    let command = command.unwrap_or_else(|| panic!("README calls {example}"));
    let (_, arguments) = command.split_once(" -- ").expect("arguments");
    arguments.split(' ').collect()
}

/// Ends the program with the test.
struct Server(Child);

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// The server with builds in it and the program against it, on any free port.
#[test]
fn try_out_of_the_readme() {
    let mut arguments_of_server = arguments("fake_server");
    let position = arguments_of_server.iter().position(|it| *it == "8000");
    arguments_of_server[position.expect("a port")] = "0";
    let mut server = Command::new(examples::program("fake_server"))
        .args(arguments_of_server)
        .stdout(Stdio::piped())
        .spawn()
        .expect("it starts");
    let output = server.stdout.take().expect("its output");
    let server = Server(server);
    let mut line = String::new();
    BufReader::new(output).read_line(&mut line).expect("a line");
    let url = line.trim().strip_prefix("listening on ").expect("its URL");

    let mut arguments_of_list = arguments("list_builds");
    let position = arguments_of_list
        .iter()
        .position(|it| *it == "http://127.0.0.1:8000");
    arguments_of_list[position.expect("a URL")] = url;
    let list = Command::new(examples::program("list_builds"))
        .args(arguments_of_list)
        .env("AWS_ACCESS_KEY_ID", "a")
        .env("AWS_SECRET_ACCESS_KEY", "s")
        .output()
        .expect("it runs");
    let ids = String::from_utf8_lossy(&list.stdout);
    assert!(list.status.success(), "{list:?}");
    assert_eq!(ids.lines().count(), 3, "{ids}");
    assert!(ids.lines().all(|id| id.starts_with("demo:")), "{ids}");
    drop(server);
}
