" Offers cog-lsp to vim-lsp or yegappan/lsp, whichever is installed. ALE finds it in ale_linters/.

if exists('g:loaded_cog_lsp') || has('nvim')
  finish
endif
let g:loaded_cog_lsp = 1
let g:cog_lsp_command = get(g:, 'cog_lsp_command', 'cog-lsp')

function! s:register_with_vim_lsp() abort
  call lsp#register_server({
        \ 'name': 'cog-lsp',
        \ 'cmd': {server -> [g:cog_lsp_command, 'serve']},
        \ 'root_uri': {server -> lsp#utils#path_to_uri(cog_lsp#root(bufnr('%')))},
        \ 'allowlist': ['python', 'markdown'],
        \})
endfunction

function! s:add_to_yegappan_lsp() abort
  call LspAddServer([{
        \ 'name': 'cog-lsp',
        \ 'path': exepath(g:cog_lsp_command),
        \ 'args': ['serve'],
        \ 'filetype': ['python', 'markdown'],
        \ 'rootSearch': ['cog.yaml', '.git/'],
        \}])
endfunction

augroup cog_lsp
  autocmd!
  autocmd User lsp_setup call s:register_with_vim_lsp()
  autocmd User LspSetup call s:add_to_yegappan_lsp()
augroup END
