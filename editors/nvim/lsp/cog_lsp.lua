-- For Neovim 0.11 and newer: put this folder on 'runtimepath', then call vim.lsp.enable("cog_lsp").

local cog_lsp = require("cog_lsp")

return {
  cmd = cog_lsp.cmd,
  filetypes = cog_lsp.filetypes,
  root_dir = function(bufnr, attach)
    local root = cog_lsp.root(bufnr)
    if root then
      attach(root)
    end
  end,
}
