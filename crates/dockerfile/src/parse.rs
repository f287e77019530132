//! Reads the instructions that name images and build arguments.

use std::ops::Range;

use acrlint_text::TextRange;

use crate::instruction::{Instruction, parts, whole};
use crate::model::{Argument, Dockerfile, ImageWord, Problem, ProblemKind, ReferenceKind, Stage};
use crate::word::{Word, word_end, words};

/// Reads a Dockerfile. Never fails: what cannot be understood is among the problems.
pub fn parse(text: &str) -> Dockerfile {
    let parts = parts(text);
    let mut reader = Reader {
        file: Dockerfile {
            directives: parts.directives,
            escape: parts.escape,
            ..Dockerfile::default()
        },
        onbuild: false,
    };
    for instruction in &parts.instructions {
        reader.instruction(instruction);
    }
    if reader.file.stages.is_empty() {
        reader.problem(whole(text), ProblemKind::NoStage);
    }
    reader.file
}

struct Reader {
    file: Dockerfile,
    /// Whether the instruction is a trigger.
    onbuild: bool,
}

impl Reader {
    fn problem(&mut self, range: TextRange, kind: ProblemKind) {
        self.file.problems.push(Problem { range, kind });
    }

    fn instruction(&mut self, instruction: &Instruction) {
        let keyword = instruction.keyword().to_ascii_uppercase();
        self.file
            .instructions
            .push((keyword.clone(), instruction.range));
        for heredoc in &instruction.heredocs {
            self.buildkit(heredoc.start);
            if heredoc.unterminated {
                self.problem(heredoc.start, ProblemKind::Heredoc);
            }
        }
        if keyword != "FROM" && keyword != "ARG" && self.file.stages.is_empty() {
            let kind = match is_known(&keyword) {
                true => ProblemKind::BeforeStage(keyword),
                false => ProblemKind::Unknown(instruction.keyword().to_owned()),
            };
            self.problem(instruction.keyword_range(), kind);
            return;
        }
        match keyword.as_str() {
            "FROM" => self.from(instruction),
            "ONBUILD" => self.onbuild(instruction),
            _ => self.other(&keyword, instruction),
        }
    }

    /// An instruction that can be a trigger, too.
    fn other(&mut self, keyword: &str, instruction: &Instruction) {
        match keyword {
            "ARG" => self.arg(instruction),
            "COPY" | "ADD" => self.copy(instruction),
            "RUN" => self.run(instruction),
            keyword if is_known(keyword) => {}
            _ => {
                let kind = ProblemKind::Unknown(instruction.keyword().to_owned());
                self.problem(instruction.keyword_range(), kind);
            }
        }
    }

    fn onbuild(&mut self, instruction: &Instruction) {
        let inner = instruction.inner();
        let inner = inner.filter(|inner| {
            let keyword = inner.keyword();
            !["FROM", "ONBUILD", "MAINTAINER"]
                .iter()
                .any(|k| k.eq_ignore_ascii_case(keyword))
        });
        let Some(inner) = inner else {
            self.problem(instruction.range, ProblemKind::OnBuild);
            return;
        };
        self.onbuild = true;
        self.other(&inner.keyword().to_ascii_uppercase(), &inner);
        self.onbuild = false;
    }

    fn from(&mut self, instruction: &Instruction) {
        let line = instruction.line.text();
        let (flags, rest) = self.flags(instruction);
        let platform = flags.iter().find_map(|flag| flag.value("--platform"));
        let found = words(line, rest, self.file.escape, true);
        let (base, name) = match &found[..] {
            [base] => (base.clone(), None),
            [base, r#as, name] if line[r#as.clone()].eq_ignore_ascii_case("as") => {
                (base.clone(), Some(instruction.word(name.clone())))
            }
            [base, ..] => {
                self.problem(instruction.range, ProblemKind::From);
                (base.clone(), None)
            }
            [] => {
                self.problem(instruction.range, ProblemKind::From);
                (line.len()..line.len(), None)
            }
        };
        if let Some(name) = &name
            && !is_stage_name(name.text())
        {
            let kind = ProblemKind::StageName(name.text().to_owned());
            self.problem(name.range(), kind);
        }
        self.file.stages.push(Stage {
            range: instruction.range,
            base: instruction.word(base),
            platform,
            name,
            args: Vec::new(),
            references: Vec::new(),
        });
    }

    fn arg(&mut self, instruction: &Instruction) {
        let line = instruction.line.text();
        let found = words(line, instruction.keyword, self.file.escape, false);
        if found.is_empty() {
            self.problem(instruction.range, ProblemKind::Argument);
        }
        for part in found {
            let equals = line[part.clone()].find('=').map(|at| part.start + at);
            let argument = Argument {
                name: instruction.word(part.start..equals.unwrap_or(part.end)),
                default: equals.map(|at| instruction.word(at + 1..part.end)),
            };
            if argument.name.text().is_empty() {
                self.problem(instruction.range, ProblemKind::Argument);
                continue;
            }
            if self.onbuild {
                continue;
            }
            let args = match self.file.stages.last_mut() {
                Some(stage) => &mut stage.args,
                None => &mut self.file.global_args,
            };
            args.push(argument);
        }
    }

