//! Go's layouts: dates are written and read after the model `Mon Jan 2 15:04:05 MST 2006`.

use crate::time::{DAYS, MONTHS, Time, days_of};

/// A part of a layout that stands for a part of the date.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Field {
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
fn next_field(layout: &str) -> (&str, Option<Field>, &str) {
    for (at, _) in layout.char_indices() {
        let rest = &layout[at..];
        if let Some((field, length)) = field_at(rest) {
            return (&layout[..at], Some(field), &rest[length..]);
        }
    }
    (layout, None, "")
}

fn field_at(rest: &str) -> Option<(Field, usize)> {
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

/// What has been read of a date.
#[derive(Debug)]
struct Read {
    year: i64,
    month: Option<u32>,
    day: Option<u32>,
    year_day: Option<u32>,
    hour: u32,
    minute: u32,
    second: u32,
    nanos: u32,
    offset: i32,
    /// Whether `PM` or `AM` was read.
    half: Option<bool>,
}

/// Go's `time.Parse` in UTC; `None` where it fails.
pub(crate) fn parse(layout: &str, value: &str) -> Option<Time> {
    let mut read = Read {
        year: 0,
        month: None,
        day: None,
        year_day: None,
        hour: 0,
        minute: 0,
        second: 0,
        nanos: 0,
        offset: 0,
        half: None,
    };
    let (mut layout, mut value) = (layout, value);
    loop {
        let (text, field, after) = next_field(layout);
        value = skip(value, text)?;
        let Some(field) = field else {
            return value.is_empty().then(|| read.finish()).flatten();
        };
        value = read.field(field, value, after)?;
        layout = after;
    }
}

/// The value after a literal text, in which runs of blanks match any number of them.
fn skip<'v>(mut value: &'v str, text: &str) -> Option<&'v str> {
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        if c == ' ' {
            if !value.is_empty() && !value.starts_with(' ') {
                return None;
            }
            rest = rest.trim_start_matches(' ');
            value = value.trim_start_matches(' ');
            continue;
        }
        value = value.strip_prefix(c)?;
        rest = &rest[c.len_utf8()..];
    }
    Some(value)
}

/// A number of one or two digits.
fn number(value: &str, two: bool) -> Option<(u32, &str)> {
    let digits = value.bytes().take(2).take_while(u8::is_ascii_digit).count();
    if digits == 0 || (two && digits < 2) {
        return None;
    }
    Some((value[..digits].parse().ok()?, &value[digits..]))
}

/// A number of exactly so many digits.
fn exact(value: &str, digits: usize) -> Option<(u32, &str)> {
    let head = value.get(..digits)?;
    let all = head.bytes().all(|b| b.is_ascii_digit());
    Some((head.parse().ok().filter(|_| all)?, &value[digits..]))
}

/// Which of the names the value begins with, in any case.
fn named<'v>(value: &'v str, names: &[&str], length: Option<usize>) -> Option<(u32, &'v str)> {
    for (index, name) in names.iter().enumerate() {
        let name = &name[..length.unwrap_or(name.len())];
        let head = value.get(..name.len());
        if head.is_some_and(|head| head.eq_ignore_ascii_case(name)) {
            return Some((u32::try_from(index).ok()?, &value[name.len()..]));
        }
    }
    None
}

