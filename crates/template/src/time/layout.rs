//! Go's layouts: dates are written and read after the model `Mon Jan 2 15:04:05 MST 2006`.

use super::{DAYS, MONTHS, Time};

/// A part of a layout that stands for a part of the date.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Field {
    LongMonth,
    Month,
    /// The number with so many digits at least.
    NumberMonth(usize),
    LongWeekday,
    Weekday,
    Day(usize),
    /// The day, filled up with a blank.
    PaddedDay,
    YearDay,
    /// The day of the year, filled up with blanks.
    PaddedYearDay,
    Hour,
    Hour12(usize),
    Minute(usize),
    Second(usize),
    LongYear,
    Year,
    /// `PM`, or `pm`.
    Half {
        upper: bool,
    },
    Zone,
    /// The offset: whether `Z` stands for 0, whether with colons, whether with minutes, whether with seconds.
    Offset {
        z: bool,
        colon: bool,
        minutes: bool,
        seconds: bool,
    },
    /// So many digits of the second's fraction, after `.` or `,`.
    Fraction {
        digits: usize,
        nines: bool,
        comma: bool,
    },
}

const OFFSETS: [(&str, Field); 10] = [
    ("070000", offset(false, true, true)),
    ("07:00:00", offset(true, true, true)),
    ("0700", offset(false, true, false)),
    ("07:00", offset(true, true, false)),
    ("07", offset(false, false, false)),
    // the same once more for those that begin with Z
    ("Z070000", offset_z(false, true, true)),
    ("Z07:00:00", offset_z(true, true, true)),
    ("Z0700", offset_z(false, true, false)),
    ("Z07:00", offset_z(true, true, false)),
    ("Z07", offset_z(false, false, false)),
];

const fn offset(colon: bool, minutes: bool, seconds: bool) -> Field {
    Field::Offset {
        z: false,
        colon,
        minutes,
        seconds,
    }
}

const fn offset_z(colon: bool, minutes: bool, seconds: bool) -> Field {
    Field::Offset {
        z: true,
        colon,
        minutes,
        seconds,
    }
}

/// The fields that a fixed text stands for; of two that fit the earlier one counts.
const FIXED: [(&str, Field); 23] = [
    ("January", Field::LongMonth),
    ("Jan", Field::Month),
    ("Monday", Field::LongWeekday),
    ("Mon", Field::Weekday),
    ("MST", Field::Zone),
    ("002", Field::YearDay),
    ("01", Field::NumberMonth(2)),
    ("02", Field::Day(2)),
    ("03", Field::Hour12(2)),
    ("04", Field::Minute(2)),
    ("05", Field::Second(2)),
    ("06", Field::Year),
    ("15", Field::Hour),
    ("1", Field::NumberMonth(1)),
    ("2006", Field::LongYear),
    ("2", Field::Day(1)),
    ("__2", Field::PaddedYearDay),
    ("_2", Field::PaddedDay),
    ("3", Field::Hour12(1)),
    ("4", Field::Minute(1)),
    ("5", Field::Second(1)),
    ("PM", Field::Half { upper: true }),
    ("pm", Field::Half { upper: false }),
];

/// The first field of a layout: what stands before it, the field, what follows.
pub(super) fn next_field(layout: &str) -> (&str, Option<Field>, &str) {
    for (at, _) in layout.char_indices() {
        let rest = &layout[at..];
        if let Some((field, length)) = field_at(rest) {
            return (&layout[..at], Some(field), &rest[length..]);
        }
    }
    (layout, None, "")
}

pub(super) fn field_at(rest: &str) -> Option<(Field, usize)> {
    // `_2006` is a blank line and a year
    if rest.starts_with("_2006") {
        return None;
    }
    if rest.starts_with(['.', ',']) {
        return fraction_at(rest);
    }
    if rest.starts_with(['-', 'Z']) {
        let z = rest.starts_with('Z');
        let text = if z { rest } else { &rest[1..] };
        let found = OFFSETS.iter().find(|(name, field)| {
            matches!(field, Field::Offset { z: is_z, .. } if *is_z == z) && text.starts_with(name)
        });
        return found.map(|(name, field)| (*field, name.len() + usize::from(!z)));
    }
    let (name, field) = FIXED.iter().find(|(name, _)| rest.starts_with(name))?;
    let follows_letter = rest[name.len()..].starts_with(|c: char| c.is_ascii_lowercase());
    if matches!(*name, "Jan" | "Mon") && follows_letter {
        return None;
    }
    Some((*field, name.len()))
}

