-- :checkhealth cog_lsp

local M = {}

local health = vim.health or require("health")
local start = health.start or health.report_start
local ok = health.ok or health.report_ok
local warn = health.warn or health.report_warn

function M.check()
  local cog_lsp = require("cog_lsp")
  start("cog-lsp")
  local program = cog_lsp.command()[1]
  if vim.fn.executable(program) == 1 then
    local version = vim.trim(vim.fn.system({ program, "--version" }))
    ok(("%s is %s"):format(vim.fn.exepath(program), version))
  else
    warn(("The program %s is not there."):format(program), { "Install cog-lsp, or set `cmd`: see :help cog_lsp" })
  end
  local clients = vim.tbl_filter(function(client)
    return client.name == "cog_lsp"
  end, (vim.lsp.get_clients or vim.lsp.get_active_clients)())
  if #clients == 0 then
    warn("No server runs.", { "Open a file of a model: a folder with a cog.yaml, or a predictor that imports cog" })
  end
  for _, client in ipairs(clients) do
    ok("A server runs for " .. tostring(client.config.root_dir))
  end
end

return M