impl Read {
    fn field<'v>(&mut self, field: Field, value: &'v str, after: &str) -> Option<&'v str> {
        match field {
            Field::LongMonth | Field::Month => {
                let length = (field == Field::Month).then_some(3);
                let (month, rest) = named(value, &MONTHS, length)?;
                self.month = Some(month + 1);
                Some(rest)
            }
            Field::LongWeekday => named(value, &DAYS, None).map(|(_, rest)| rest),
            Field::Weekday => named(value, &DAYS, Some(3)).map(|(_, rest)| rest),
            Field::NumberMonth(width) => {
                let (month, rest) = number(value, width == 2)?;
                self.month = Some(month).filter(|m| (1..=12).contains(m));
                self.month.map(|_| rest)
            }
            Field::Day(width) => {
                let (day, rest) = number(value, width == 2)?;
                self.day = Some(day);
                Some(rest)
            }
            Field::PaddedDay => {
                let (day, rest) = number(value.strip_prefix(' ').unwrap_or(value), false)?;
                self.day = Some(day);
                Some(rest)
            }
            Field::YearDay | Field::PaddedYearDay => {
                let (day, rest) = exact(value, 3)?;
                self.year_day = Some(day);
                Some(rest)
            }
            Field::Hour => {
                let rest;
                (self.hour, rest) = number(value, false)?;
                (self.hour < 24).then_some(rest)
            }
            Field::Hour12(width) => {
                let rest;
                (self.hour, rest) = number(value, width == 2)?;
                (self.hour <= 12).then_some(rest)
            }
            Field::Minute(width) => {
                let rest;
                (self.minute, rest) = number(value, width == 2)?;
                (self.minute < 60).then_some(rest)
            }
            Field::Second(width) => self.seconds(value, width, after),
            Field::LongYear => {
                let (year, rest) = exact(value, 4)?;
                self.year = i64::from(year);
                Some(rest)
            }
            Field::Year => {
                let (year, rest) = exact(value, 2)?;
                self.year = i64::from(year) + if year >= 69 { 1900 } else { 2000 };
                Some(rest)
            }
            Field::Half { upper } => {
                let (pm, am) = if upper { ("PM", "AM") } else { ("pm", "am") };
                self.half = Some(value.starts_with(pm));
                value.strip_prefix(pm).or_else(|| value.strip_prefix(am))
            }
            Field::Zone => {
                if let Some(rest) = value.strip_prefix("UTC") {
                    return Some(rest);
                }
                let letters = value.bytes().take_while(u8::is_ascii_uppercase).count();
                (3..=5).contains(&letters).then(|| &value[letters..])
            }
            Field::Offset {
                z,
                colon,
                minutes,
                seconds,
            } => self.offset(value, z, colon, minutes, seconds),
            Field::Fraction { digits, nines, .. } => self.fraction(value, digits, nines),
        }
    }

    /// Seconds, which a fraction may follow that the layout does not mention.
    fn seconds<'v>(&mut self, value: &'v str, width: usize, after: &str) -> Option<&'v str> {
        let rest;
        (self.second, rest) = number(value, width == 2)?;
        if self.second >= 60 {
            return None;
        }
        let mentioned = matches!(field_at(after), Some((Field::Fraction { .. }, _)));
        let digits = rest
            .strip_prefix(['.', ','])
            .map_or(0, |r| r.bytes().take_while(u8::is_ascii_digit).count());
        if mentioned || digits == 0 {
            return Some(rest);
        }
        self.nanos(&rest[1..=digits])?;
        Some(&rest[1 + digits..])
    }

    fn nanos(&mut self, digits: &str) -> Option<()> {
        let padded = format!("{digits:0<9}");
        self.nanos = padded.get(..9)?.parse().ok()?;
        Some(())
    }

    fn fraction<'v>(&mut self, value: &'v str, digits: usize, nines: bool) -> Option<&'v str> {
        let Some(rest) = value.strip_prefix(['.', ',']) else {
            return nines.then_some(value);
        };
        let there = rest.bytes().take_while(u8::is_ascii_digit).count();
        if nines && there == 0 {
            return Some(value);
        }
        let count = if nines { there.min(9) } else { digits };
        if there < count {
            return None;
        }
        self.nanos(&rest[..count])?;
        Some(&rest[count..])
    }

    fn offset<'v>(
        &mut self,
        value: &'v str,
        z: bool,
        colon: bool,
        minutes: bool,
        seconds: bool,
    ) -> Option<&'v str> {
        if let Some(rest) = value.strip_prefix('Z').filter(|_| z) {
            return Some(rest);
        }
        let negative = value.starts_with('-');
        let mut rest = value.strip_prefix(['+', '-'])?;
        let mut total = 0;
        for (wanted, unit) in [(true, 3600), (minutes, 60), (seconds, 1)] {
            if !wanted {
                break;
            }
            if colon && unit != 3600 {
                rest = rest.strip_prefix(':')?;
            }
            let (part, after) = exact(rest, 2)?;
            total += part * unit;
            rest = after;
        }
        let total = i32::try_from(total).ok()?;
        self.offset = if negative { -total } else { total };
        Some(rest)
    }

    fn finish(mut self) -> Option<Time> {
        match self.half {
            Some(true) if self.hour < 12 => self.hour += 12,
            Some(false) if self.hour == 12 => self.hour = 0,
            _ => {}
        }
        let (month, day) = match self.year_day {
            Some(year_day) => self.month_and_day(year_day)?,
            None => (self.month.unwrap_or(1), self.day.unwrap_or(1)),
        };
        if day < 1 || day > days_in(self.year, month) {
            return None;
        }
        let of_day = i64::from(self.hour * 3600 + self.minute * 60 + self.second);
        Some(Time {
            seconds: days_of(self.year, month, day) * 86_400 + of_day - i64::from(self.offset),
            nanos: self.nanos,
            offset: self.offset,
        })
    }

    fn month_and_day(&self, year_day: u32) -> Option<(u32, u32)> {
        let mut left = year_day;
        for month in 1..=12 {
            let length = days_in(self.year, month);
            if left <= length {
                let agrees =
                    self.month.is_none_or(|m| m == month) && self.day.is_none_or(|d| d == left);
                return (agrees && left > 0).then_some((month, left));
            }
            left -= length;
        }
        None
    }
}

