//! What a real build pulls.
#![allow(clippy::unwrap_used)]

use acrlint_dockerfile::{Arguments, PartOrigin, Platform, Pulls, ValueOrigin, parse};
use acrlint_text::Symbols;

type Given<'a> = &'a [(&'a str, Option<&'a str>)];

fn arguments<'a>(given: Given<'a>, complete: bool) -> Arguments<'a> {
    Arguments {
        given: given.to_vec(),
        complete,
        ..Arguments::default()
    }
}

/// One line a pull: reason, image with symbols spelled, stage, and `?` unless it is certain.
fn show(pulls: &Pulls, symbols: &Symbols) -> Vec<String> {
    let lines = pulls.images.iter().map(|pull| {
        let stage = pull.stage.map_or("-".to_owned(), |stage| stage.to_string());
        let sure = if pull.certain { "" } else { " ?" };
        let image = symbols.spell(&pull.image);
        format!("{:?} {image} @{stage}{sure}", pull.reason)
    });
    lines.collect()
}

fn pulls(text: &str, given: Given<'_>, target: Option<&str>, kit: Option<bool>) -> Vec<String> {
    let mut symbols = Symbols::default();
    let args = arguments(given, true);
    let pulls = parse(text).pulls(&args, target, kit, &mut symbols);
    show(&pulls, &symbols)
}

/// The images of a build by BuildKit with no arguments.
fn images(text: &str) -> Vec<String> {
    pulls(text, &[], None, Some(true))
}

#[test]
fn the_walkthrough() {
    let text = "ARG REGISTRY_NAME\nFROM ${REGISTRY_NAME}/baseimages/node:15-alpine\nCOPY . .\n";
    let given = [("REGISTRY_NAME", Some("mybaseregistry.azurecr.io"))];
    let mut symbols = Symbols::default();
    let file = parse(text);
    let found = file.pulls(&arguments(&given, true), None, Some(false), &mut symbols);
    let [pull] = &found.images[..] else {
        panic!("one image: {found:?}");
    };
    assert_eq!(
        pull.image,
        "mybaseregistry.azurecr.io/baseimages/node:15-alpine"
    );
    assert_eq!(
        &text[pull.range],
        "${REGISTRY_NAME}/baseimages/node:15-alpine"
    );
    assert_eq!(&text[pull.uses[0].range], "${REGISTRY_NAME}");
    assert_eq!(pull.uses[0].origin, ValueOrigin::BuildArgument(0));
    let host = &pull.parts[0];
    assert_eq!(host.bytes, 0..25);
    let origin = PartOrigin::BuildArgument {
        index: 0,
        bytes: 0..25,
    };
    assert_eq!(host.origin, origin);
    assert!(pull.certain);
}

#[test]
fn from_knows_global_arguments_only() {
    assert_eq!(images("ARG A=1\nFROM a:$A\n"), ["Base a:1 @0"]);
    // declared in a stage, not at all, or by ENV: nothing
    assert_eq!(
        images("FROM x\nARG A=1\nENV B=2\nFROM a:$A$B$C\n"),
        ["Base a: @1"]
    );
    let undeclared = pulls("FROM a:$A\n", &[("A", Some("9"))], None, Some(true));
    assert_eq!(undeclared, ["Base a: @0"]);
    let declared = pulls(
        "ARG A=1\nFROM a:$A\n",
        &[("A", Some("8")), ("A", Some("9"))],
        None,
        None,
    );
    assert_eq!(declared, ["Base a:9 @0"]);
    // several in a line, and defaults of earlier ones
    assert_eq!(
        images("ARG A=1 B=\"$A-x\"\nARG C=${B}y\nFROM a:$C\n"),
        ["Base a:1-xy @0"]
    );
    assert_eq!(images("ARG A\nFROM $A\n"), ["Base  @0"]);
}

#[test]
fn defaults_of_defaults_lead_to_the_argument() {
    let text = "ARG HOST=a.io\nARG IMAGE=${HOST}/x\nFROM $IMAGE:1\n";
    let mut symbols = Symbols::default();
    let given = [("OTHER", Some("x")), ("HOST", Some("b.io"))];
    let found = parse(text).pulls(&arguments(&given, true), None, None, &mut symbols);
    assert_eq!(found.images[0].image, "b.io/x:1");
    let origin = PartOrigin::BuildArgument {
        index: 1,
        bytes: 0..4,
    };
    assert_eq!(found.images[0].parts[0].origin, origin);
    let PartOrigin::File(range) = found.images[0].parts[1].origin else {
        panic!("the default's own text");
    };
    assert_eq!(&text[range], "/x");
}

