//! URLs, as Go's net/url reads and writes them.

use super::{Args, Function, Run, function, made};
use crate::context::{Context, Fault};
use crate::exec::Operand;
use crate::go::quote::quote_str;
use crate::value::{Map, MapKind, Value};

type Result<T = Value> = std::result::Result<T, Fault>;

pub(super) const TABLE: &[Function] = &[
    function!(Sprig "urlParse" [String] => Map, Run::Known(url_parse), "urlParse URL", "The URL's parts as a map: scheme, userinfo, host, hostname, path, query, opaque, fragment."),
    function!(Sprig "urlJoin" [Map] => String, Run::Known(url_join), "urlJoin MAP", "The URL of such parts."),
];

#[derive(Debug, Default)]
struct Url {
    scheme: String,
    opaque: String,
    user: Option<(String, Option<String>)>,
    host: String,
    path: Vec<u8>,
    query: String,
    fragment: Vec<u8>,
}

/// The part of a URL that a text stands in, which decides what is escaped.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Part {
    Path,
    Host,
    User,
    Fragment,
}

fn must_escape(byte: u8, part: Part) -> bool {
    if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.' | b'~') {
        return false;
    }
    if part == Part::Host && b"!$&'()*+,;=:[]<>\"".contains(&byte) {
        return false;
    }
    if b"$&+,/:;=?@".contains(&byte) {
        return match part {
            Part::Path => byte == b'?',
            Part::User => matches!(byte, b'@' | b'/' | b'?' | b':'),
            Part::Fragment => false,
            Part::Host => true,
        };
    }
    !(part == Part::Fragment && matches!(byte, b'!' | b'(' | b')' | b'*'))
}

fn escape(text: &[u8], part: Part) -> String {
    let mut out = String::new();
    for byte in text {
        if must_escape(*byte, part) {
            out.push_str(&format!("%{byte:02X}"));
        } else {
            out.push(char::from(*byte));
        }
    }
    out
}

fn unescape(text: &str, part: Part) -> Result<Vec<u8>> {
    let bytes = text.as_bytes();
    let mut out = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while let Some(&byte) = bytes.get(at) {
        if byte == b'%' {
            let invalid = || {
                let end = (at + 3).min(bytes.len());
                let shown = crate::go::quote::quote(&bytes[at..end]);
                Fault::Go(format!("invalid URL escape {shown}"))
            };
            let digits = text
                .get(at + 1..at + 3)
                .filter(|d| d.bytes().all(|b| b.is_ascii_hexdigit()));
            let value = digits
                .and_then(|d| u8::from_str_radix(d, 16).ok())
                .ok_or_else(invalid)?;
            // in a host only what is not ASCII may be escaped
            if part == Part::Host && value < 0x80 && value != b'%' {
                return Err(invalid());
            }
            out.push(value);
            at += 3;
            continue;
        }
        if part == Part::Host && byte < 0x80 && must_escape(byte, part) {
            let shown = quote_str(&char::from(byte).to_string());
            return Fault::go(format!("invalid character {shown} in host name"));
        }
        out.push(byte);
        at += 1;
    }
    Ok(out)
}

/// The same fault, where Go's message begins with something more.
fn prefixed(prefix: &str, fault: Fault) -> Fault {
    match fault {
        Fault::Go(reason) => Fault::Go(format!("{prefix}{reason}")),
        other => other,
    }
}

impl Url {
    fn parse(text: &str) -> Result<Self> {
        let (before, fragment) = text.split_once('#').unwrap_or((text, ""));
        let at = |whole: &str, fault| prefixed(&format!("parse {}: ", quote_str(whole)), fault);
        let mut url = Self::parse_rest(before).map_err(|fault| at(before, fault))?;
        url.fragment = unescape(fragment, Part::Fragment).map_err(|fault| at(text, fault))?;
        Ok(url)
    }

    fn parse_rest(text: &str) -> Result<Self> {
        if text.bytes().any(|b| b < b' ' || b == 0x7F) {
            return Fault::go("net/url: invalid control character in URL");
        }
        let mut url = Self::default();
        if text == "*" {
            url.path = b"*".to_vec();
            return Ok(url);
        }
        let (scheme, rest) = split_scheme(text)?;
        url.scheme = scheme.to_lowercase();
        let (rest, query) = rest.split_once('?').unwrap_or((rest, ""));
        url.query = query.to_owned();
        if !rest.starts_with('/') {
            if !url.scheme.is_empty() {
                url.opaque = rest.to_owned();
                return Ok(url);
            }
            if rest
                .split('/')
                .next()
                .is_some_and(|first| first.contains(':'))
            {
                return Fault::go("first path segment in URL cannot contain colon");
            }
        }
        let mut path = rest;
        let authority = rest
            .strip_prefix("//")
            .filter(|_| !url.scheme.is_empty() || !rest.starts_with("///"));
        if let Some(authority) = authority {
            let end = authority.find('/').unwrap_or(authority.len());
            url.authority(&authority[..end])?;
            path = &authority[end..];
        }
        url.path = unescape(path, Part::Path)?;
        Ok(url)
    }

    fn authority(&mut self, text: &str) -> Result<()> {
        let (user, host) = match text.rsplit_once('@') {
            Some((user, host)) => (Some(user), host),
            None => (None, text),
        };
        self.host = parse_host(host)?;
        let Some(user) = user else { return Ok(()) };
        let allowed = |b: u8| b.is_ascii_alphanumeric() || b"-._:~!$&'()*+,;=%@".contains(&b);
        if !user.bytes().all(allowed) {
            return Fault::go("net/url: invalid userinfo");
        }
        let plain = |text: &str| {
            unescape(text, Part::User).map(|b| String::from_utf8_lossy(&b).into_owned())
        };
        self.user = Some(match user.split_once(':') {
            Some((name, password)) => (plain(name)?, Some(plain(password)?)),
            None => (plain(user)?, None),
        });
        Ok(())
    }

