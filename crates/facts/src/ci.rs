//! CI files: the scripts in the YAML of GitHub, Azure Pipelines, GitLab and the like.

use acrlint_text::{Mapped, TextRange};
use acrlint_yaml::{Document, NodeId, NodeKind};

use crate::az::Record;
use crate::model::{Facts, SourceKind};
use crate::recognise::speaks_of_azure;
use crate::script::{Statement, Value, Walk};
use crate::{SourceFile, powershell, read_each, shell};

/// Keys whose values are scripts.
const SCRIPTS: [&str; 14] = [
    "run",
    "script",
    "inlineScript",
    "Inline",
    "inline",
    "bash",
    "pwsh",
    "powershell",
    "before_script",
    "after_script",
    "command",
    "commands",
    "shell",
    "sh",
];
/// So deep the collections of a file are looked into.
const DEEPEST: usize = 64;

/// Reads CI files, each for itself. The scripts of one file are read as one after the other, each with its own variables.
pub(crate) fn read(files: &[SourceFile<'_>]) -> Facts {
    read_each(SourceKind::Ci, files, |record, text| {
        let document = acrlint_yaml::load(text);
        if let Some(root) = document.root {
            let mut reader = Reader {
                document: &document,
                record,
                variables: Vec::new(),
            };
            reader.visit(root, Around::default(), 0);
        }
    })
}

/// The language of a script.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
enum Language {
    #[default]
    Shell,
    PowerShell,
    /// The one of cmd.exe.
    Other,
}

/// What is said around a script.
#[derive(Debug, Clone, Copy, Default)]
struct Around {
    /// What the machine takes scripts for.
    usual: Language,
    /// What scripts are in where they say nothing themselves.
    default: Option<Language>,
    /// What the step is in that the script belongs to.
    step: Option<Language>,
}

struct Reader<'d, 'r> {
    document: &'d Document<'d>,
    record: &'r mut Record,
    /// The variables that hold here, with their values.
    variables: Vec<(String, String)>,
}

impl Reader<'_, '_> {
    fn visit(&mut self, id: NodeId, around: Around, depth: usize) {
        if depth > DEEPEST {
            return;
        }
        let document = self.document;
        match &document.node(id).kind {
            NodeKind::Sequence(_, items) => {
                for item in items {
                    self.visit(*item, around, depth + 1);
                }
            }
            NodeKind::Mapping(_, pairs) => self.mapping(id, pairs, around, depth),
            NodeKind::Scalar(_) | NodeKind::Alias(..) => {}
        }
    }

    fn mapping(
        &mut self,
        id: NodeId,
        pairs: &[(NodeId, NodeId)],
        mut around: Around,
        depth: usize,
    ) {
        let document = self.document;
        let outside = self.variables.len();
        for name in ["variables", "env"] {
            if let Some(variables) = document.get(id, name) {
                self.declare(document.target(variables));
            }
        }
        around.usual = self.usual(id).unwrap_or(around.usual);
        around.default = self.default(id).or(around.default);
        let of_step = ["task", "uses"]
            .iter()
            .find_map(|key| document.get(id, key));
        if let Some(step) = of_step {
            let name = document.node(step).value().to_ascii_lowercase();
            around.step = name.contains("powershell").then_some(Language::PowerShell);
        }
        for (key, value) in pairs {
            let name = document.node(*key).value();
            if !SCRIPTS.contains(&name) || !document.node(*value).pairs().is_empty() {
                self.visit(*value, around, depth + 1);
                continue;
            }
            let list = matches!(document.node(*value).kind, NodeKind::Sequence(..));
            if let Some(script) = self.script_of(*value) {
                let macros = !list && name != "run";
                self.script(script, self.language(id, name, around), macros);
            }
        }
        self.variables.truncate(outside);
    }

    /// The script that a value is, or the lines of a list.
    fn script_of(&self, id: NodeId) -> Option<Mapped> {
        let document = self.document;
        let parts = match &document.node(id).kind {
            NodeKind::Scalar(_) => std::slice::from_ref(&id),
            NodeKind::Sequence(_, items) => items,
            _ => return None,
        };
        if !parts
            .iter()
            .any(|part| speaks_of_azure(document.node(*part).value()))
        {
            return None;
        }
        let mut whole = Mapped::new();
        for part in parts {
            let mapped = document.mapped(*part);
            if mapped.is_empty() {
                continue;
            }
            whole.push_part(&mapped, TextRange::up_to(mapped.len()));
            whole.push_expansion("\n", document.node(*part).range);
        }
        Some(whole)
    }

    fn script(&mut self, script: Mapped, language: Language, macros: bool) {
        let text = script.text().to_owned();
        let statements: Vec<Statement> = match language {
            Language::Shell => shell::parse(&text, macros),
            Language::PowerShell => powershell::parse(&text, macros),
            Language::Other => return,
        };
        self.record.begin(self.record.file(), script);
        let mut walk = Walk::new(self.record, text.len());
        for (name, value) in &self.variables {
            let value = Some(Value::text(value));
            let dots = name.replace('.', "_");
            walk.env.set(&dots, value.clone());
            walk.env.set(&dots.to_uppercase(), value.clone());
            walk.env
                .set(&format!("env:{}", dots.to_lowercase()), value.clone());
            for spelling in ["$(X)", "${{ env.X }}", "${{ variables.X }}"] {
                walk.env.set(&spelling.replace('X', name), value.clone());
            }
        }
        walk.script(&statements);
    }

    /// Takes in `env:` or `variables:`: a mapping, or a list of names and values.
    fn declare(&mut self, id: NodeId) {
        let document = self.document;
        let node = document.node(id);
        for (key, value) in node.pairs() {
            let value = document.node(document.target(*value));
            if value.scalar().is_some() {
                self.variable(document.node(*key).value(), value.value());
            }
        }
        for item in node.items() {
            let text = |key| document.get(*item, key).map(|id| document.node(id).value());
            if let (Some(name), Some(value)) = (text("name"), text("value")) {
                self.variable(name, value);
            }
        }
    }

    fn variable(&mut self, name: &str, value: &str) {
        let value = self.resolve(value);
        self.variables.push((name.to_owned(), value));
    }

    /// A value with what `${{ … }}` and `$(…)` in it stand for.
    fn resolve(&mut self, value: &str) -> String {
        let mut out = String::new();
        let mut rest = value;
        while let Some(at) = rest.find('$') {
            out.push_str(&rest[..at]);
            rest = &rest[at..];
            let close = match rest.as_bytes() {
                [b'$', b'{', b'{', ..] => rest.find("}}").map(|end| end + 2),
                [b'$', b'(' | b'[', ..] => rest.find([')', ']']).map(|end| end + 1),
                [b'$', b'{', ..] => rest.find('}').map(|end| end + 1),
                _ => None,
            };
            let end = close.unwrap_or(1);
            match close {
                Some(_) => out.push_str(&self.named(&rest[..end])),
                None => out.push_str(&rest[..end]),
            }
            rest = &rest[end..];
        }
        out.push_str(rest);
        out
    }

    fn named(&mut self, reference: &str) -> String {
        let inside = reference.trim_matches(['$', '{', '}', '(', ')', ' ']);
        let name = ["env.", "variables."]
            .iter()
            .find_map(|scope| inside.strip_prefix(scope));
        let name = name.unwrap_or(inside);
        let mut known = self.variables.iter().rev();
        if let Some((_, value)) = known.find(|(known, _)| known == name) {
            return value.clone();
        }
        let key = match reference.starts_with("${{") {
            true => format!("${{{{ {inside} }}}}"),
            false => reference.to_owned(),
        };
        self.record.symbol(&key, &key)
    }

    /// What the scripts below a mapping are in, if it says that for all of them.
    fn default(&self, id: NodeId) -> Option<Language> {
        let document = self.document;
        let run = document.get(document.get(id, "defaults")?, "run")?;
        let shell = document.get(run, "shell")?;
        Some(shell_language(document.node(shell).value()))
    }

    /// What the machine of a job takes scripts for.
    fn usual(&self, id: NodeId) -> Option<Language> {
        let document = self.document;
        let machine = document.node(document.get(id, "runs-on")?).value();
        let language = match machine.contains("windows") {
            true => Language::PowerShell,
            false => Language::Shell,
        };
        Some(language)
    }

    /// What a script is in, by its key and the keys beside it.
    fn language(&self, mapping: NodeId, key: &str, around: Around) -> Language {
        let document = self.document;
        let beside = |key: &str| {
            let value = document.get(mapping, key)?;
            let value = document.node(value).value();
            (!value.contains([' ', '\n'])).then(|| value.to_ascii_lowercase())
        };
        match key {
            "pwsh" | "powershell" => return Language::PowerShell,
            "bash" | "sh" => return Language::Shell,
            _ => {}
        }
        match beside("scriptType").as_deref() {
            Some("ps" | "pscore") => return Language::PowerShell,
            Some("batch") => return Language::Other,
            Some(_) => return Language::Shell,
            None => {}
        }
        if beside("pwsh").as_deref() == Some("true") {
            return Language::PowerShell;
        }
        if key != "shell"
            && let Some(shell) = beside("shell")
        {
            return shell_language(&shell);
        }
        around.step.or(around.default).unwrap_or(around.usual)
    }
}

fn shell_language(name: &str) -> Language {
    match name.to_ascii_lowercase().as_str() {
        name if name.starts_with("pwsh") || name.starts_with("powershell") => Language::PowerShell,
        name if name.starts_with("cmd") => Language::Other,
        _ => Language::Shell,
    }
}
