" Where the model of a buffer begins: the nearest cog.yaml, else the repository; '' where there is neither.
function! cog_lsp#root(buffer) abort
  let l:folder = fnamemodify(bufname(a:buffer), ':p:h')
  for l:found in [findfile('cog.yaml', fnameescape(l:folder) . ';'), finddir('.git', fnameescape(l:folder) . ';')]
    if !empty(l:found)
      return fnamemodify(l:found, ':p:s?/$??:h')
    endif
  endfor
  return ''
endfunction

" Defines the linter for ALE, which starts nothing where there is no root.
function! cog_lsp#define_for_ale(filetype) abort
  call ale#linter#Define(a:filetype, {
        \ 'name': 'cog_lsp',
        \ 'lsp': 'stdio',
        \ 'executable': get(g:, 'cog_lsp_command', 'cog-lsp'),
        \ 'command': '%e serve',
        \ 'language': a:filetype,
        \ 'project_root': function('cog_lsp#root'),
        \})
endfunction
