//! Pages of the documentation.

/// The first block of code in a language, without its fences.
pub fn code<'p>(page: &'p str, language: &str) -> &'p str {
    let begin = format!("```{language}\n");
    let (_, code) = page.split_once(&begin).expect("a block of code");
    code.split_once("```\n").expect("its end").0
}
