//! What a real build pulls.

use std::collections::HashMap;

use acrlint_text::{Symbols, TextRange, has_symbol};

use crate::expand::{ArgUse, Expanded, Part, PartOrigin, ValueOrigin, expand};
use crate::model::{Dockerfile, ReferenceKind};
use crate::scope::{Arguments, Scope};

/// The images that a build pulls.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Pulls {
    /// The images, in the order of the file; an image that is named twice is there twice.
    pub images: Vec<Pull>,
    /// The stage that is the target; none if it cannot be told.
    pub stage: Option<usize>,
    /// Whether the target names no stage: Docker refuses the build, and nothing is pulled.
    pub unknown_target: bool,
}

/// An image that a build pulls.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pull {
    /// The image. It may hold symbols; it is empty if the word expands to nothing.
    pub image: String,
    /// The word that names it.
    pub range: TextRange,
    /// Why it is pulled.
    pub reason: Reason,
    /// The stage that needs it; none for the frontend.
    pub stage: Option<usize>,
    /// Whether the build surely pulls it. False if it depends on the builder (BuildKit or not), on a target that is not
    /// known, or on a default that an argument which is not known may replace.
    pub certain: bool,
    /// The variables that were expanded.
    pub uses: Vec<ArgUse>,
    /// Where the bytes of `image` came from.
    pub parts: Vec<Part>,
}

/// Why an image is pulled.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reason {
    /// `# syntax=`: BuildKit runs this image to read the file.
    Frontend,
    /// `FROM`.
    Base,
    /// `COPY --from=`.
    Copy,
    /// `RUN --mount=from=`.
    Mount,
    /// An `ONBUILD` trigger of the stage that this one begins from.
    OnBuild,
}

impl Dockerfile {
    /// What a build pulls. `target` is the value of `--target`. `buildkit` says whether BuildKit builds or the classic
    /// builder; when that is not known, what both pull is certain.
    ///
    /// BuildKit builds the stages that the target needs, the classic builder all up to the target.
    pub fn pulls(
        &self,
        args: &Arguments<'_>,
        target: Option<&str>,
        buildkit: Option<bool>,
        symbols: &mut Symbols,
    ) -> Pulls {
        let mut with = |buildkit| Build::new(self, args, buildkit, symbols).pulls(target);
        match buildkit {
            Some(buildkit) => with(buildkit),
            None => either(with(true), with(false)),
        }
    }
}

/// The pulls of two builders.
fn either(mut one: Pulls, other: Pulls) -> Pulls {
    type Key = (TextRange, String, Option<usize>);
    let key = |pull: &Pull| -> Key { (pull.range, pull.image.clone(), pull.stage) };
    let mut rest: HashMap<Key, Pull> = other.images.into_iter().map(|p| (key(&p), p)).collect();
    for pull in &mut one.images {
        let same = rest.remove(&key(pull));
        pull.certain &= same.is_some_and(|same| same.certain);
    }
    let only = rest.into_values().map(|pull| Pull {
        certain: false,
        ..pull
    });
    one.images.extend(only);
    one.images
        .sort_by_key(|p| (p.stage, p.range.start(), p.range.end()));
    one
}

/// What a word that names an image or a stage leads to.
#[derive(Clone)]
enum Leads {
    /// `scratch`, a replaced name, or nothing that exists.
    Nowhere,
    Stage(usize),
    Image(Expanded),
}

struct Build<'b> {
    file: &'b Dockerfile,
    args: &'b Arguments<'b>,
    buildkit: bool,
    /// What the stages begin from.
    bases: Vec<Leads>,
    /// All stages' names in lower case with the stages' indices, ascending.
    names: HashMap<String, Vec<usize>>,
}

impl<'b> Build<'b> {
    fn new(
        file: &'b Dockerfile,
        args: &'b Arguments<'b>,
        buildkit: bool,
        symbols: &mut Symbols,
    ) -> Self {
        let scope = Scope::new(file, args, buildkit, symbols);
        let mut build = Self {
            file,
            args,
            buildkit,
            bases: Vec::new(),
            names: HashMap::new(),
        };
        for (index, stage) in file.stages.iter().enumerate() {
            let base = expand(&stage.base, &scope, file.escape, symbols);
            let leads = match build.stage_before(&base.text, index) {
                _ if build.is_replaced(&base.text) => Leads::Nowhere,
                Some(stage) => Leads::Stage(stage),
                None => image(base),
            };
            build.bases.push(leads);
            if let Some(name) = &stage.name {
                let name = name.text().to_ascii_lowercase();
                build.names.entry(name).or_default().push(index);
            }
        }
        build
    }

    fn pulls(&self, target: Option<&str>) -> Pulls {
        let last = self.file.stages.len().checked_sub(1);
        let open = target.is_some_and(has_symbol);
        let stage = match target {
            None | Some("") => last,
            Some(_) if open => None,
            Some(target) => self.file.stage(target),
        };
        let mut pulls = Pulls {
            stage,
            unknown_target: target.is_some_and(|t| !t.is_empty()) && !open && stage.is_none(),
            ..Pulls::default()
        };
        let needed = match stage {
            Some(stage) if self.buildkit => self.needed(stage),
            Some(stage) => (0..=stage).collect(),
            None if open => (0..self.file.stages.len()).collect(),
            None => Vec::new(),
        };
        if self.buildkit && !pulls.unknown_target {
            pulls.images.extend(self.frontend());
        }
        for index in needed {
            self.stage(index, &mut pulls.images);
        }
        for pull in &mut pulls.images {
            let replaceable = |used: &ArgUse| matches!(used.origin, ValueOrigin::Default(_));
            let replaced = !self.args.complete && pull.uses.iter().any(replaceable);
            pull.certain = !replaced && (!open || pull.stage.is_none());
        }
        pulls
    }

