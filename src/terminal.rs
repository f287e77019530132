use std::io::IsTerminal as _;

use acrlint_report::Style;

use crate::args::Color;

/// The width of text where no terminal says.
const WIDTH: usize = 100;

/// How to draw on standard output.
pub(crate) fn style(color: Color) -> Style {
    let stdout = std::io::stdout();
    let color = match color {
        Color::Always => true,
        Color::Never => false,
        Color::Auto => anstream::AutoStream::choice(&stdout) != anstream::ColorChoice::Never,
    };
    let on_terminal = stdout.is_terminal();
    Style {
        color,
        unicode: !on_terminal || supports_unicode::on(supports_unicode::Stream::Stdout),
        width: terminal_size::terminal_size()
            .filter(|_| on_terminal)
            .map_or(WIDTH, |(width, _)| usize::from(width.0).max(40)),
    }
}