    fn userinfo(&self) -> String {
        match &self.user {
            Some((name, Some(password))) => format!(
                "{}:{}",
                escape(name.as_bytes(), Part::User),
                escape(password.as_bytes(), Part::User)
            ),
            Some((name, None)) => escape(name.as_bytes(), Part::User),
            None => String::new(),
        }
    }

    /// The host without its port and brackets.
    fn hostname(&self) -> &str {
        if let Some((inside, _)) = self.host.strip_prefix('[').and_then(|h| h.split_once(']')) {
            return inside;
        }
        match self.host.rsplit_once(':') {
            Some((name, port)) if port.bytes().all(|b| b.is_ascii_digit()) => name,
            _ => &self.host,
        }
    }

    fn written(&self) -> String {
        let mut out = String::new();
        if !self.scheme.is_empty() {
            out.push_str(&self.scheme);
            out.push(':');
        }
        if self.opaque.is_empty() {
            self.write_hierarchy(&mut out);
        } else {
            out.push_str(&self.opaque);
        }
        if !self.query.is_empty() {
            out.push('?');
            out.push_str(&self.query);
        }
        if !self.fragment.is_empty() {
            out.push('#');
            out.push_str(&escape(&self.fragment, Part::Fragment));
        }
        out
    }

    fn write_hierarchy(&self, out: &mut String) {
        let named = !self.host.is_empty() || self.user.is_some();
        if named || (!self.scheme.is_empty() && !self.path.is_empty()) {
            out.push_str("//");
            if self.user.is_some() {
                out.push_str(&self.userinfo());
                out.push('@');
            }
            out.push_str(&escape(self.host.as_bytes(), Part::Host));
        }
        let path = match self.path.as_slice() {
            b"*" => "*".to_owned(),
            path => escape(path, Part::Path),
        };
        if !path.is_empty() && !path.starts_with('/') && !self.host.is_empty() {
            out.push('/');
        }
        if out.is_empty()
            && path
                .split('/')
                .next()
                .is_some_and(|first| first.contains(':'))
        {
            out.push_str("./");
        }
        out.push_str(&path);
    }
}

fn split_scheme(text: &str) -> Result<(&str, &str)> {
    for (at, byte) in text.bytes().enumerate() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' => {}
            b'0'..=b'9' | b'+' | b'-' | b'.' if at > 0 => {}
            b':' if at == 0 => return Fault::go("missing protocol scheme"),
            b':' => return Ok((&text[..at], &text[at + 1..])),
            _ => break,
        }
    }
    Ok(("", text))
}

fn parse_host(host: &str) -> Result<String> {
    let port = match host.rfind('[') {
        Some(0) => match host.rfind(']') {
            Some(close) => &host[close + 1..],
            None => return Fault::go("missing ']' in host"),
        },
        // what is odd is judged differently from version to version of Go
        Some(_) => return Err(Fault::Unknown),
        None if host.matches(':').count() > 1 => return Err(Fault::Unknown),
        None => host.find(':').map_or("", |at| &host[at..]),
    };
    let valid = port.is_empty()
        || port
            .strip_prefix(':')
            .is_some_and(|digits| digits.bytes().all(|b| b.is_ascii_digit()));
    if !valid {
        return Fault::go(format!("invalid port {} after host", quote_str(port)));
    }
    unescape(host, Part::Host).map(|b| String::from_utf8_lossy(&b).into_owned())
}

fn url_parse(cx: &mut Context<'_>, args: &[Operand]) -> Result {
    let text = args.text(0).to_str();
    cx.reserve(text.len() * 8)?;
    let url = Url::parse(&text).map_err(|fault| prefixed("unable to parse url: ", fault))?;
    let hostname = url.hostname().to_owned();
    let entries = [
        ("userinfo", Value::from(url.userinfo())),
        ("scheme", url.scheme.into()),
        ("host", url.host.into()),
        ("hostname", hostname.into()),
        ("path", Value::String(url.path.into())),
        ("query", url.query.into()),
        ("opaque", url.opaque.into()),
        ("fragment", Value::String(url.fragment.into())),
    ];
    Ok(Value::Map(cx.adopt(Map::new(MapKind::Any, entries))?))
}

fn url_join(cx: &mut Context<'_>, args: &[Operand]) -> Result {
    let part = |key: &str| match args.map(0).and_then(|map| map.get(key.as_bytes())) {
        Some(Value::String(text)) => Ok(text.to_str().into_owned()),
        Some(Value::Nil) => {
            Fault::go("runtime error: invalid memory address or nil pointer dereference")
        }
        Some(other) => Fault::go(format!(
            "unable to parse {key} key, must be of type string, but {} found",
            other.kind_name()
        )),
        None => Ok(String::new()),
    };
    let mut url = Url {
        scheme: part("scheme")?,
        host: part("host")?,
        path: part("path")?.into_bytes(),
        query: part("query")?,
        opaque: part("opaque")?,
        fragment: part("fragment")?.into_bytes(),
        user: None,
    };
    let userinfo = part("userinfo")?;
    if !userinfo.is_empty() {
        let parsed = Url::parse(&format!("proto://{userinfo}@host"))
            .map_err(|fault| prefixed("unable to parse userinfo in dict: ", fault))?;
        url.user = parsed.user;
    }
    made(cx, url.written())
}