    fn copy(&mut self, instruction: &Instruction) {
        const ONLY_BUILDKIT: [&str; 7] = [
            "--link",
            "--chmod",
            "--exclude",
            "--parents",
            "--checksum",
            "--keep-git-dir",
            "--unpack",
        ];
        let (flags, _) = self.flags(instruction);
        for flag in flags {
            if let Some(word) = flag.value("--from") {
                self.reference(word, ReferenceKind::Copy);
            } else if ONLY_BUILDKIT.contains(&flag.name()) {
                self.buildkit(flag.0.range());
            }
        }
    }

    fn run(&mut self, instruction: &Instruction) {
        let (flags, _) = self.flags(instruction);
        for flag in flags {
            if matches!(
                flag.name(),
                "--mount" | "--network" | "--security" | "--device"
            ) {
                self.buildkit(flag.0.range());
            }
            if let Some(word) = flag.value("--mount").and_then(|mount| mount_from(&mount)) {
                self.reference(word, ReferenceKind::Mount);
            }
        }
    }

    fn reference(&mut self, word: Word, kind: ReferenceKind) {
        if word.text().contains('$') {
            self.problem(word.range(), ProblemKind::Variable);
            return;
        }
        let stage = self.file.stages.len().saturating_sub(1);
        let index: Option<usize> = word.text().parse().ok();
        if index.is_some_and(|index| index >= stage) && !self.onbuild {
            let kind = ProblemKind::StageIndex(word.text().to_owned());
            self.problem(word.range(), kind);
        }
        let onbuild = self.onbuild;
        if let Some(stage) = self.file.stages.last_mut() {
            stage.references.push(ImageWord {
                word,
                kind,
                onbuild,
            });
        }
    }

    fn buildkit(&mut self, range: TextRange) {
        self.file.needs_buildkit.get_or_insert(range);
    }

    /// The words that begin with `--` in front of the others, and where those begin.
    fn flags(&self, instruction: &Instruction) -> (Vec<Flag>, usize) {
        let line = instruction.line.text();
        let mut at = instruction.keyword;
        let mut flags = Vec::new();
        loop {
            let rest = &line[at..];
            let start = at + (rest.len() - rest.trim_start().len());
            if !line[start..].starts_with("--") {
                return (flags, start);
            }
            let end = word_end(line, start, self.file.escape);
            if &line[start..end] == "--" {
                return (flags, end);
            }
            flags.push(Flag(instruction.word(start..end)));
            at = end;
        }
    }
}

/// A word such as `--from=x`.
struct Flag(Word);

impl Flag {
    fn name(&self) -> &str {
        let text = self.0.text();
        text.split_once('=').map_or(text, |(name, _)| name)
    }

    fn value(&self, name: &str) -> Option<Word> {
        let text = self.0.text();
        let value = text.strip_prefix(name)?.strip_prefix('=')?;
        Some(
            self.0
                .part(unquoted(text, text.len() - value.len()..text.len())),
        )
    }
}

/// The `from` of a mount that can have one.
fn mount_from(mount: &Word) -> Option<Word> {
    let text = mount.text();
    let mut at = 0;
    let mut from = None;
    for field in text.split(',') {
        let start = at;
        at += field.len() + 1;
        let (key, value) = field.split_once('=').unwrap_or((field, ""));
        let key = key.trim_matches('"').to_ascii_lowercase();
        let end = start + field.len();
        match key.as_str() {
            "type" if !matches!(value.trim_matches('"'), "bind" | "cache") => return None,
            "from" => from = Some(unquoted(text, end - value.len()..end)),
            _ => {}
        }
    }
    from.filter(|from| !from.is_empty())
        .map(|from| mount.part(from))
}

/// The range without quotes around it.
fn unquoted(text: &str, part: Range<usize>) -> Range<usize> {
    let all = &text[part.clone()];
    let left = all.trim_start_matches(['"', '\'']);
    let start = part.start + (all.len() - left.len());
    start..start + left.trim_end_matches(['"', '\'']).len()
}

/// A letter, then letters, digits, `-`, `_` and `.`; not a name that would be read as something else.
fn is_stage_name(name: &str) -> bool {
    name.starts_with(|c: char| c.is_ascii_alphabetic())
        && name
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b'.'))
}

fn is_known(keyword: &str) -> bool {
    const KEYWORDS: [&str; 18] = [
        "ADD",
        "ARG",
        "CMD",
        "COPY",
        "ENTRYPOINT",
        "ENV",
        "EXPOSE",
        "FROM",
        "HEALTHCHECK",
        "LABEL",
        "MAINTAINER",
        "ONBUILD",
        "RUN",
        "SHELL",
        "STOPSIGNAL",
        "USER",
        "VOLUME",
        "WORKDIR",
    ];
    KEYWORDS.contains(&keyword)
}
