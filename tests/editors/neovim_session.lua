-- Runs one session in Neovim 0.7 or newer and writes what it saw as JSON:
--   nvim --headless -u neovim_session.lua FILE, with SESSION, RESULT and RUNTIME_FOLDER in the environment.

local session = {}
local patience = tonumber(vim.env.PATIENCE or 20000)

vim.opt.runtimepath:prepend(vim.env.RUNTIME_FOLDER)
vim.opt.swapfile = false
vim.cmd("filetype plugin off") -- of Markdown, it needs a parser that this Neovim may lack
if vim.env.PROGRAM then
  vim.g.cog_lsp_cmd = { vim.env.PROGRAM, "serve" }
  if vim.lsp.config then
    vim.lsp.config("cog_lsp", { cmd = vim.g.cog_lsp_cmd })
  end
end
if vim.lsp.enable then
  vim.lsp.enable("cog_lsp")
end

local function await(what, condition)
  if not vim.wait(patience, condition, 10) then
    error("waited in vain for " .. what)
  end
end

local function clients()
  local found = (vim.lsp.get_clients or vim.lsp.get_active_clients)()
  return vim.tbl_filter(function(client)
    return client.name == "cog_lsp" and vim.lsp.buf_is_attached(0, client.id)
  end, found)
end

local function findings()
  return vim.tbl_map(function(finding)
    return {
      source = finding.source,
      code = finding.code,
      message = finding.message,
      severity = finding.severity,
      line = finding.lnum,
      text = vim.api.nvim_buf_get_lines(0, finding.lnum, finding.lnum + 1, false)[1],
    }
  end, vim.diagnostic.get(0))
end

local function find(code, text)
  for _, finding in ipairs(findings()) do
    if finding.code == code and (not text or finding.text:find(text, 1, true)) then
      return finding
    end
  end
end

local function await_finding(code, text)
  await(code, function()
    return find(code, text)
  end)
  return find(code, text)
end

local function place_cursor(text)
  local line = vim.fn.search("\\V" .. text, "cw")
  assert(line > 0, text .. " is not in the buffer")
end

local function contents()
  return table.concat(vim.api.nvim_buf_get_lines(0, 0, -1, false), "\n") .. "\n"
end

local function notify(settings)
  local client = clients()[1]
  if client.settings then
    client.settings = settings
  end
  client.config.settings = settings
  if vim.fn.has("nvim-0.11") == 1 then
    client:notify("workspace/didChangeConfiguration", { settings = settings })
  else
    client.notify("workspace/didChangeConfiguration", { settings = settings })
  end
end

-- Opens the menu of code actions as a person would, and picks the first whose title matches.
local function pick_action(pattern, options)
  local titles
  vim.ui.select = function(items, select_options, on_choice)
    titles = vim.tbl_map(select_options.format_item, items)
    for index, title in ipairs(titles) do
      if title:find(pattern) then
        return on_choice(items[index], index)
      end
    end
    on_choice(nil, nil)
  end
  local before = contents()
  -- Neovim 0.7 takes the context itself.
  vim.lsp.buf.code_action(vim.fn.has("nvim-0.8") == 1 and options or (options or {}).context)
  await("the menu of code actions", function()
    return titles
  end)
  await("the edit of " .. vim.inspect(titles), function()
    return contents() ~= before
  end)
  return titles
end

