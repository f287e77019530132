//! Scripts of bash and POSIX shells: which commands of `az` they run, with simple variables followed. Nothing is run.

mod expand;
mod lex;
mod variables;

use acrlint_text::{Mapped, TextRange, TextSize};

use crate::SourceFile;
use crate::az::{Az, Command, Word};
use crate::model::{Facts, Place, SourceKind};
use variables::Variables;

/// Reads a script.
pub(crate) fn read(files: &[SourceFile<'_>]) -> Facts {
    let Some(file) = files.first() else {
        return Facts::empty(SourceKind::Shell);
    };
    let mut az = Az::new(SourceKind::Shell, file.text);
    script(file.text, &|range| Place { file: 0, range }, &mut az);
    az.finish()
}

/// Reads a script that is a part of something else; `place_of` leads from its bytes to their place.
pub(crate) fn script(text: &str, place_of: &dyn Fn(TextRange) -> Place, az: &mut Az) {
    let mut shell = Shell {
        text,
        place_of,
        az,
        variables: Variables::default(),
        branches: 0,
        function: String::new(),
        inside: None,
    };
    shell.commands(0, text.len(), 0);
}

/// Commands in commands are read so deep.
const DEEPEST: usize = 12;

/// A script that is being read.
struct Shell<'s> {
    text: &'s str,
    place_of: &'s dyn Fn(TextRange) -> Place,
    az: &'s mut Az,
    variables: Variables,
    /// How many `if`s, loops and functions are open.
    branches: usize,
    /// The function that is read: `$1` is another value in each.
    function: String,
    /// Inside its braces: how many branches were open around it.
    inside: Option<usize>,
}

/// A command of a pipeline whose words are read.
#[derive(Default)]
struct Simple {
    words: Vec<Word>,
    input: Option<Mapped>,
    /// The file that its output goes to.
    writes: Option<String>,
    /// Whether its output goes to the next command.
    pipes: bool,
}

impl Shell<'_> {
    /// Runs the commands in a stretch of the script; the answer of the last one, if it can be named.
    fn commands(&mut self, from: usize, to: usize, depth: usize) -> Option<String> {
        if depth > DEEPEST {
            return None;
        }
        let mut lexer = lex::Lexer::new(from, to);
        let mut answer = None;
        while let Some(line) = self.line(&mut lexer, depth) {
            let mut piped: Option<Mapped> = None;
            for mut simple in line {
                simple.input = simple.input.or(piped.take());
                if simple.pipes {
                    piped = output(&simple);
                }
                if let (Some(path), Some(text)) = (&simple.writes, output(&simple)) {
                    self.az.written(path, text);
                }
                answer = self.simple(simple);
            }
        }
        answer
    }

    /// Runs one command.
    fn simple(&mut self, simple: Simple) -> Option<String> {
        let mut words = simple.words;
        self.keywords(&mut words);
        if self.assigns(&words) {
            return None;
        }
        let first = words.first()?.text.clone();
        match first.as_str() {
            "read" => {
                for word in words
                    .iter()
                    .skip(1)
                    .filter(|word| !word.text.starts_with('-'))
                {
                    self.variables.forget(&word.text);
                }
                None
            }
            "unset" => {
                for word in &words[1..] {
                    self.variables.forget(&word.text);
                }
                None
            }
            "echo" | "printf" => {
                let [_, rest @ ..] = &words[..] else {
                    return None;
                };
                let texts: Vec<&str> = rest
                    .iter()
                    .map(|word| word.text.as_str())
                    .filter(|text| *text != "-n")
                    .collect();
                (texts.len() == 1).then(|| texts[0].to_owned())
            }
            _ => self.az.answer(&Command {
                words,
                input: simple.input,
            }),
        }
    }

    /// Takes reserved words away and counts what they open and close.
    fn keywords(&mut self, words: &mut Vec<Word>) {
        loop {
            let Some(first) = words.first() else { return };
            match first.text.as_str() {
                "if" | "while" | "until" | "case" => self.branches += 1,
                "{" if !self.function.is_empty() && self.inside.is_none() => {
                    self.variables.enter();
                    self.inside = Some(std::mem::take(&mut self.branches));
                }
                "{" => self.branches += 1,
                "}" if self.branches == 0 && self.inside.is_some() => {
                    self.variables.leave();
                    self.branches = self.inside.take().unwrap_or_default();
                    self.function.clear();
                }
                "function" => {
                    self.function = words
                        .get(1)
                        .map_or_else(String::new, |word| word.text.clone());
                    words.clear();
                    return;
                }
                "fi" | "done" | "esac" | "}" => self.branches = self.branches.saturating_sub(1),
                "for" | "select" => {
                    self.branches += 1;
                    self.loops_over(words);
                    words.clear();
                    return;
                }
                "then" | "do" | "else" | "elif" | "!" | "time" => {}
                _ => return,
            }
            words.remove(0);
        }
    }

    /// `for NAME in WORDS`.
    fn loops_over(&mut self, words: &[Word]) {
        let [_, name, rest @ ..] = words else { return };
        match rest {
            [_in, only] if !only.open => self.variables.set(&name.text, only.text.clone(), 0),
            _ => self.variables.forget(&name.text),
        }
    }

    /// Whether a command is nothing but assignments, which are done.
    fn assigns(&mut self, words: &[Word]) -> bool {
        let declares = ["export", "readonly", "local", "declare", "typeset"];
        let declared = words
            .first()
            .is_some_and(|word| declares.contains(&word.text.as_str()));
        let is_local = words.first().is_some_and(|word| word.text == "local");
        let words = if declared { &words[1..] } else { words };
        let all = words
            .iter()
            .all(|word| lex::assignment(&word.text).is_some());
        if !declared && !all {
            return false;
        }
        for word in words {
            if let Some((name, value)) = lex::assignment(&word.text) {
                if is_local {
                    self.variables.declare(name);
                }
                match name.strip_suffix('+') {
                    Some(name) => self.variables.forget(name),
                    None => self.variables.set(name, value.to_owned(), self.branches),
                }
            }
        }
        true
    }

    fn place(&self, from: usize, to: usize) -> Place {
        let size = |n: usize| TextSize::try_from(n).unwrap_or_default();
        (self.place_of)(TextRange::new(size(from), size(to.max(from))))
    }
}

/// What a command prints that passes its input or its words on.
fn output(simple: &Simple) -> Option<Mapped> {
    let program = simple.words.first().map(|word| word.text.as_str());
    match program {
        Some("cat" | "envsubst" | "tee") => simple.input.clone(),
        Some("echo" | "printf") => {
            let word = simple
                .words
                .iter()
                .rfind(|word| !word.text.starts_with('-'))?;
            let mut text = Mapped::new();
            text.push_expansion(&word.text, word.place.range);
            Some(text)
        }
        _ => None,
    }
}
