-- For Neovim 0.7 to 0.10, which have no vim.lsp.enable: starts cog-lsp for the buffers of a model by itself. For newer
-- ones: says where the program is missing.
-- Options, all set before this file runs: vim.g.cog_lsp_cmd (a list), vim.g.cog_lsp_settings (a table),
-- vim.g.cog_lsp_autostart (false leaves the start to you).

if vim.g.loaded_cog_lsp or vim.g.cog_lsp_autostart == false then
  return
end
vim.g.loaded_cog_lsp = true

local cog_lsp = require("cog_lsp")

if vim.lsp.enable then
  -- Neovim 0.11 and newer start it, and say nothing where the program is missing.
  vim.api.nvim_create_autocmd("FileType", {
    group = vim.api.nvim_create_augroup("cog_lsp", {}),
    pattern = cog_lsp.filetypes,
    callback = function(event)
      local enabled = vim.lsp.is_enabled or function(name)
        return (vim.lsp._enabled_configs or {})[name] ~= nil
      end
      if enabled("cog_lsp") then
        cog_lsp.root(event.buf)
      end
    end,
  })
  return
end

local clients = {} -- the running client's id by root folder

local function start(root)
  return vim.lsp.start_client({
    name = "cog_lsp",
    cmd = vim.g.cog_lsp_cmd or cog_lsp.cmd,
    cmd_env = cog_lsp.cmd_env,
    root_dir = root,
    workspace_folders = { { uri = vim.uri_from_fname(root), name = vim.fn.fnamemodify(root, ":t") } },
    settings = { ["cog-lsp"] = vim.g.cog_lsp_settings or vim.empty_dict() },
    capabilities = vim.lsp.protocol.make_client_capabilities(),
    on_exit = function()
      clients[root] = nil -- so that the next buffer of this model starts it again
    end,
  })
end

local function attach(bufnr)
  local root = cog_lsp.root(bufnr)
  if not root then
    return
  end
  clients[root] = clients[root] or start(root)
  if clients[root] then
    vim.lsp.buf_attach_client(bufnr, clients[root])
  end
end

vim.api.nvim_create_autocmd("FileType", {
  group = vim.api.nvim_create_augroup("cog_lsp", {}),
  pattern = cog_lsp.filetypes,
  callback = function(event)
    attach(event.buf)
  end,
})

-- Buffers that were open before this file ran, as with a plugin manager that loads late.
for _, bufnr in ipairs(vim.api.nvim_list_bufs()) do
  if vim.api.nvim_buf_is_loaded(bufnr) and vim.tbl_contains(cog_lsp.filetypes, vim.bo[bufnr].filetype) then
    attach(bufnr)
  end
end
