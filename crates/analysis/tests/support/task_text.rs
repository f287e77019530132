use proptest::prelude::*;

/// What task files are made of, and what they break at.
const WORDS: &[&str] = &[
    "version: v1.1.0\n",
    "steps:\n",
    "  - ",
    "  ",
    "\n",
    "\r\n",
    "\t",
    "cmd: ",
    "build: ",
    "when: ",
    "id: ",
    "[",
    "]",
    "{",
    "}",
    "{{",
    "}}",
    "{{ .Values.a }}",
    "{{ if .Values.b }}",
    "{{ end }}",
    "$",
    "- ",
    ": ",
    "#",
    "'",
    "\"",
    "|\n",
    ">-\n",
    "&a ",
    "*a",
    "<<: ",
    "a",
    "é",
    "한",
    "🐳",
    "\u{feff}",
    "\u{85}",
    "\u{2028}",
    "\u{f0000}",
    "\\",
];

/// Texts that look a little like task files, so that the later stages are reached; with words of a test's own.
pub fn task_text(own: &[&'static str]) -> impl Strategy<Value = String> + use<> {
    let word = prop::sample::select([WORDS, own].concat());
    prop::collection::vec(word, 0..40).prop_map(|words| words.concat())
}
