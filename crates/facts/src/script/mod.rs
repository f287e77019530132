//! What scripts of all kinds share: their statements, and the walk through them that follows variables.

mod command;
mod cursor;
mod env;
mod expand;
mod pieces;
mod run;

use std::rc::Rc;

use acrlint_text::{Mapped, TextRange};

pub(crate) use command::Flow;
pub(crate) use cursor::{Cursor, placeholder};
pub(crate) use env::{Env, Item, Value};
pub(crate) use expand::{Arg, Open};
pub(crate) use pieces::Pieces;
pub(crate) use run::Walk;

/// A word of a command: pieces that stand together. All ranges are those of the script's own text.
#[derive(Debug, Clone, Default)]
pub(crate) struct Word {
    pub(crate) pieces: Vec<Piece>,
    pub(crate) range: TextRange,
    /// Whether some part of it is quoted, so that it is a word even when it is empty.
    pub(crate) quoted: bool,
}

/// A part of a word.
#[derive(Debug, Clone)]
pub(crate) enum Piece {
    /// Text that stands for itself.
    Text(Mapped),
    /// A variable.
    Variable(Variable),
    /// A command whose output it is.
    Output {
        body: Rc<[Statement]>,
        /// The members that are taken of it.
        path: Vec<String>,
        /// Whether it stays one word.
        whole: bool,
        range: TextRange,
    },
    /// A value that is known to nobody here; the same spelling is the same value.
    Named { spelling: String, range: TextRange },
    /// A value that may be another one each time.
    Unknown { spelling: String, range: TextRange },
}

/// How a variable is used.
#[derive(Debug, Clone)]
pub(crate) struct Variable {
    /// Its name, in lower case where the language does not care.
    pub(crate) name: String,
    /// How it is shown.
    pub(crate) spelling: String,
    pub(crate) range: TextRange,
    pub(crate) spread: Spread,
    pub(crate) change: Change,
    /// The members that are taken of it.
    pub(crate) path: Vec<String>,
}

/// How many words a variable gives.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Spread {
    /// One.
    Whole,
    /// As many as blanks make of it.
    Split,
    /// One for each item of a list.
    Each,
    /// One, or one for each item if it is a list.
    Either,
}

/// What is done to a variable's value.
#[derive(Debug, Clone)]
pub(crate) enum Change {
    /// Nothing.
    None,
    /// Another value if it is not set, or if it is empty and `empty` says so; `assign` sets it, too.
    Default {
        word: Box<Word>,
        empty: bool,
        assign: bool,
    },
    /// Lower case.
    Lower,
    /// Upper case.
    Upper,
    /// Something else.
    Other,
}

/// What goes into a command.
#[derive(Debug, Clone)]
pub(crate) enum Input {
    /// A text in the script.
    Here(Word),
    /// A file.
    File(Word),
}

/// A command with what is written beside its words.
#[derive(Debug, Clone, Default)]
pub(crate) struct Command {
    pub(crate) words: Vec<Word>,
    pub(crate) range: TextRange,
    pub(crate) input: Option<Input>,
    /// The file that its output goes to.
    pub(crate) output: Option<Word>,
}

/// What a variable is set to.
#[derive(Debug, Clone)]
pub(crate) enum Set {
    Word(Word),
    List(Vec<Word>),
    /// What a statement puts out.
    Output(Rc<[Statement]>, TextRange),
    Unknown,
}

/// A statement.
#[derive(Debug, Clone)]
pub(crate) enum Statement {
    Assign {
        name: String,
        spelling: String,
        to: Set,
        append: bool,
        /// Whether it holds in the function alone.
        local: bool,
    },
    Command(Command),
    /// Commands each of which reads what the one before puts out.
    Pipeline(Vec<Statement>),
    /// `heads` happen, then one of the branches; or none, unless the last one is taken when no other is.
    Branches {
        heads: Vec<Statement>,
        branches: Vec<Vec<Statement>>,
        exhaustive: bool,
    },
    Loop {
        variable: Option<(String, Vec<Word>)>,
        body: Vec<Statement>,
    },
    /// Statements that cannot change variables outside.
    Subshell(Vec<Statement>),
    Block(Vec<Statement>),
    Function {
        name: String,
        parameters: Vec<String>,
        body: Rc<[Statement]>,
    },
}

/// The words of a script's last command, as they are after the commands before it; `?` behind one that may be none or
/// several, `*` behind a list.
#[cfg(test)]
pub(crate) fn last_words(script: &str, statements: &[Statement]) -> Vec<String> {
    let mut record = crate::az::Record::new(crate::SourceKind::Shell, script);
    record.begin(0, Mapped::verbatim(script));
    let mut walk = Walk::new(&mut record, script.len());
    let Some((Statement::Command(last), before)) = statements.split_last() else {
        panic!("no command at the end: {statements:?}");
    };
    walk.all(before);
    let args: Vec<Arg> = last
        .words
        .iter()
        .flat_map(|word| walk.expand(word))
        .collect();
    let spelled = args.iter().map(|arg| {
        let mark = match arg.open {
            Open::No => "",
            Open::Maybe => "?",
            Open::List => "*",
        };
        record.facts.symbols.spell(arg.str()) + mark
    });
    spelled.collect()
}
