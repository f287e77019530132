//! Reading dates after Go's layouts.

use super::layout::{Field, field_at, next_field};
use super::{DAYS, MONTHS, Time, days_of};

/// What a text says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Date {
    /// This date.
    Known(Time),
    /// A date in a zone of which only the name is given.
    ForeignZone,
    /// Nothing that the layout fits.
    Invalid,
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
    /// Whether a zone was named that is not UTC.
    foreign: bool,
}

/// Go's `time.Parse` in UTC.
pub(crate) fn parse(layout: &str, value: &str) -> Date {
    match read(layout, value).and_then(|read| Some((read.foreign, read.finish()?))) {
        Some((true, _)) => Date::ForeignZone,
        Some((false, time)) => Date::Known(time),
        None => Date::Invalid,
    }
}

fn read(layout: &str, value: &str) -> Option<Read> {
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
        foreign: false,
    };
    let (mut layout, mut value) = (layout, value);
    loop {
        let (text, field, after) = next_field(layout);
        value = skip(value, text)?;
        let Some(field) = field else {
            return value.is_empty().then_some(read);
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
            Field::YearDay => {
                let (day, rest) = exact(value, 3)?;
                self.year_day = Some(day);
                Some(rest)
            }
            Field::PaddedYearDay => {
                let value = value.strip_prefix(' ').unwrap_or(value);
                let value = value.strip_prefix(' ').unwrap_or(value);
                let digits = value.bytes().take(3).take_while(u8::is_ascii_digit).count();
                self.year_day = Some(value[..digits].parse().ok()?);
                Some(&value[digits..])
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
                self.foreign = true;
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

#[cfg(test)]
mod tests {
    use super::super::layout::format;
    use super::*;

    #[test]
    fn reads_what_is_written() {
        for layout in [
            "2006-01-02T15:04:05Z07:00",
            "Mon, 02 Jan 2006 15:04:05 -0700",
            "02.01.06 3:04PM",
            "20060102-150405z",
        ] {
            let time = Time::unix(1_767_323_040);
            let text = format(&time, layout);
            assert_eq!(parse(layout, &text), Date::Known(time), "{layout}: {text}");
        }
        assert_eq!(parse("2006-01-02", "2026-02-30"), Date::Invalid);
        assert_eq!(parse("15 MST", "12 CET"), Date::ForeignZone);
    }
}
