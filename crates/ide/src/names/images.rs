//! The images that steps build, where later steps push, run and build upon them.

use std::collections::HashSet;

use acrlint_analysis::DockerfileAt;
use acrlint_task::build::words;
use acrlint_text::{TextRange, has_symbol};

use super::{Finder, Name, NameKind, Role};

impl Finder<'_, '_> {
    pub(super) fn images(&mut self) {
        let file = self.file;
        let images = file.images();
        let built = images.built.iter().map(|image| &*image.name);
        let built: HashSet<&str> = built.collect();
        let is_built = |name: &str| built.contains(name);
        for image in &images.built {
            self.image(&image.name, image.range(file), Role::Definition);
        }
        for image in images.pushed.iter().filter(|image| is_built(&image.name)) {
            self.image(&image.name, image.range(file), Role::Use);
        }
        for (_, cmd) in file.cmds() {
            // options of `docker run` may stand before the image
            let image = words(&cmd.value)
                .take(MOST_WORDS)
                .find(|word| is_built(&with_tag(word.text.trim_matches(['"', '\'']))));
            if let Some(word) = image {
                let name = with_tag(word.text.trim_matches(['"', '\'']));
                self.image(&name, file.piece(cmd, word.range), Role::Use);
            }
        }
        for (_, built) in file.built() {
            let (DockerfileAt::Known { path, text }, Some(pulls)) =
                (&built.dockerfile, &built.pulls)
            else {
                continue;
            };
            for pull in &pulls.images {
                let name = with_tag(&pull.image);
                if is_built(&name) {
                    let name = self.image_name(&name);
                    self.add(name, path.clone(), text, pull.range, Role::Use, true);
                }
            }
        }
    }

    fn image_name(&self, image: &str) -> Name {
        self.name(NameKind::Image, without_latest(image))
    }

    fn image(&mut self, name: &str, range: TextRange, role: Role) {
        let is_known = !has_symbol(name);
        self.add_here(self.image_name(name), range, role, is_known);
    }
}

/// An image is called as its author may write it: `:latest` is what it has without a tag.
pub(super) fn without_latest(image: &str) -> &str {
    image.strip_suffix(":latest").unwrap_or(image)
}

/// The image of a command stands among its first words.
const MOST_WORDS: usize = 16;

/// The runner's rule: `:latest` behind a name that has neither `@` nor `:`.
fn with_tag(image: &str) -> String {
    match image.contains(['@', ':']) {
        true => image.to_owned(),
        false => format!("{image}:latest"),
    }
}