#[test]
fn forms_of_expansion() {
    for (word, image) in [
        ("a:${A:-d}", "a:1"),
        ("a:${N:-d}", "a:d"),
        ("a:${N-d}", "a:d"),
        ("a:${E-d}", "a:"),
        ("a:${E:-d}", "a:d"),
        ("a:${A:+p}x", "a:px"),
        ("a:${E:+p}x", "a:x"),
        ("a:${E+p}x", "a:px"),
        ("a:${N:-${A:-q}}z", "a:1z"),
        ("\"a:$A\"", "a:1"),
        ("'a:$A'", "a:$A"),
        ("a:\\$A", "a:$A"),
        ("a:\"x\\y\"", "a:x\\y"),
        ("a:$", "a:$"),
        ("a:$1x", "a:x"),
        ("a:${A", "a:"),
        ("a:${A%x}", "a:${A%x}"),
    ] {
        let text = format!("ARG A=1\nARG E=\nARG N\nFROM {word}\n");
        assert_eq!(images(&text), [format!("Base {image} @0")], "{word}");
    }
}

#[test]
fn what_is_not_known_is_a_symbol() {
    let text = "ARG A\nARG B=1\nFROM $A/x:$B\n";
    let mut symbols = Symbols::default();
    let file = parse(text);
    let found = file.pulls(&arguments(&[], false), None, None, &mut symbols);
    assert_eq!(show(&found, &symbols), ["Base ${A}/x:1 @0 ?"]);
    let found = file.pulls(&arguments(&[("A", None)], true), None, None, &mut symbols);
    assert_eq!(show(&found, &symbols), ["Base ${A}/x:1 @0"]);
    assert_eq!(found.images[0].uses[0].origin, ValueOrigin::Unknown);
}

#[test]
fn arguments_that_buildkit_fills_in() {
    let text = "ARG TARGETARCH\nFROM --platform=$BUILDPLATFORM a:$TARGETARCH-$TARGETPLATFORM\n";
    let mut symbols = Symbols::default();
    let args = Arguments {
        complete: true,
        platform: Some(Platform {
            os: "linux",
            architecture: "arm64",
            variant: "",
        }),
        ..Arguments::default()
    };
    let file = parse(text);
    let mut with = |kit| {
        let found = file.pulls(&args, None, kit, &mut symbols);
        show(&found, &symbols)
    };
    assert_eq!(with(Some(true)), ["Base a:arm64-linux/arm64 @0"]);
    assert_eq!(with(Some(false)), ["Base a:- @0"]);
    assert_eq!(with(None).len(), 2);
    let unknown = Arguments {
        complete: true,
        ..Arguments::default()
    };
    let found = file.pulls(&unknown, None, Some(true), &mut symbols);
    assert_eq!(
        show(&found, &symbols),
        ["Base a:${TARGETARCH}-${TARGETPLATFORM} @0"]
    );
}

#[test]
fn stages_are_no_images() {
    let text = "FROM golang AS Build\nFROM build AS two\nCOPY --from=0 a a\nCOPY --from=BUILD a a\n\
                COPY --from=nginx:1 a a\nFROM scratch\nCOPY --from=two a a\nADD --from=x a a\n";
    assert_eq!(
        images(text),
        ["Base golang @0", "Copy nginx:1 @1", "Copy x @2"]
    );
    // a number is a stage only behind --from
    assert_eq!(images("FROM a\nFROM 0\n"), ["Base 0 @1"]);
    // the name of a stage below
    assert_eq!(images("FROM a AS a\nFROM b AS b\nFROM a\n").len(), 1);
}

#[test]
fn buildkit_builds_what_the_target_needs() {
    let text = "FROM a AS one\nFROM b AS two\nFROM c AS three\nCOPY --from=one x x\nFROM d\n";
    let with = |target, kit| pulls(text, &[], target, kit);
    assert_eq!(with(Some("three"), Some(true)), ["Base a @0", "Base c @2"]);
    assert_eq!(
        with(Some("2"), Some(false)),
        ["Base a @0", "Base b @1", "Base c @2"]
    );
    assert_eq!(
        with(Some("THREE"), None),
        ["Base a @0", "Base b @1 ?", "Base c @2"]
    );
    assert_eq!(
        with(None, None),
        ["Base a @0 ?", "Base b @1 ?", "Base c @2 ?", "Base d @3"]
    );
    let unknown = parse(text).pulls(
        &Arguments::default(),
        Some("no"),
        None,
        &mut Symbols::default(),
    );
    assert!(unknown.unknown_target && unknown.images.is_empty() && unknown.stage.is_none());
    assert_eq!(with(Some("\u{F0000}"), Some(true)).len(), 4);
    assert!(
        with(Some("\u{F0000}"), Some(true))
            .iter()
            .all(|line| line.ends_with('?'))
    );
}

