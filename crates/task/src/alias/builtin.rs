/// The aliases that exist without being defined, in the runner's order; on Windows only the first nine. Rule:
/// graph/global-defaults-linux.go, graph/global-defaults-windows.go.
pub const BUILT_IN: [(&str, &str); 14] = [
    ("ID", "{{.Run.ID}}"),
    ("SharedVolume", "{{.Run.SharedVolume}}"),
    ("Registry", "{{.Run.Registry}}"),
    ("RegistryName", "{{.Run.RegistryName}}"),
    ("Date", "{{.Run.Date}}"),
    ("OS", "{{.Run.OS}}"),
    ("Architecture", "{{.Run.Architecture}}"),
    ("Commit", "{{.Run.Commit}}"),
    ("Branch", "{{.Run.Branch}}"),
    ("acr", "mcr.microsoft.com/acr/acr-cli:0.19"),
    ("az", "mcr.microsoft.com/acr/azure-cli:2ff604c"),
    ("bash", "mcr.microsoft.com/acr/bash:2ff604c"),
    ("curl", "mcr.microsoft.com/acr/curl:2ff604c"),
    ("cssc", "mcr.microsoft.com/acr/cssc:2ff604c"),
];

const ON_WINDOWS: usize = 9;

/// The expansion of a built-in alias.
pub(super) fn look_up(name: &str, windows: bool) -> Option<&'static str> {
    let table = if windows {
        &BUILT_IN[..ON_WINDOWS]
    } else {
        &BUILT_IN[..]
    };
    table
        .iter()
        .find(|(known, _)| *known == name)
        .map(|(_, value)| *value)
}
