-- Drives Neovim as a user would, and prints a line for each thing that worked.
local folder = vim.env.ACRLINT_FOLDER

local function say(text) io.stdout:write("ok: " .. text .. "\n") end

local function fail(text)
  io.stdout:write("failed: " .. text .. "\n")
  vim.cmd("cquit 1")
end

local function wait_for(what, holds)
  if not vim.wait(20000, holds, 20) then fail(what) end
end

local client = vim.lsp.start_client({
  name = "acrlint",
  cmd = { vim.env.ACRLINT_BINARY, "lsp" },
  root_dir = folder,
  workspace_folders = { { uri = vim.uri_from_fname(folder), name = "work" } },
})

local function open(file)
  vim.cmd("edit " .. folder .. "/" .. file)
  vim.lsp.buf_attach_client(0, client)
  return vim.api.nvim_get_current_buf()
end

local function lines() return vim.api.nvim_buf_get_lines(0, 0, -1, false) end

-- puts the cursor on the first place of a text
local function go_to(text)
  for row, line in ipairs(lines()) do
    local at = line:find(text, 1, true)
    if at then
      vim.api.nvim_win_set_cursor(0, { row, at - 1 })
      return
    end
  end
  fail("no " .. text .. " in the buffer")
end

local function ask(method, params)
  local answers = vim.lsp.buf_request_sync(0, method, params, 20000)
  local answer = (answers or {})[client]
  if not answer or answer.error then fail(method .. ": " .. vim.inspect(answer)) end
  return answer.result
end

-- the walkthrough shows its finding
open("helloworldtask.yaml")
wait_for("the walkthrough shows no finding", function() return #vim.diagnostic.get(0) > 0 end)
say("finding: " .. vim.diagnostic.get(0)[1].message)

-- the Dockerfile of the build is a jump away
go_to("Dockerfile-app")
vim.lsp.buf.definition()
wait_for("no jump to the Dockerfile", function() return vim.fn.expand("%:t") == "Dockerfile-app" end)
say("definition: " .. vim.fn.expand("%:t"))

-- a misspelt id is mended by the quick fix
open("acr-task.yaml")
wait_for("the mistake is not found", function() return #vim.diagnostic.get(0) > 0 end)
vim.ui.select = function(items, _, choose)  choose(items[1], 1) end
go_to("bauem")
vim.lsp.buf.code_action()
wait_for("the quick fix does nothing", function() return table.concat(lines(), "\n"):find("when: %[bauen%]") end)
wait_for("the finding stays", function() return #vim.diagnostic.get(0) == 0 end)
say("quick fix: " .. vim.trim(lines()[7]))

-- a key is completed
vim.api.nvim_buf_set_lines(0, -1, -1, false, { "    tim" })
vim.api.nvim_win_set_cursor(0, { #lines(), 7 })
local params = vim.lsp.util.make_position_params()
params.position.character = 7
local offers = ask("textDocument/completion", params)
local chosen
for _, offer in ipairs(offers.items or offers) do
  if offer.label == "timeout" then chosen = offer end
end
if not chosen then fail("`timeout` is not offered") end
vim.lsp.util.apply_text_edits({ chosen.textEdit }, 0, "utf-16")
say("completion: " .. vim.trim(lines()[#lines()]))

-- a step is renamed with all that waits for it
go_to("bauen")
vim.lsp.buf.rename("build")
wait_for("the id is not renamed", function()
  local text = table.concat(lines(), "\n")
  return text:find("id: build") and text:find("when: %[build%]")
end)
say("rename: " .. vim.trim(lines()[4]) .. ", " .. vim.trim(lines()[7]))

-- what stands under the cursor
go_to("timeout")
local hover = ask("textDocument/hover", vim.lsp.util.make_position_params())
say("hover: " .. vim.trim(vim.split(hover.contents.value, "\n")[1]))

vim.cmd("qall!")