    fn is_replaced(&self, name: &str) -> bool {
        let same = |replaced: &&str| {
            replaced.eq_ignore_ascii_case(name)
                || replaced.strip_suffix(":latest") == Some(name)
                || name.strip_suffix(":latest") == Some(replaced)
        };
        self.buildkit && self.args.replaced.iter().any(same)
    }

    /// The last stage of that name above the stage `index`.
    fn stage_before(&self, name: &str, index: usize) -> Option<usize> {
        let stages = self.names.get(&name.to_ascii_lowercase())?;
        let before = stages.partition_point(|stage| *stage < index);
        stages[..before].last().copied()
    }

    /// What `--from` in the stage `index` leads to. It can be a number; BuildKit also knows the names of stages below.
    fn reference(&self, name: &str, index: usize) -> Leads {
        if self.is_replaced(name) {
            return Leads::Nowhere;
        }
        if let Ok(number) = name.parse::<usize>() {
            return if number < index {
                Leads::Stage(number)
            } else {
                Leads::Nowhere
            };
        }
        let below = match self.buildkit {
            true => self.file.stages.len(),
            false => index,
        };
        match self.stage_before(name, below) {
            Some(stage) => Leads::Stage(stage),
            None => image(Expanded {
                text: name.to_owned(),
                ..Expanded::default()
            }),
        }
    }

    /// The references in a stage, those of triggers that it sets off included.
    fn references(&self, index: usize) -> impl Iterator<Item = (Leads, TextRange, Reason)> {
        let own = self.file.stages[index].references.iter();
        let own = own.filter(|reference| !reference.onbuild);
        let parent = match self.bases[index] {
            Leads::Stage(parent) => self.file.stages.get(parent),
            Leads::Nowhere | Leads::Image(_) => None,
        };
        let triggers = parent.into_iter().flat_map(|parent| &parent.references);
        let triggers = triggers.filter(|reference| reference.onbuild);
        let all = own.chain(triggers);
        let built = all.filter(|r| self.buildkit || r.kind == ReferenceKind::Copy);
        built.map(move |reference| {
            let reason = match reference.kind {
                _ if reference.onbuild => Reason::OnBuild,
                ReferenceKind::Copy => Reason::Copy,
                ReferenceKind::Mount => Reason::Mount,
            };
            let range = reference.word.range();
            (self.reference(reference.word.text(), index), range, reason)
        })
    }

    /// The stages that a stage needs, itself included, in the order of the file.
    fn needed(&self, target: usize) -> Vec<usize> {
        let mut needed = vec![false; self.file.stages.len()];
        let mut open = vec![target];
        while let Some(index) = open.pop() {
            if std::mem::replace(&mut needed[index], true) || self.stage_is_replaced(index) {
                continue;
            }
            let references = self.references(index).map(|(leads, ..)| leads);
            for leads in references.chain([self.bases[index].clone()]) {
                if let Leads::Stage(stage) = leads {
                    open.push(stage);
                }
            }
        }
        (0..needed.len()).filter(|index| needed[*index]).collect()
    }

    fn stage_is_replaced(&self, index: usize) -> bool {
        let name = self.file.stages[index].name.as_ref();
        name.is_some_and(|name| self.is_replaced(name.text()))
    }

    fn stage(&self, index: usize, pulls: &mut Vec<Pull>) {
        if self.stage_is_replaced(index) {
            return;
        }
        let base = self.file.stages[index].base.range();
        let base = (self.bases[index].clone(), base, Reason::Base);
        for (leads, range, reason) in std::iter::once(base).chain(self.references(index)) {
            if let Leads::Image(image) = leads {
                pulls.push(pull(image, range, reason, Some(index)));
            }
        }
    }

    /// The image that reads the file.
    fn frontend(&self) -> Option<Pull> {
        let mut directives = self.file.directives.iter();
        let syntax = directives.find(|directive| directive.name == "syntax")?;
        // a comment may stand behind the image
        let image = syntax.value.split_whitespace().next()?;
        let image = Expanded {
            text: image.to_owned(),
            ..Expanded::default()
        };
        Some(pull(image, syntax.value_range, Reason::Frontend, None))
    }
}

fn image(image: Expanded) -> Leads {
    match image.text.as_str() {
        "scratch" => Leads::Nowhere,
        _ => Leads::Image(image),
    }
}

fn pull(image: Expanded, range: TextRange, reason: Reason, stage: Option<usize>) -> Pull {
    let Expanded {
        text,
        mut parts,
        uses,
    } = image;
    if parts.is_empty() && !text.is_empty() {
        parts.push(Part {
            bytes: 0..text.len(),
            origin: PartOrigin::File(range),
        });
    }
    Pull {
        image: text,
        range,
        reason,
        stage,
        certain: true,
        uses,
        parts,
    }
}
