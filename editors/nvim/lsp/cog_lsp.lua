-- For Neovim 0.11 and newer: put this folder on 'runtimepath', then call vim.lsp.enable("cog_lsp").

local cog_lsp = require("cog_lsp")

return {
  cmd = cog_lsp.cmd,
  cmd_env = cog_lsp.cmd_env,
  filetypes = cog_lsp.filetypes,
  root_dir = function(bufnr, attach)
    local root = cog_lsp.root(bufnr)
    if root then
      attach(root)
    end
  end,
  on_init = function(client)
    -- Asked to look again, Neovim 0.12 asks a server with workspace diagnostics about the closed files only, and what
    -- it shows in open ones stays as it was.
    local provider = client.server_capabilities.diagnosticProvider
    if provider then
      provider.workspaceDiagnostics = false
    end
  end,
}
