//! Minimizes a differing case, part by part.

use serde_json::Value;
use tests::project::Project;
use tests::python::{self, Program};

use crate::compare::{Case, Difference};
use crate::run::{self, Subject};

/// A case with the programs of both sides.
pub(crate) struct Smaller {
    cases: Program,
    answers: Program,
    question: String,
    case: Case,
}

impl Smaller {
    /// Makes a case again.
    pub(crate) fn start(project: &Project, subject: &Subject, seed: u64, id: &str) -> Self {
        let mut command = python::command("differential.py");
        command.arg(subject.job(seed, 0, false).to_string()).arg(id);
        let mut cases = Program::run(command, "differential.py");
        let mut answers = Program::run(run::answering(project, subject), "the driver");
        let mut candidates = candidates(&mut cases);
        let (question, case) = ask(&mut answers, &candidates.remove(0));
        Self {
            cases,
            answers,
            question,
            case,
        }
    }

    /// The case from both sides.
    pub(crate) fn case(&self) -> String {
        format!(
            "{}\n  question: {}\n      ours: {}\n  botocore: {}",
            self.case.id(),
            self.question,
            self.case.answer(),
            self.case.expected()
        )
    }

    /// The smallest differing case, if this one differs.
    pub(crate) fn reduce(&mut self) -> Option<String> {
        if self.case.differences().0.is_empty() {
            return None;
        }
        let mut choice = 0;
        loop {
            self.cases.write(&choice.to_string());
            let found = candidates(&mut self.cases)
                .iter()
                .map(|line| ask(&mut self.answers, line))
                .enumerate()
                .find(|(_, (_, case))| !case.differences().0.is_empty());
            let Some((index, (question, case))) = found else {
                break;
            };
            choice = index;
            self.question = question;
            self.case = case;
        }
        let differences = self.case.differences().0;
        let lines = differences.iter().map(Difference::to_string);
        let lines: Vec<_> = lines.map(|line| format!("  {line}")).collect();
        Some(format!("{}\n{}", self.case(), lines.join("\n")))
    }
}

fn candidates(cases: &mut Program) -> Vec<String> {
    let count: usize = cases.read().trim().parse().expect("a number");
    (0..count)
        .map(|_| cases.read().trim_end_matches('\n').to_owned())
        .collect()
}

/// The question, and the case with the program's answer.
fn ask(program: &mut Program, line: &str) -> (String, Case) {
    program.write(line);
    let answer = program.read();
    let (question, _) = line.split_once('\t').expect("a question and a case");
    let (answer, facts) = answer.split_once('\t').expect("an answer and a case");
    let parse = |text: &str| serde_json::from_str::<Value>(text).expect("JSON");
    (question.to_owned(), Case::new(parse(facts), parse(answer)))
}