#[test]
fn mounts_and_the_frontend_need_buildkit() {
    let text = "# syntax=docker/dockerfile:1\nFROM a\n\
                RUN --mount=type=cache,target=/c,from=m:1 --mount=from=n,target=/n \\\n  --mount=type=secret,id=s x\n";
    let all = [
        "Frontend docker/dockerfile:1 @-",
        "Base a @0",
        "Mount m:1 @0",
        "Mount n @0",
    ];
    assert_eq!(images(text), all);
    assert_eq!(pulls(text, &[], None, Some(false)), ["Base a @0"]);
    let either = pulls(text, &[], None, None);
    assert_eq!(either[1], "Base a @0");
    assert!(either[2].ends_with('?') && either[0].ends_with('?'));
    let file = parse(text);
    assert_eq!(
        &text[file.needs_buildkit().unwrap()],
        "--mount=type=cache,target=/c,from=m:1"
    );
}

#[test]
fn triggers_fire_in_the_stage_that_begins_from_theirs() {
    let text = "FROM a AS base\nONBUILD COPY --from=t:1 x x\nFROM base\nRUN x\n";
    assert_eq!(images(text), ["Base a @0", "OnBuild t:1 @1"]);
    assert_eq!(pulls(text, &[], Some("base"), Some(true)), ["Base a @0"]);
}

#[test]
fn replaced_names_are_not_pulled() {
    let text = "FROM alpine:latest AS one\nCOPY --from=tools a a\nFROM b AS two\nFROM one\nCOPY --from=two a a\n";
    let args = Arguments {
        replaced: vec!["alpine", "tools", "two"],
        complete: true,
        ..Arguments::default()
    };
    let found = parse(text).pulls(&args, None, Some(true), &mut Symbols::default());
    assert!(found.images.is_empty(), "{:?}", found.images);
}

#[test]
fn variables_in_from_flags_are_a_problem() {
    let file = parse("FROM a\nCOPY --from=$X/y a a\nCOPY --from=7 a a\n");
    let problems: Vec<_> = file.problems.iter().map(|p| p.kind.to_string()).collect();
    assert_eq!(
        problems,
        [
            "variables are not expanded here; name a stage with FROM instead",
            "there is no stage 7 above"
        ]
    );
}

#[test]
fn problems() {
    let text = "RUN x\nFORM y\nFROM a b\nFROM c AS 1x\nARG\nCOPPY a b\nONBUILD FROM z\nRUN <<E\n";
    let found = parse(text).problems;
    let show: Vec<_> = found
        .iter()
        .map(|p| format!("{} | {}", &text[p.range], p.kind))
        .collect();
    assert_eq!(
        show,
        [
            "RUN | RUN stands before the first FROM",
            "FORM | FORM is no Dockerfile instruction",
            "FROM a b | FROM takes an image, or an image, AS and a name",
            "1x | 1x cannot be the name of a stage",
            "ARG | ARG needs a name",
            "COPPY | COPPY is no Dockerfile instruction",
            "ONBUILD FROM z | ONBUILD cannot trigger this",
            "<<E | the here-document has no end",
        ]
    );
    assert_eq!(
        parse("# nothing\n").problems[0].kind.to_string(),
        "the file has no FROM"
    );
}

#[test]
fn declared_arguments() {
    let file = parse("ARG A B=1\nFROM x\nARG C\nONBUILD ARG D\n");
    let names: Vec<_> = file.declared_args().map(|arg| arg.name.text()).collect();
    assert_eq!(names, ["A", "B", "C"]);
    assert!(file.takes_argument("B") && file.takes_argument("https_proxy"));
    assert!(file.takes_argument("BUILDKIT_INLINE_CACHE") && !file.takes_argument("D"));
}

#[test]
fn arguments_that_double_each_other_end() {
    let mut text = "ARG A0=aaaaaaaaaa\nARG E=\n".to_owned();
    for n in 1..64 {
        let before = n - 1;
        text += &format!("ARG A{n}=$A{before}$A{before}\n");
    }
    text += "FROM $A63\n";
    let mut symbols = Symbols::default();
    let found = parse(&text).pulls(&arguments(&[], true), None, None, &mut symbols);
    let image = &found.images[0].image;
    assert!(image.len() <= 4096 && image.chars().all(acrlint_text::is_symbol));
}
