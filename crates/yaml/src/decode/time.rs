//! Points in time as Go's `time.Parse` reads them. Only whether one is valid matters here.

/// One piece of a layout.
#[derive(Debug, Clone, Copy)]
enum Piece {
    /// This text; a blank stands for any number of them.
    Text(&'static str),
    Year,
    Month(Digits),
    Day(Digits),
    Hour,
    Minute(Digits),
    Second(Digits),
    Fraction,
    Zone,
}

/// How many digits a number has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Digits {
    OneOrTwo,
    Two,
}

use Digits::{OneOrTwo, Two};
use Piece::{Day, Fraction, Hour, Minute, Month, Second, Text, Year, Zone};

const RFC3339_NAME: &str = "2006-01-02T15:04:05Z07:00";

const RFC3339: &[Piece] = &[
    Year,
    Text("-"),
    Month(Two),
    Text("-"),
    Day(Two),
    Text("T"),
    Hour,
    Text(":"),
    Minute(Two),
    Text(":"),
    Second(Two),
    Zone,
];

/// What yaml.v2 takes as a timestamp (resolve.go, allowedTimestampFormats).
const TIMESTAMPS: [&[Piece]; 4] = [
    &[
        Year,
        Text("-"),
        Month(OneOrTwo),
        Text("-"),
        Day(OneOrTwo),
        Text("T"),
        Hour,
        Text(":"),
        Minute(OneOrTwo),
        Text(":"),
        Second(OneOrTwo),
        Fraction,
        Zone,
    ],
    &[
        Year,
        Text("-"),
        Month(OneOrTwo),
        Text("-"),
        Day(OneOrTwo),
        Text("t"),
        Hour,
        Text(":"),
        Minute(OneOrTwo),
        Text(":"),
        Second(OneOrTwo),
        Fraction,
        Zone,
    ],
    &[
        Year,
        Text("-"),
        Month(OneOrTwo),
        Text("-"),
        Day(OneOrTwo),
        Text(" "),
        Hour,
        Text(":"),
        Minute(OneOrTwo),
        Text(":"),
        Second(OneOrTwo),
        Fraction,
    ],
    &[Year, Text("-"), Month(OneOrTwo), Text("-"), Day(OneOrTwo)],
];

/// Whether a plain scalar is a timestamp.
pub(super) fn is_timestamp(text: &str) -> bool {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    digits == 4
        && text.as_bytes().get(4) == Some(&b'-')
        && TIMESTAMPS.iter().any(|layout| read(layout, text).is_ok())
}

/// Checks a text that must be a point in time by RFC 3339. The error is Go's text.
pub(super) fn check_rfc3339(text: &str) -> Result<(), String> {
    read(RFC3339, text).map_err(|problem| match problem {
        Problem::Piece { found, wanted } => format!(
            "parsing time {} as {}: cannot parse {} as {}",
            quote(text),
            quote(RFC3339_NAME),
            quote(found),
            quote(wanted),
        ),
        Problem::Range(what) => format!("parsing time {}: {what} out of range", quote(text)),
        Problem::Extra(rest) => {
            format!("parsing time {}: extra text: {}", quote(text), quote(rest))
        }
    })
}

/// Why a text is no time.
#[derive(Debug, PartialEq, Eq)]
enum Problem<'t> {
    Piece {
        found: &'t str,
        wanted: &'static str,
    },
    Range(&'static str),
    Extra(&'t str),
}

fn read<'t>(layout: &[Piece], text: &'t str) -> Result<(), Problem<'t>> {
    let mut rest = text;
    let (mut year, mut month, mut day) = (0, 1, 1);
    for (index, piece) in layout.iter().enumerate() {
        let bad = |wanted| Problem::Piece {
            found: rest,
            wanted,
        };
        match *piece {
            Text(wanted) => rest = skip(rest, wanted).ok_or_else(|| bad(wanted))?,
            Year => {
                let digits = rest
                    .get(..4)
                    .filter(|d| d.bytes().all(|b| b.is_ascii_digit()));
                year = digits
                    .and_then(|d| d.parse().ok())
                    .ok_or_else(|| bad("2006"))?;
                rest = &rest[4..];
            }
            Month(digits) => {
                (month, rest) = number(rest, digits).ok_or_else(|| bad("01"))?;
                in_range((1..=12).contains(&month), "month")?;
            }
            Day(digits) => (day, rest) = number(rest, digits).ok_or_else(|| bad("02"))?,
            Hour => {
                let hour;
                (hour, rest) = number(rest, OneOrTwo).ok_or_else(|| bad("15"))?;
                in_range(hour < 24, "hour")?;
            }
            Minute(digits) => {
                let minute;
                (minute, rest) = number(rest, digits).ok_or_else(|| bad("04"))?;
                in_range(minute < 60, "minute")?;
            }
            Second(digits) => {
                let second;
                (second, rest) = number(rest, digits).ok_or_else(|| bad("05"))?;
                in_range(second < 60, "second")?;
                // a fraction is read even where the layout has none
                if !matches!(layout.get(index + 1), Some(Fraction)) {
                    rest = skip_fraction(rest);
                }
            }
            Fraction => rest = skip_fraction(rest),
            Zone => {
                rest = zone(rest)
                    .ok_or_else(|| bad("Z07:00"))?
                    .map_err(Problem::Range)?;
            }
        }
    }
    if !rest.is_empty() {
        return Err(Problem::Extra(rest));
    }
    in_range((1..=days_in(year, month)).contains(&day), "day")
}