/// `.000` or `.999`, which no digit may follow.
fn fraction_at(rest: &str) -> Option<(Field, usize)> {
    let bytes = rest.as_bytes();
    let digit = *bytes.get(1)?;
    if digit != b'0' && digit != b'9' {
        return None;
    }
    let digits = bytes[1..].iter().take_while(|b| **b == digit).count();
    if bytes.get(1 + digits).is_some_and(u8::is_ascii_digit) {
        return None;
    }
    let field = Field::Fraction {
        digits,
        nines: digit == b'9',
        comma: bytes[0] == b',',
    };
    Some((field, 1 + digits))
}

/// Whether a layout says nothing about the date.
pub(crate) fn is_constant(layout: &str) -> bool {
    next_field(layout).1.is_none()
}

/// Go's `Time.Format`.
pub(crate) fn format(time: &Time, layout: &str) -> String {
    let mut out = String::new();
    let mut rest = layout;
    while !rest.is_empty() {
        let (text, field, after) = next_field(rest);
        out.push_str(text);
        if let Some(field) = field {
            out.push_str(&written(time, field));
        }
        rest = after;
    }
    out
}

fn written(time: &Time, field: Field) -> String {
    let civil = time.civil();
    let month = MONTHS[(civil.month as usize).clamp(1, 12) - 1];
    let day = DAYS[civil.weekday as usize % 7];
    let hour12 = match civil.hour % 12 {
        0 => 12,
        hour => hour,
    };
    match field {
        Field::LongMonth => month.to_owned(),
        Field::Month => month[..3].to_owned(),
        Field::NumberMonth(width) => format!("{:0width$}", civil.month),
        Field::LongWeekday => day.to_owned(),
        Field::Weekday => day[..3].to_owned(),
        Field::Day(width) => format!("{:0width$}", civil.day),
        Field::PaddedDay => format!("{:2}", civil.day),
        Field::YearDay => format!("{:03}", civil.year_day),
        Field::PaddedYearDay => format!("{:3}", civil.year_day),
        Field::Hour => format!("{:02}", civil.hour),
        Field::Hour12(width) => format!("{hour12:0width$}"),
        Field::Minute(width) => format!("{:0width$}", civil.minute),
        Field::Second(width) => format!("{:0width$}", civil.second),
        Field::LongYear if civil.year < 0 => format!("-{:04}", civil.year.unsigned_abs()),
        Field::LongYear => format!("{:04}", civil.year),
        Field::Year => format!("{:02}", civil.year.rem_euclid(100)),
        Field::Half { upper } => {
            let half = if civil.hour >= 12 { "PM" } else { "AM" };
            if upper {
                half.to_owned()
            } else {
                half.to_lowercase()
            }
        }
        Field::Zone if time.offset == 0 => "UTC".to_owned(),
        Field::Zone => short_offset(time.offset),
        Field::Offset { z: true, .. } if time.offset == 0 => "Z".to_owned(),
        Field::Offset {
            colon,
            minutes,
            seconds,
            ..
        } => long_offset(time.offset, colon, minutes, seconds),
        Field::Fraction {
            digits,
            nines,
            comma,
        } => fraction(time.nanos, digits, nines, comma),
    }
}

/// How a zone without a name is shown.
fn short_offset(offset: i32) -> String {
    let sign = if offset < 0 { '-' } else { '+' };
    let minutes = offset.unsigned_abs() / 60;
    format!("{sign}{:02}{:02}", minutes / 60, minutes % 60)
}

fn long_offset(offset: i32, colon: bool, minutes: bool, seconds: bool) -> String {
    let sign = if offset < 0 { '-' } else { '+' };
    let total = offset.unsigned_abs();
    let colon = if colon { ":" } else { "" };
    let mut out = format!("{sign}{:02}", total / 3600);
    if minutes {
        out.push_str(&format!("{colon}{:02}", total / 60 % 60));
    }
    if seconds {
        out.push_str(&format!("{colon}{:02}", total % 60));
    }
    out
}

fn fraction(nanos: u32, digits: usize, nines: bool, comma: bool) -> String {
    let all = format!("{nanos:09}");
    let mut kept = all[..digits.min(9)].to_owned();
    if nines {
        kept.truncate(kept.trim_end_matches('0').len());
        if kept.is_empty() {
            return kept;
        }
    }
    let mark = if comma { ',' } else { '.' };
    format!("{mark}{kept}")
}
