use acrlint_task::{FileAnswer, Files, NoFiles};

/// The files of a project, by path and text.
#[derive(Debug, Default, Clone)]
pub struct Beside(pub Vec<(String, String)>);

impl Beside {
    /// The text of a file.
    pub fn text(&self, path: &str) -> Option<&str> {
        let file = self.0.iter().find(|(known, _)| known == path);
        file.map(|(_, text)| text.as_str())
    }
}

impl Files for Beside {
    fn read(&self, path: &str) -> FileAnswer {
        match self.text(path) {
            Some(text) => FileAnswer::Text(text.to_owned()),
            None => NoFiles.read(path),
        }
    }

    fn list(&self) -> Vec<String> {
        self.0.iter().map(|(path, _)| path.clone()).collect()
    }

    fn lists_all(&self) -> bool {
        !self.0.is_empty()
    }
}
