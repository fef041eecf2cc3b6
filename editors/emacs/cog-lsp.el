;;; cog-lsp.el --- Clear inputs and READMEs for Cog models  -*- lexical-binding: t; -*-

;; Author: The cog-lsp authors
;; Version: 0.1.0
;; Package-Requires: ((emacs "29.1"))
;; Keywords: languages, tools
;; URL: https://github.com/cog-lsp/cog-lsp
;; SPDX-License-Identifier: Apache-2.0

;;; Commentary:

;; Starts the language server cog-lsp through Eglot for the files of a Cog
;; model: Python, Markdown and YAML buffers that have a cog.yaml in their folder
;; or above it, and Python that imports cog and has none yet.  Elsewhere Eglot keeps the servers that it has.
;;
;;   (require 'cog-lsp)
;;   (cog-lsp-setup)

;;; Code:

(require 'eglot)

(defgroup cog-lsp nil
  "The language server for Cog models."
  :group 'eglot)

(defcustom cog-lsp-command '("cog-lsp" "serve")
  "The program and its arguments."
  :type '(repeat string))

(defconst cog-lsp-modes
  '(python-mode python-ts-mode markdown-mode gfm-mode markdown-ts-mode yaml-mode yaml-ts-mode)
  "The modes whose files may belong to a model.")

(defun cog-lsp-model-folder ()
  "Return the folder of the model that this buffer belongs to, or nil."
  (and buffer-file-name
       (locate-dominating-file buffer-file-name "cog.yaml")))

(defun cog-lsp-imports-cog ()
  "Return whether the first lines of this buffer import cog."
  (save-excursion
    (save-restriction
      (widen)
      (goto-char (point-min))
      (re-search-forward "^[ \t]*\\(from\\|import\\)[ \t]+cog\\([^[:alnum:]_]\\|$\\)" (pos-eol 200) t))))

(defun cog-lsp-wanted ()
  "Return whether this buffer is one that cog-lsp reads, of a model."
  (cond ((derived-mode-p 'yaml-mode 'yaml-ts-mode)
         (and buffer-file-name
              (equal (file-name-nondirectory buffer-file-name) "cog.yaml")))
        ((cog-lsp-model-folder))
        (buffer-file-name
         (and (derived-mode-p 'python-mode 'python-ts-mode)
              (cog-lsp-imports-cog)))))

(defun cog-lsp-contact ()
  "Return `cog-lsp-command' without PYTHONPATH.
An empty item in it would have Python run modules of the workspace."
  (if (eq system-type 'windows-nt)
      cog-lsp-command
    (append '("env" "-u" "PYTHONPATH") cog-lsp-command)))

;;;###autoload
(defun cog-lsp-ensure ()
  "Start cog-lsp in this buffer if it belongs to a model."
  (interactive)
  (when (cog-lsp-wanted)
    (setq-local eglot-server-programs
                (cons (cons cog-lsp-modes (cog-lsp-contact))
                      (default-value 'eglot-server-programs)))
    (eglot-ensure)))

;;;###autoload
(defun cog-lsp-setup ()
  "Start cog-lsp in every buffer of a model from now on."
  (dolist (mode cog-lsp-modes)
    (add-hook (intern (format "%s-hook" mode)) #'cog-lsp-ensure)))

(defun cog-lsp-fix-all ()
  "Apply all safe fixes to this file."
  (interactive)
  (eglot-code-actions (point-min) (point-max) "source.fixAll.cog-lsp" t))

(provide 'cog-lsp)
;;; cog-lsp.el ends here
