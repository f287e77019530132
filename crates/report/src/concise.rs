use acrlint_text::Lines;

use crate::Checked;

/// One line a finding: `path:line:column: severity[rule] message`.
pub fn concise(file: &Checked) -> String {
    let lines = Lines::new(&file.source);
    let mut out = String::new();
    for diagnostic in &file.report.diagnostics {
        let at = lines.position(diagnostic.range.start());
        out.push_str(&format!(
            "{}:{}:{}: {}[{}] {}\n",
            file.path,
            at.line,
            at.column,
            diagnostic.severity.name(),
            diagnostic.rule.name,
            diagnostic.message,
        ));
    }
    out
}
