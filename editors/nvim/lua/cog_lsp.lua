-- What both ways of starting cog-lsp share: which buffers it serves, and where their model begins.

local M = {}

M.cmd = { "cog-lsp", "serve" }
M.filetypes = { "python", "markdown", "yaml" }

-- The nearest folder upward from `folder` that holds `name`, or nil.
local function nearest(name, folder)
  local uv = vim.uv or vim.loop
  while not uv.fs_stat(folder .. "/" .. name) do
    local parent = vim.fn.fnamemodify(folder, ":h")
    if parent == folder then
      return nil
    end
    folder = parent
  end
  return folder
end

-- The root folder for a buffer, or nil where cog-lsp has nothing to say: YAML other than cog.yaml and test cases, buffers that are no
-- files, and files that belong to no model and no repository.
function M.root(bufnr)
  local path = vim.api.nvim_buf_get_name(bufnr)
  if path == "" or vim.bo[bufnr].buftype ~= "" then
    return nil
  end
  local yaml = vim.bo[bufnr].filetype == "yaml"
  if yaml and vim.fn.fnamemodify(path, ":t") ~= "cog.yaml" and not path:find("safe%-push") then
    return nil
  end
  local folder = vim.fn.fnamemodify(path, ":p:h")
  return nearest("cog.yaml", folder) or nearest(".git", folder)
end

return M
