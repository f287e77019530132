//! Commands: those of az, the script's own functions, and what is known of others.

use acrlint_text::{Mapped, TextRange};

use super::expand::{Arg, Open};
use super::{Command, Input, Item, Value, Walk};
use crate::az::{self, Around, Here};

/// What flows into and out of a command.
#[derive(Debug, Clone, Default)]
pub(crate) struct Flow {
    /// The text, where it is short or a symbol.
    pub(crate) value: Option<String>,
    /// The text, where it stands in the script.
    pub(crate) here: Option<Here>,
    /// The file whose text it is.
    pub(crate) file: Option<Arg>,
}

impl Walk<'_> {
    pub(super) fn command(&mut self, command: &Command, flow: Flow) -> Flow {
        let flow = match &command.input {
            Some(Input::Here(word)) => {
                let text = self.text_of(word);
                Flow {
                    value: Some(text.text().trim_end_matches('\n').to_owned()),
                    here: Some(Here {
                        text,
                        range: word.range,
                    }),
                    file: None,
                }
            }
            Some(Input::File(word)) => {
                let file = self.expand(word).into_iter().next();
                file.map_or_else(Flow::default, |file| self.of_file(file))
            }
            None => flow,
        };
        let mut args: Vec<Arg> = Vec::with_capacity(command.words.len());
        for word in &command.words {
            args.extend(self.expand(word));
        }
        let args = without_prefix(&args);
        let out = self.named(whole(command.range, args), args, flow);
        if let Some(word) = &command.output
            && let Some(here) = &out.here
        {
            let path = self.text_of(word).text().to_owned();
            self.files.insert(path, here.clone());
        }
        out
    }

    fn of_file(&self, file: Arg) -> Flow {
        Flow {
            value: None,
            here: self.files.get(file.str()).cloned(),
            file: Some(file),
        }
    }

    fn named(&mut self, range: TextRange, args: &[Arg], flow: Flow) -> Flow {
        let Some((first, args)) = args.split_first().filter(|(one, _)| one.open == Open::No) else {
            return Flow::default();
        };
        let lower = first.str().to_lowercase();
        // PowerShell does not care for case
        for name in [first.str(), &lower] {
            if let Some(function) = self.functions.get(name).cloned() {
                return self.call(name, &function, args);
            }
        }
        let name = lower;
        let name = name.rsplit(['/', '\\']).next().unwrap_or_default();
        match name {
            "az" | "az.cmd" | "az.exe" | "az.bat" => {
                let around = Around {
                    range,
                    flow: &flow,
                    files: &self.files,
                };
                Flow {
                    value: az::run(self.record, args, &around),
                    ..Flow::default()
                }
            }
            "echo" | "write-output" => {
                let mut flow = echo(args);
                if let Some(known) = flow.value.as_ref().and_then(|value| self.texts.get(value)) {
                    flow.here = Some(known.clone());
                }
                flow
            }
            "printf" => match args {
                [format, text] if format.str().trim_end_matches("\\n") == "%s" => Flow {
                    value: Some(text.str().to_owned()),
                    ..Flow::default()
                },
                _ => Flow::default(),
            },
            "cat" | "get-content" | "type" => match args.iter().find(|arg| arg.str() != "-") {
                Some(file) => self.of_file(file.clone()),
                None => flow,
            },
            "tee" => {
                let file = args.iter().find(|arg| !arg.str().starts_with('-'));
                if let (Some(file), Some(here)) = (file, &flow.here) {
                    self.files.insert(file.str().to_owned(), here.clone());
                }
                flow
            }
            "jq" => self.jq(args, flow),
            "tr" if args.first().is_some_and(|arg| arg.str() == "-d") => flow,
            "convertfrom-json" | "out-string" | "convertto-json" => flow,
            _ => {
                match az::cmdlet(self.record, name, args, range) {
                    Some(value) => {
                        return Flow {
                            value,
                            ..Flow::default()
                        };
                    }
                    None => self.builtin(name, args, &flow),
                }
                Flow::default()
            }
        }
    }

    /// Members of a value in JSON.
    fn jq(&mut self, args: &[Arg], flow: Flow) -> Flow {
        let filter = args.iter().find(|arg| !arg.str().starts_with('-'));
        let path = filter.and_then(|filter| filter.str().strip_prefix('.'));
        let plain = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == '.';
        let (Some(mut value), Some(path)) =
            (flow.value, path.filter(|path| path.chars().all(plain)))
        else {
            return Flow::default();
        };
        for member in path.split('.').filter(|member| !member.is_empty()) {
            value = self.record.member(&value, member);
        }
        Flow {
            value: Some(value),
            ..Flow::default()
        }
    }

    /// Commands of the shell that change variables.
    fn builtin(&mut self, name: &str, args: &[Arg], flow: &Flow) {
        match name {
            "." | "source" | "eval" => self.sourced = true,
            "exit" | "return" | "throw" => self.ended = true,
            "unset" => {
                for arg in args {
                    self.env.set(arg.str(), None);
                }
            }
            "read" | "mapfile" | "readarray" | "getopts" => {
                let is_name = |arg: &&Arg| {
                    let mut chars = arg.str().chars();
                    chars
                        .next()
                        .is_some_and(|c| c.is_ascii_alphabetic() || c == '_')
                        && chars.all(|c| c.is_ascii_alphanumeric() || c == '_')
                };
                let names: Vec<&Arg> = args.iter().filter(is_name).collect();
                let known = flow
                    .value
                    .clone()
                    .filter(|_| name == "read" && names.len() == 1);
                for one in names {
                    let spelling = format!("${}", one.str());
                    let value = match (&known, name) {
                        (Some(known), _) => Value::text(known),
                        (None, "mapfile" | "readarray") => Value::Open(self.record.number()),
                        _ => Value::text(&self.record.unknown(&spelling)),
                    };
                    self.env.set(one.str(), Some(value));
                }
            }
            "shift" => {
                let count = args.first().map_or(Some(1), |arg| arg.str().parse().ok());
                let value = match (self.env.get("@"), count) {
                    (Some(Value::List(items)), Some(count)) => {
                        let rest = items.get(count..).unwrap_or_default();
                        Value::List(rest.into())
                    }
                    _ => Value::Open(self.record.number()),
                };
                self.env.set("@", Some(value));
            }
            "set" if args.first().is_some_and(|arg| arg.str() == "--") => {
                let items = args[1..].iter().map(Item::of).collect();
                let open = args.iter().any(|arg| arg.open != Open::No);
                let value = match open {
                    true => Value::Open(self.record.number()),
                    false => Value::List(items),
                };
                self.env.set("@", Some(value));
            }
            _ => {}
        }
    }
}

