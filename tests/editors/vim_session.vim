" Opens FILE in Vim with ALE, waits for findings and writes them to RESULT:
" vim -u NONE -es -S vim_session.vim, with FILE, RESULT and RUNTIME_FOLDER in the environment.
set nocompatible hidden
let &runtimepath = $RUNTIME_FOLDER . ',' . &runtimepath . ',/usr/share/vim-ale'
let g:ale_linters = {'python': ['cog_lsp'], 'markdown': ['cog_lsp']}
filetype plugin on
runtime! plugin/*.vim
execute 'edit' fnameescape($FILE)
ALELint
let s:turns = 0
while s:turns < 1000 && empty(ale#engine#GetLoclist(bufnr('%')))
  sleep 20m
  let s:turns += 1
endwhile
call writefile([json_encode({
      \ 'findings': ale#engine#GetLoclist(bufnr('%')),
      \ 'root': cog_lsp#root(bufnr('%')),
      \})], $RESULT)
qall!
