" Where the model of a buffer begins: the nearest cog.yaml; for a predictor that has none yet, the repository or its
" folder; '' for all other files.
function! cog_lsp#root(buffer) abort
  let l:folder = fnamemodify(bufname(a:buffer), ':p:h')
  let l:found = findfile('cog.yaml', fnameescape(l:folder) . ';')
  if empty(l:found) && match(getbufline(a:buffer, 1, 200), '\v^\s*(from|import)\s+cog>') >= 0
    let l:found = finddir('.git', fnameescape(l:folder) . ';')
    let l:found = empty(l:found) ? l:folder . '/cog.yaml' : l:found
  endif
  return empty(l:found) ? '' : fnamemodify(l:found, ':p:s?/$??:h')
endfunction

" Defines the linter for ALE, which starts nothing where there is no root.
function! cog_lsp#define_for_ale(filetype) abort
  call ale#linter#Define(a:filetype, {
        \ 'name': 'cog_lsp',
        \ 'lsp': 'stdio',
        \ 'executable': get(g:, 'cog_lsp_command', 'cog-lsp'),
        \ 'command': ale#Env('PYTHONPATH', '') . '%e serve',
        \ 'language': a:filetype,
        \ 'project_root': function('cog_lsp#root'),
        \})
endfunction