/// Where a command stands: where its words are written, if they came through a list.
fn whole(range: TextRange, args: &[Arg]) -> TextRange {
    match args.first() {
        Some(first) if !range.contains_range(first.range) => args
            .iter()
            .fold(first.range, |all, arg| all.cover(arg.range)),
        _ => range,
    }
}

/// The words without commands that run the command behind them.
fn without_prefix(mut args: &[Arg]) -> &[Arg] {
    while let Some((first, rest)) = args.split_first() {
        match first.str() {
            "sudo" | "command" | "exec" | "time" | "nohup" | "builtin" | "winpty" => args = rest,
            "timeout" => args = rest.get(1..).unwrap_or_default(),
            "env" => {
                let assigns = rest
                    .iter()
                    .take_while(|arg| arg.str().contains('='))
                    .count();
                args = &rest[assigns..];
            }
            _ => break,
        }
    }
    args
}

fn echo(args: &[Arg]) -> Flow {
    let mut args = args;
    let mut newline = true;
    while let Some((first, rest)) = args.split_first() {
        match first.str() {
            "-n" => newline = false,
            "-e" | "-E" => {}
            _ => break,
        }
        args = rest;
    }
    let Some(first) = args.first() else {
        return Flow::default();
    };
    let range = args
        .iter()
        .fold(first.range, |all, arg| all.cover(arg.range));
    let mut text = Mapped::new();
    for (index, arg) in args.iter().enumerate() {
        if index > 0 {
            text.push_expansion(" ", arg.range);
        }
        text.push_part(&arg.text, TextRange::up_to(arg.text.len()));
    }
    let value = text.text().to_owned();
    if newline {
        text.push_expansion("\n", range);
    }
    Flow {
        value: Some(value),
        here: Some(Here { text, range }),
        file: None,
    }
}
