;;; Runs one session in a batch Emacs and writes what it saw as JSON.  -*- lexical-binding: t; -*-
;; emacs -Q --batch -l emacs_session.el, with SESSION, FILE, RESULT and PACKAGE in the environment.

(require 'json)
(require 'flymake)
(load (getenv "PACKAGE") nil t)

(setq eglot-sync-connect 20
      eglot-autoshutdown t
      eglot-autoreconnect t             ; by default, after the server has run for three seconds
      eglot-confirm-server-edits nil
      eglot-events-buffer-config '(:size 0)
      flymake-no-changes-timeout nil
      native-comp-enable-subr-trampolines nil)

;; Markdown has no mode in Emacs 30 itself.
(define-derived-mode markdown-mode text-mode "Markdown")
(add-to-list 'auto-mode-alist '("\\.md\\'" . markdown-mode))

(cog-lsp-setup)

(defun session-await (what condition)
  "Wait until CONDITION holds and return its value; WHAT is for the complaint."
  (let ((end (+ (float-time) 20)) value)
    (while (not (setq value (funcall condition)))
      (when (> (float-time) end) (error "Waited in vain for %s" what))
      (accept-process-output nil 0.02)
      (let (noninteractive) (read-event nil nil 0.001))) ; tells Eglot about changed files
    value))

(defun session-connected ()
  "Let Emacs connect, which it leaves to the end of a command."
  (run-hooks 'post-command-hook)
  (session-await "the server" #'eglot-current-server))

(defun session-findings (code)
  "Wait for a finding with CODE and return all findings as an array."
  (session-await
   code
   (lambda ()
     (flymake-start)                    ; a batch Emacs is never idle
     (let ((found (mapcar #'flymake-diagnostic-text (flymake-diagnostics))))
       (and (seq-some (lambda (text) (string-match-p code text)) found)
            (vconcat found))))))

(defun session-await-gone (code)
  "Wait until no finding has CODE and return all findings as an array."
  (session-await
   (concat code " to go")
   (lambda ()
     (flymake-start)
     (let ((found (mapcar #'flymake-diagnostic-text (flymake-diagnostics))))
       (and found
            (not (seq-some (lambda (text) (string-match-p code text)) found))
            (vconcat found))))))

(defun session-servers ()
  "Return the processes of the language server that this Emacs runs."
  (seq-filter (lambda (process)
                (equal (assoc-default 'ppid (process-attributes process)) (emacs-pid)))
              (mapcar #'process-id (seq-filter #'process-id (process-list)))))

(defun session-search (text)
  "Put point at the start of TEXT."
  (goto-char (point-min))
  (search-forward text)
  (goto-char (match-beginning 0)))

(defun session-run (name)
  "Run the session NAME and return what to write."
  (session-connected)
  (pcase name
    ("findings" (list :findings (session-findings "terse-description")))
    ("readme" (list :findings (session-findings "missing-section")))
    ("hover"
     (session-findings "terse-description")
     (session-search "guidance_scale")
     (let (text)
       (eglot-hover-eldoc-function (lambda (shown &rest _) (setq text shown)))
       (list :text (substring-no-properties (session-await "the hover" (lambda () text))))))
    ("quick-fix"
     (session-findings "terse-description")
     (session-search "Guidance scale for image generation")
     (let ((before (buffer-string)))
       (let ((last-nonmenu-event ?a)    ; a key, not the mouse
             (completing-read-function
              (lambda (_ titles &rest _)
                (seq-find (lambda (title) (string-prefix-p "Describe" title))
                          (mapcar (lambda (item) (if (consp item) (car item) item)) titles)))))
         (eglot-code-actions (point) (point) "quickfix" t))
       (session-await "the edit" (lambda () (not (equal before (buffer-string)))))
       (list :contents (buffer-string))))
    ("fix-all"
     (session-findings "required-by-none")
     (cog-lsp-fix-all)
     (list :contents (buffer-string)))
    ("completion"
     (session-findings "terse-description")
     (session-search ", default=7.5")
     (goto-char (match-end 0))
     (insert ", ")
     (pcase-let ((`(,start ,end ,table . ,_) (eglot-completion-at-point)))
       (list :labels (vconcat (mapcar #'substring-no-properties
                                      (all-completions (buffer-substring start end) table))))))
    ("settings"
     (session-findings "terse-description")
     (setq-default eglot-workspace-configuration '(:cog-lsp (:severity (:terse-description "off"))))
     (eglot-signal-didChangeConfiguration (eglot-current-server))
     (list :findings (session-await-gone "terse-description")))
    ("settings-file"
     (session-findings "terse-description")
     (with-temp-file (expand-file-name "cog-lsp.toml" (cog-lsp-model-folder))
       (insert "[severity]\nterse-description = \"off\"\n"))
     (list :findings (session-await-gone "terse-description")))
    ("crash"
     (session-findings "terse-description")
     (let ((first (eglot-current-server)) (killed (session-servers)))
       (mapc (lambda (process) (signal-process process 'SIGKILL)) killed)
       (session-await "another server"
                      (lambda ()
                        (let ((server (eglot-current-server)))
                          (and server (not (eq server first)) (jsonrpc-running-p server)))))
       ;; What only the new server can know.
       (session-search "= Input(description=\"Input prompt\")")
       (replace-match "= 7" t t)
       (save-buffer)                    ; Eglot tells the server at once, not when Emacs is idle
       (list :killed (length killed)
             :servers (length (session-servers))
             :findings (session-findings "invalid-default"))))))

(let ((result (condition-case problem
                  (progn
                    (find-file (getenv "FILE"))
                    (session-run (getenv "SESSION")))
                (error (list :error (error-message-string problem)))))
      (coding-system-for-write 'binary))
  (with-temp-file (getenv "RESULT")
    (set-buffer-multibyte nil)
    (insert (json-serialize result))))
(dolist (server (apply #'append (hash-table-values eglot--servers-by-project)))
  (eglot-shutdown server nil nil t))
(set-buffer-modified-p nil)
(kill-emacs)