fn days_in(year: i64, month: u32) -> u32 {
    let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    match month {
        2 if leap => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

/// Go's `time.ParseDuration`, in nanoseconds.
pub(crate) fn duration(text: &str) -> Option<i64> {
    let negative = text.starts_with('-');
    let mut rest = text.strip_prefix(['+', '-']).unwrap_or(text);
    if rest == "0" {
        return Some(0);
    }
    if rest.is_empty() {
        return None;
    }
    let mut total: u64 = 0;
    while !rest.is_empty() {
        let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
        let (whole, after) = rest.split_at(digits);
        let (fraction, after) = match after.strip_prefix('.') {
            Some(after) => after.split_at(after.bytes().take_while(u8::is_ascii_digit).count()),
            None => ("", after),
        };
        if whole.is_empty() && fraction.is_empty() {
            return None;
        }
        let letters = after
            .find(|c: char| c == '.' || c.is_ascii_digit())
            .unwrap_or(after.len());
        let (unit, after) = after.split_at(letters);
        let unit: u64 = match unit {
            "ns" => 1,
            "us" | "µs" | "μs" => 1_000,
            "ms" => 1_000_000,
            "s" => 1_000_000_000,
            "m" => 60_000_000_000,
            "h" => 3_600_000_000_000,
            _ => return None,
        };
        let whole: u64 = if whole.is_empty() {
            0
        } else {
            whole.parse().ok()?
        };
        let part = if fraction.is_empty() {
            0.0
        } else {
            format!("0.{fraction}").parse::<f64>().ok()? * unit as f64
        };
        total = total
            .checked_add(whole.checked_mul(unit)?)?
            .checked_add(part as u64)?;
        rest = after;
    }
    match negative {
        true if total <= 1 << 63 => Some((total as i64).wrapping_neg()),
        _ => i64::try_from(total).ok(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn writes_and_reads() {
        for layout in [
            "2006-01-02T15:04:05Z07:00",
            "Mon, 02 Jan 2006 15:04:05 -0700",
            "02.01.06 3:04PM",
            "20060102-150405z",
        ] {
            let time = Time::unix(1_767_323_040);
            let text = format(&time, layout);
            assert_eq!(parse(layout, &text), Some(time), "{layout}: {text}");
        }
        assert_eq!(parse("2006-01-02", "2026-02-30"), None);
        assert_eq!(duration("1h30m"), Some(5_400_000_000_000));
        assert_eq!(duration("-1.5h"), Some(-5_400_000_000_000));
        assert_eq!(duration("1x"), None);
    }
}