fn in_range<'t>(fits: bool, what: &'static str) -> Result<(), Problem<'t>> {
    if fits {
        Ok(())
    } else {
        Err(Problem::Range(what))
    }
}

fn skip<'t>(rest: &'t str, wanted: &str) -> Option<&'t str> {
    if wanted == " " {
        let blank = rest.is_empty() || rest.starts_with(' ');
        return blank.then(|| rest.trim_start_matches(' '));
    }
    rest.strip_prefix(wanted)
}

fn number(rest: &str, digits: Digits) -> Option<(u32, &str)> {
    let bytes = rest.as_bytes();
    let value = |at: usize| {
        bytes
            .get(at)
            .filter(|b| b.is_ascii_digit())
            .map(|b| u32::from(b - b'0'))
    };
    match (value(0)?, value(1)) {
        (tens, Some(ones)) => Some((tens * 10 + ones, &rest[2..])),
        (ones, None) => (digits == OneOrTwo).then(|| (ones, &rest[1..])),
    }
}

fn skip_fraction(rest: &str) -> &str {
    let Some(body) = rest.strip_prefix(['.', ',']) else {
        return rest;
    };
    let digits = body.bytes().take_while(u8::is_ascii_digit).count();
    if digits == 0 { rest } else { &body[digits..] }
}

/// What stands after `Z` or an offset such as `+02:00`; the inner error names what is out of range.
fn zone(rest: &str) -> Option<Result<&str, &'static str>> {
    if let Some(rest) = rest.strip_prefix('Z') {
        return Some(Ok(rest));
    }
    let offset = rest.get(..6)?;
    let fields = offset.strip_prefix(['+', '-'])?;
    let (hour, minute) = fields.split_once(':')?;
    let (hour, _) = number(hour, Two).filter(|(_, rest)| rest.is_empty())?;
    let (minute, _) = number(minute, Two).filter(|(_, rest)| rest.is_empty())?;
    Some(match (hour, minute) {
        (_, 61..) => Err("time zone offset minute"),
        (25.., _) => Err("time zone offset hour"),
        _ => Ok(&rest[6..]),
    })
}

fn days_in(year: u32, month: u32) -> u32 {
    let leap = year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
    match month {
        2 if leap => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

/// Go's quoting in such messages: bytes beyond ASCII and below blank in hexadecimal.
fn quote(text: &str) -> String {
    let mut out = String::from("\"");
    for byte in text.bytes() {
        match byte {
            b'"' | b'\\' => out.extend(['\\', char::from(byte)]),
            b' '..0x80 => out.push(char::from(byte)),
            _ => out.push_str(&format!("\\x{byte:02x}")),
        }
    }
    out.push('"');
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn timestamps_of_yaml() {
        for text in [
            "2001-1-2",
            "2001-12-14t21:59:43.10-05:00",
            "2001-12-14 21:59:43.1",
            "2001-12-14  2:5:3",
            "2001-12-15T02:59:43.1Z",
        ] {
            assert!(is_timestamp(text), "{text}");
        }
        for text in [
            "2001-12-14 21:59:43.10 -5",
            "2001-13-01",
            "2001-02-29",
            "20011-1-1",
            "2001-1-1x",
        ] {
            assert!(!is_timestamp(text), "{text}");
        }
    }

    #[test]
    fn texts_of_go() {
        let refused = |text| check_rfc3339(text).unwrap_err();
        assert_eq!(
            refused("yesterday"),
            r#"parsing time "yesterday" as "2006-01-02T15:04:05Z07:00": cannot parse "yesterday" as "2006""#
        );
        assert_eq!(
            refused("2020-01-01T00:00:00Zx"),
            r#"parsing time "2020-01-01T00:00:00Zx": extra text: "x""#
        );
        assert_eq!(
            refused("2020-01-32T00:00:00Z"),
            r#"parsing time "2020-01-32T00:00:00Z": day out of range"#
        );
        assert_eq!(check_rfc3339("2020-01-01T00:00:00.5+01:00"), Ok(()));
    }
}
