//! Reads sample values with generated crates, and writes them again, JSON lines for JSON lines.

use serde_json::Value;
use tinsmith_runtime::codec::form::{self, Keys};
use tinsmith_runtime::codec::{Codec, xml};
use tinsmith_runtime::schema::Location;
use tinsmith_runtime::shape::Shape;
use tinsmith_runtime::value::ValueMut;

fn main() {
    for line in std::io::stdin().lines() {
        let question: Value = serde_json::from_str(&line.unwrap()).unwrap();
        println!("{}", serde_json::json!(answer(&question)));
    }
}

/// The text of a question, as a shape of this type writes it.
fn again<T: Shape + Default>(question: &Value) -> String {
    let (mut shape, text) = (T::default(), question["text"].as_str().unwrap());
    match question["as"].as_str().unwrap() {
        "document" => {
            xml::read(text.as_bytes(), &mut shape).unwrap();
            utf8(&xml::write(&shape).unwrap())
        }
        // Elements of members, without the root.
        "elements" => {
            xml::read(format!("<R>{text}</R>").as_bytes(), &mut shape).unwrap();
            let document = utf8(&xml::write(&shape).unwrap());
            let (start, end) = (document.find('>').unwrap() + 1, document.rfind("</").unwrap());
            document[start..end].to_owned()
        }
        "payload" => {
            let members = shape.schema().members;
            let is_payload = |location: &Location| *location == Location::StructurePayload;
            let index = members.iter().position(|it| is_payload(&it.location)).unwrap();
            let Some(ValueMut::Shape(payload)) = shape.member_mut(index) else { panic!("{text}") };
            xml::read(text.as_bytes(), payload).unwrap();
            utf8(&xml::Xml::ROOT.write_payload(&members[index], payload).unwrap())
        }
        keys => {
            let keys = if keys == "ec2" { Keys::Ec2 } else { Keys::Query };
            form::read(&[text.as_bytes()], &mut shape, keys).unwrap();
            let start = ["Action", "Version"].map(|key| (key, form::value(text.as_bytes(), key)));
            let start: Vec<_> = start.iter().filter_map(|(key, it)| Some((*key, it.as_deref()?))).collect();
            utf8(&form::write(&start, &shape, keys))
        }
    }
}

fn utf8(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).unwrap()
}

