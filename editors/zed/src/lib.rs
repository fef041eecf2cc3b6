//! Tells Zed how to start cog-lsp: the program of the setting `lsp.cog-lsp.binary`, else the one on PATH.

use zed_extension_api::settings::LspSettings;
use zed_extension_api::{self as zed, serde_json, LanguageServerId, Result, Worktree};

struct CogLsp;

impl zed::Extension for CogLsp {
    fn new() -> Self {
        CogLsp
    }

    fn language_server_command(
        &mut self,
        id: &LanguageServerId,
        worktree: &Worktree,
    ) -> Result<zed::Command> {
        let chosen = LspSettings::for_worktree(id.as_ref(), worktree)?
            .binary
            .and_then(|binary| binary.path);
        let command = chosen
            .or_else(|| worktree.which("cog-lsp"))
            .ok_or("cog-lsp is not installed; docs/editors/zed.md says how")?;
        Ok(zed::Command {
            command,
            args: vec!["serve".to_string()],
            env: worktree
                .shell_env()
                .into_iter()
                .filter(|(name, _)| name != "PYTHONPATH")
                .chain([("PYTHONPATH".to_string(), String::new())])
                .collect(),
        })
    }

    fn language_server_workspace_configuration(
        &mut self,
        id: &LanguageServerId,
        worktree: &Worktree,
    ) -> Result<Option<serde_json::Value>> {
        let settings = LspSettings::for_worktree(id.as_ref(), worktree)?.settings;
        Ok(Some(
            serde_json::json!({ "cog-lsp": settings.unwrap_or_default() }),
        ))
    }
}

zed::register_extension!(CogLsp);