function session.findings()
  await_finding("terse-description", "guidance_scale")
  return { findings = findings(), clients = #clients(), root = clients()[1].config.root_dir }
end

function session.readme_findings()
  await_finding("missing-section")
  return { findings = findings(), clients = #clients() }
end

function session.hover()
  await_finding("terse-description", "guidance_scale")
  place_cursor("guidance_scale")
  vim.lsp.buf.hover()
  local text
  await("the hover window", function()
    for _, window in ipairs(vim.api.nvim_list_wins()) do
      if vim.api.nvim_win_get_config(window).relative ~= "" then
        text = table.concat(vim.api.nvim_buf_get_lines(vim.api.nvim_win_get_buf(window), 0, -1, false), "\n")
        return true
      end
    end
  end)
  return { text = text }
end

function session.quick_fix()
  await_finding("terse-description", "guidance_scale")
  place_cursor("Guidance scale for image generation")
  local titles = pick_action("^Describe")
  await("the finding to go", function()
    return not find("terse-description", "guidance_scale")
  end)
  return { titles = titles, contents = contents() }
end

function session.fix_all()
  await_finding("required-by-none")
  pick_action("", { context = { only = { "source.fixAll.cog-lsp" }, diagnostics = {} } })
  await("the finding to go", function()
    return not find("required-by-none")
  end)
  return { contents = contents() }
end

function session.completion()
  await_finding("terse-description", "guidance_scale")
  place_cursor("guidance_scale")
  local line = vim.fn.line(".") - 1
  local column = #vim.fn.getline(".") - 2 -- before the closing parenthesis and its comma
  vim.api.nvim_buf_set_text(0, line, column, line, column, { ", " })
  column = column + 2
  local answer = vim.lsp.buf_request_sync(0, "textDocument/completion", {
    textDocument = { uri = vim.uri_from_bufnr(0) },
    position = { line = line, character = column },
  }, patience)
  local labels = {}
  for _, response in pairs(answer or {}) do
    for _, item in ipairs((response.result or {}).items or response.result or {}) do
      table.insert(labels, item.label)
    end
  end
  return { labels = labels }
end

function session.settings()
  await_finding("terse-description", "guidance_scale")
  notify({ ["cog-lsp"] = { severity = { ["terse-description"] = "off" } } })
  await("the finding to go", function()
    return not find("terse-description")
  end)
  return { findings = findings() }
end

function session.crash()
  await_finding("terse-description", "guidance_scale")
  local first = clients()[1].id
  local children = vim.fn.systemlist({ "pgrep", "-P", tostring(vim.fn.getpid()) })
  vim.loop.kill(tonumber(children[1]), "sigkill")
  await("the client to go", function()
    return #clients() == 0
  end)
  vim.cmd("edit!")
  await("a new client", function()
    return #clients() == 1
  end)
  vim.diagnostic.reset()
  vim.api.nvim_buf_set_lines(0, 0, 0, false, { "" })
  await_finding("terse-description", "guidance_scale")
  return { clients = #clients(), restarted = clients()[1].id ~= first }
end

-- The buffer gets no client, shown by one that gets one afterwards.
function session.unattached()
  local first = #clients()
  vim.cmd("edit " .. vim.fn.fnameescape(vim.env.SECOND_FILE))
  await("the client", function()
    return #clients() > 0
  end)
  vim.cmd("buffer 1")
  return { first = first, after = #clients() }
end

function session.missing()
  vim.cmd("edit " .. vim.fn.fnameescape(vim.env.SECOND_FILE))
  return { clients = #clients(), messages = vim.fn.execute("messages") }
end

function session.attached()
  await("the client", function()
    return #clients() > 0
  end)
  return { root = clients()[1].config.root_dir }
end

function session.health()
  if not vim.env.PROGRAM then
    await("the client", function()
      return #clients() > 0
    end)
  end
  vim.cmd("checkhealth cog_lsp")
  return { text = contents() }
end

function session.help()
  vim.cmd("helptags " .. vim.fn.fnameescape(vim.env.HELP))
  vim.cmd("set runtimepath+=" .. vim.fn.fnameescape(vim.fn.fnamemodify(vim.env.HELP, ":h")))
  vim.cmd("help cog_lsp-trouble")
  return { line = vim.fn.getline(".") }
end

vim.api.nvim_create_autocmd("VimEnter", {
  callback = function()
    -- Outside of the start-up, as in an editor that a person has open.
    vim.defer_fn(function()
      local ok, result = pcall(session[vim.env.SESSION])
      if not ok then
        result = { error = result, messages = vim.fn.execute("messages") }
      end
      local file = assert(io.open(vim.env.RESULT, "w"))
      file:write(vim.fn.json_encode(result))
      file:close()
      vim.cmd("qall!")
    end, 1)
  end,
})
