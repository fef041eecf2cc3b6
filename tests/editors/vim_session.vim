" Runs one session in Vim with ALE and writes what it saw as JSON: vim -u NONE -es -S vim_session.vim,
" with SESSION, FILE, RESULT and RUNTIME_FOLDER in the environment.
set nocompatible hidden noswapfile
let &runtimepath = $RUNTIME_FOLDER . ',' . &runtimepath . ',/usr/share/vim-ale'
let g:ale_linters = {'python': ['cog_lsp'], 'markdown': ['cog_lsp']}
let g:ale_hover_to_preview = 1
filetype plugin on
runtime! plugin/*.vim
runtime autoload/ale/util.vim

" Answers ALE's menu of code actions, in which a person types a number.
function! ale#util#Input(menu, ...) abort
  return matchstr(a:menu, '\n\zs\d\+\ze) ' . s:wanted_action)
endfunction

function! s:Await(what, condition) abort
  for l:turn in range(1000)
    if a:condition()
      return
    endif
    sleep 20m
  endfor
  throw 'Waited in vain for ' . a:what
endfunction

function! s:Findings() abort
  return copy(ale#engine#GetLoclist(bufnr('%')))
endfunction

function! s:Find(code) abort
  return filter(s:Findings(), 'v:val.code ==# a:code')
endfunction

function! s:AwaitFinding(code) abort
  call s:Await(a:code, {-> !empty(s:Find(a:code))})
endfunction

" Asks for the action at a text, as :ALECodeAction does, and returns the buffer that it leaves.
function! s:Pick(action, text) abort
  call s:AwaitFinding('terse-description')
  call search('\V' . a:text, 'cw')
  let s:wanted_action = a:action
  let l:before = getline(1, '$')
  ALECodeAction
  call s:Await('the edit', {-> getline(1, '$') != l:before})
  return {'contents': join(getline(1, '$'), "\n")}
endfunction

" The processes of the language server that this Vim runs.
function! s:Servers() abort
  return map(filter(job_info(), 'job_status(v:val) ==# "run"'), 'job_info(v:val).process')
endfunction

let s:sessions = {}

function! s:sessions.predictor() abort
  call s:AwaitFinding('terse-description')
  return {'findings': s:Findings(), 'root': cog_lsp#root(bufnr('%'))}
endfunction

function! s:sessions.readme() abort
  call s:AwaitFinding('empty-section')
  return {'findings': s:Findings(), 'root': cog_lsp#root(bufnr('%'))}
endfunction

function! s:sessions.hover() abort
  call s:AwaitFinding('terse-description')
  call search('\Vguidance_scale', 'cw')
  ALEHover
  call s:Await('the preview', {-> !empty(filter(range(1, winnr('$')), 'getwinvar(v:val, "&previewwindow")'))})
  wincmd P
  return {'text': join(getline(1, '$'), "\n")}
endfunction

function! s:sessions.quick_fix() abort
  return s:Pick('Describe', 'Guidance scale for image')
endfunction

function! s:sessions.fix_all() abort
  return s:Pick('Apply all safe fixes', 'guidance_scale')
endfunction

function! s:sessions.completion() abort
  call s:AwaitFinding('terse-description')
  call search('\V default=7.5\zs)', 'cw')
  execute "normal! i, \<C-r>=SessionComplete()\<CR>"
  return {'labels': s:labels}
endfunction

" What CTRL-X CTRL-O calls in Insert mode.
function! SessionComplete() abort
  call ale#completion#OmniFunc(1, '')
  let s:labels = map(ale#completion#OmniFunc(0, ''), 'v:val.word')
  return ''
endfunction

function! s:sessions.settings() abort
  call s:AwaitFinding('terse-description')
  call writefile(['[severity]', 'terse-description = "off"'], expand('%:p:h') . '/cog-lsp.toml')
  write
  call s:Await('the finding to go', {-> empty(s:Find('terse-description'))})
  return {'findings': s:Findings()}
endfunction

function! s:sessions.crash() abort
  call s:AwaitFinding('terse-description')
  let l:killed = s:Servers()
  call system('kill -9 ' . join(l:killed))
  call s:Await('the end of the server', {-> empty(ale#lsp#GetConnections())})
  " What only another server can know.
  %substitute/Input(description="Input prompt")/7/
  ALELint
  call s:AwaitFinding('invalid-default')
  return {'killed': l:killed, 'servers': s:Servers()}
endfunction

try
  execute 'edit' fnameescape($FILE)
  ALELint
  let s:result = s:sessions[$SESSION]()
catch
  let s:result = {'error': v:exception . ' at ' . v:throwpoint, 'messages': execute('messages')}
endtry
call writefile([json_encode(s:result)], $RESULT)
qall!
