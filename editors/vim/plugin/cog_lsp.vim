" Offers cog-lsp to vim-lsp or yegappan/lsp, whichever is installed. ALE finds it in ale_linters/. Python is started
" without PYTHONPATH, in which an empty item would have it run modules of the workspace.

if exists('g:loaded_cog_lsp') || has('nvim')
  finish
endif
let g:loaded_cog_lsp = 1
let g:cog_lsp_command = get(g:, 'cog_lsp_command', 'cog-lsp')

function! s:register_with_vim_lsp() abort
  call lsp#register_server({
        \ 'name': 'cog-lsp',
        \ 'cmd': {server -> empty(cog_lsp#root(bufnr('%'))) ? [] : [g:cog_lsp_command, 'serve']},
        \ 'env': {'PYTHONPATH': ''},
        \ 'root_uri': {server -> lsp#utils#path_to_uri(cog_lsp#root(bufnr('%')))},
        \ 'allowlist': ['python', 'markdown'],
        \})
endfunction

function! s:add_to_yegappan_lsp() abort
  let l:command = (has('win32') ? [] : ['env', '-u', 'PYTHONPATH']) + [exepath(g:cog_lsp_command)]
  call LspAddServer([{
        \ 'name': 'cog-lsp',
        \ 'path': exepath(l:command[0]),
        \ 'args': l:command[1:] + ['serve'],
        \ 'filetype': ['python', 'markdown'],
        \ 'rootSearch': ['cog.yaml'],
        \ 'runIfSearch': ['cog.yaml'],
        \}])
endfunction

augroup cog_lsp
  autocmd!
  autocmd User lsp_setup call s:register_with_vim_lsp()
  autocmd User LspSetup call s:add_to_yegappan_lsp()
augroup END
