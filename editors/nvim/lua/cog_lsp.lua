-- What both ways of starting cog-lsp share: which buffers it serves, and where their model begins.

local M = {}

M.cmd = { "cog-lsp", "serve" }
M.cmd_env = { PYTHONPATH = "" } -- an empty item in it would have Python run modules of the workspace
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

-- Whether the first lines of a buffer import cog: a predictor whose cog.yaml is not written yet.
local function imports_cog(bufnr)
  for _, line in ipairs(vim.api.nvim_buf_get_lines(bufnr, 0, 200, false)) do
    if line:match("^%s*from%s+cog[%s.]") or line:match("^%s*import%s+cog%f[^%w_]") then
      return true
    end
  end
  return false
end

-- The root folder for a buffer, or nil where cog-lsp has nothing to say: YAML other than cog.yaml and test cases, buffers that are no
-- files, and files that belong to no model.
function M.root(bufnr)
  local path = vim.api.nvim_buf_get_name(bufnr)
  if path == "" or vim.bo[bufnr].buftype ~= "" then
    return nil
  end
  local filetype = vim.bo[bufnr].filetype
  if filetype == "yaml" and vim.fn.fnamemodify(path, ":t") ~= "cog.yaml" and not path:find("safe%-push") then
    return nil
  end
  local folder = vim.fn.fnamemodify(path, ":p:h")
  local root = nearest("cog.yaml", folder)
  if not root and filetype == "python" and imports_cog(bufnr) then
    root = nearest(".git", folder) or folder
  end
  return root and M.is_there() and root or nil
end

-- What starts the server, as the person has set it.
function M.command()
  local config = vim.lsp.config and vim.lsp.config.cog_lsp
  local cmd = config and config.cmd or vim.g.cog_lsp_cmd or M.cmd
  return type(cmd) == "table" and cmd or M.cmd
end

local told = false

-- Whether the server can be started; where it cannot, says so once.
function M.is_there()
  local program = M.command()[1]
  if vim.fn.executable(program) == 1 then
    return true
  end
  if not told then
    told = true
    local message = "cog-lsp: the program %s is not there. Install it, or set `cmd`; :checkhealth cog_lsp says more."
    vim.notify(message:format(program), vim.log.levels.WARN)
  end
  return false
end

return M
