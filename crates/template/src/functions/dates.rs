//! Dates.

use super::{Args, Function, Run, function, made};
use crate::context::{Context, Fault};
use crate::exec::Operand;
use crate::time::{self, Date, Time};
use crate::value::Value;

type Result<T = Value> = std::result::Result<T, Fault>;

pub(super) const TABLE: &[Function] = &[
    function!(Sprig "now" [] => Time, Run::Unknowable, "now", "The time at which the template is rendered."),
    function!(Sprig "ago" [Any] => String, Run::Unknowable, "ago DATE", "How long ago the date was."),
    function!(Sprig "date" [String, Any] => String, Run::Known(date), "date LAYOUT DATE", "The date after the model 2006-01-02 15:04:05."),
    function!(Sprig "dateInZone" [String, Any, String] => String, Run::Known(date_in_zone), "dateInZone LAYOUT DATE ZONE", "The date in a time zone."),
    function!(Sprig "date_in_zone" [String, Any, String] => String, Run::Known(date_in_zone), "date_in_zone LAYOUT DATE ZONE", "The old name of `dateInZone`."),
    function!(Sprig "dateModify" [String, Time] => Time, Run::Known(date_modify), "dateModify DURATION DATE", "The date moved by a duration such as `-1.5h`."),
    function!(Sprig "date_modify" [String, Time] => Time, Run::Known(date_modify), "date_modify DURATION DATE", "The old name of `dateModify`."),
    function!(Sprig "htmlDate" [Any] => String, Run::Known(html_date), "htmlDate DATE", "The date as an HTML form takes it."),
    function!(Sprig "htmlDateInZone" [Any, String] => String, Run::Known(html_date_in_zone), "htmlDateInZone DATE ZONE", "The date in a time zone as an HTML form takes it."),
    function!(Sprig "toDate" [String, String] => Time, Run::Known(to_date), "toDate LAYOUT TEXT", "The date that a text names."),
    function!(Sprig "unixEpoch" [Time] => String, Run::Known(unix_epoch), "unixEpoch DATE", "The seconds from 1970 to the date."),
];

const HTML: &str = "2006-01-02";

/// A date or a Unix time. Anything else means now, which is not known.
fn date_of(value: &Value) -> Result<Time> {
    match value {
        Value::Time(time) => Ok(*time),
        Value::Int(seconds) | Value::Int64(seconds) => Ok(Time::unix(*seconds)),
        _ => Err(Fault::Unknown),
    }
}

fn shown(cx: &mut Context<'_>, layout: &str, date: &Value, zone: &str) -> Result {
    cx.reserve(layout.len() * 4)?;
    if time::is_constant(layout) {
        return made(cx, time::format(&Time::ZERO, layout));
    }
    let named = |b: u8| b.is_ascii_alphanumeric() || b"/_+-".contains(&b);
    if !matches!(zone, "" | "UTC" | "Local") && zone.bytes().all(named) {
        // it takes a database, which the runner may not have either; what is no zone for sure counts as UTC
        return Err(Fault::Unknown);
    }
    let time = Time {
        offset: 0,
        ..date_of(date)?
    };
    made(cx, time::format(&time, layout))
}

fn date(cx: &mut Context<'_>, args: &[Operand]) -> Result {
    let layout = args.text(0).to_str();
    shown(cx, &layout, args.value(1), "Local")
}

fn date_in_zone(cx: &mut Context<'_>, args: &[Operand]) -> Result {
    let (layout, zone) = (args.text(0).to_str(), args.text(2).to_str());
    shown(cx, &layout, args.value(1), &zone)
}

fn html_date(cx: &mut Context<'_>, args: &[Operand]) -> Result {
    shown(cx, HTML, args.value(0), "Local")
}

fn html_date_in_zone(cx: &mut Context<'_>, args: &[Operand]) -> Result {
    let zone = args.text(1).to_str();
    shown(cx, HTML, args.value(0), &zone)
}

fn date_modify(_: &mut Context<'_>, args: &[Operand]) -> Result {
    let date = date_of(args.value(1))?;
    let Some(nanos) = time::duration(&args.text(0).to_str()) else {
        return Ok(Value::Time(date));
    };
    const SECOND: i64 = 1_000_000_000;
    let fraction = i64::from(date.nanos) + nanos.rem_euclid(SECOND);
    let moved = nanos.div_euclid(SECOND) + fraction.div_euclid(SECOND);
    Ok(Value::Time(Time {
        seconds: date.seconds.saturating_add(moved),
        nanos: u32::try_from(fraction.rem_euclid(SECOND)).unwrap_or(0),
        ..date
    }))
}

fn to_date(cx: &mut Context<'_>, args: &[Operand]) -> Result {
    let (layout, text) = (args.text(0).to_str(), args.text(1).to_str());
    cx.reserve(layout.len() + text.len())?;
    match time::parse(&layout, &text) {
        Date::Known(time) => Ok(Value::Time(time)),
        Date::Invalid => Ok(Value::Time(Time::ZERO)),
        Date::ForeignZone => Err(Fault::Unknown),
    }
}

fn unix_epoch(_: &mut Context<'_>, args: &[Operand]) -> Result {
    Ok(date_of(args.value(0))?.seconds.to_string().into())
}
