use std::collections::HashSet;

use acrlint_image::{Reference, Tolerant};

use super::{Failure, Origin, Origins, Scan, ScanError, ScanPlace};

/// What the scan says of one tag.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ImageDependencies {
    /// The image that is built; none if the build has no tag.
    pub image: Option<ScanImage>,
    /// The base image of the last stage.
    pub runtime: ScanImage,
    /// The base images of other stages.
    pub buildtime: Vec<ScanImage>,
}

/// An image as the scan writes it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ScanImage {
    /// The registry, `registry.hub.docker.com` if the first component has no dot.
    pub registry: String,
    /// The repository.
    pub repository: String,
    /// The tag; empty if there is none.
    pub tag: String,
    /// The digest; empty if there is none.
    pub digest: String,
    /// The whole text, with `:latest` where it had neither tag nor digest.
    pub reference: String,
}

/// Parses the images. Without any unknown part the first failure ends the scan; an image whose validity a symbol
/// decides leaves the answer open unless another one fails for sure.
pub(super) fn dependencies(origins: Origins, tags: &[&str]) -> Scan {
    let mut others = origins.all;
    let runtime = others.remove(origins.runtime);
    let mut reader = Reader { unknown: false };
    let mut scan = Scan {
        origin: runtime.image.clone(),
        buildtime: others.iter().map(|origin| origin.image.clone()).collect(),
        ..Scan::default()
    };
    match reader.read(&runtime, &others, tags) {
        Ok(dependencies) => {
            scan.accepts = (!reader.unknown).then_some(true);
            scan.dependencies = dependencies;
        }
        Err(failure) => {
            scan.accepts = failure.sure.then_some(false);
            scan.error = Some(failure.error);
            scan.error_place = Some(failure.place);
        }
    }
    scan
}

struct Reader {
    /// Whether some image may be valid or not.
    unknown: bool,
}

impl Reader {
    fn read(
        &mut self,
        runtime: &Origin,
        others: &[Origin],
        tags: &[&str],
    ) -> Result<Vec<ImageDependencies>, Failure> {
        let mut images = Vec::new();
        let mut bases: Option<(ScanImage, Vec<ScanImage>)> = None;
        // the runner begins anew for each tag, but only its first look at the base images can fail
        let tags = tags.iter().enumerate();
        for (index, tag) in tags.filter(|(_, tag)| !tag.is_empty()) {
            let image = self.image(tag, ScanPlace::Tag(index))?;
            if bases.is_none() {
                bases = Some(self.bases(runtime, others)?);
            }
            images.push(Some(image));
        }
        if images.is_empty() {
            images.push(None);
        }
        let (runtime, buildtime) = match bases {
            Some(bases) => bases,
            None => self.bases(runtime, others)?,
        };
        let with = |image| ImageDependencies {
            image,
            runtime: runtime.clone(),
            buildtime: buildtime.clone(),
        };
        Ok(images.into_iter().map(with).collect())
    }

    fn bases(
        &mut self,
        runtime: &Origin,
        others: &[Origin],
    ) -> Result<(ScanImage, Vec<ScanImage>), Failure> {
        let place = |origin: &Origin| ScanPlace::Dockerfile(origin.range);
        let runtime = self.image(&runtime.image, place(runtime))?;
        let mut seen = HashSet::new();
        let mut buildtime = Vec::new();
        for other in others {
            let image = normalise(&other.image);
            let image = image.strip_prefix("library/").unwrap_or(&image);
            if seen.insert(image.to_owned()) {
                buildtime.push(self.image(image, place(other))?);
            }
        }
        Ok((runtime, buildtime))
    }

    fn image(&mut self, text: &str, place: ScanPlace) -> Result<ScanImage, Failure> {
        let text = normalise(text);
        match Reference::parse_with_symbols(&text) {
            Tolerant::Valid(reference) => Ok(ScanImage::new(&text, &reference)),
            Tolerant::Unknown => {
                self.unknown = true;
                Ok(ScanImage::unread(text))
            }
            Tolerant::Invalid(error) => Err(Failure {
                error: ScanError::Image { image: text, error },
                place,
                sure: true,
            }),
        }
    }
}

impl ScanImage {
    fn new(text: &str, reference: &Reference<'_>) -> Self {
        let found = reference.attribution();
        Self {
            registry: found.registry.to_owned(),
            repository: found.repository.into_owned(),
            tag: reference.tag.map_or("", |tag| &text[tag]).to_owned(),
            digest: reference
                .digest
                .map_or("", |digest| &text[digest])
                .to_owned(),
            reference: text.to_owned(),
        }
    }

    fn unread(reference: String) -> Self {
        Self {
            registry: String::new(),
            repository: String::new(),
            tag: String::new(),
            digest: String::new(),
            reference,
        }
    }
}

/// Adds `:latest` unless the text has a `:` or an `@` anywhere. Rule: util/prefixes.go `NormalizeImageTag`.
fn normalise(image: &str) -> String {
    if image.contains([':', '@']) {
        return image.to_owned();
    }
    format!("{image}:latest")
}
