;;; lsp-cog.el --- cog-lsp through lsp-mode  -*- lexical-binding: t; -*-

;; Author: The cog-lsp authors
;; Version: 0.1.0
;; Package-Requires: ((emacs "29.1") (lsp-mode "8.0"))
;; Keywords: languages, tools
;; URL: https://github.com/cog-lsp/cog-lsp
;; SPDX-License-Identifier: Apache-2.0

;;; Commentary:

;; For those who use lsp-mode instead of Eglot: cog-lsp runs beside the other
;; servers of a buffer, in the files of a Cog model only.
;;
;;   (require 'lsp-cog)

;;; Code:

(require 'lsp-mode)

(defcustom lsp-cog-command '("cog-lsp" "serve")
  "The program and its arguments."
  :type '(repeat string)
  :group 'lsp-mode)

(defun lsp-cog-command ()
  "Return `lsp-cog-command' without PYTHONPATH.
An empty item in it would have Python run modules of the workspace."
  (if (eq system-type 'windows-nt)
      lsp-cog-command
    (append '("env" "-u" "PYTHONPATH") lsp-cog-command)))

(defun lsp-cog-wanted (file _mode)
  "Return whether FILE is one that cog-lsp reads, of a model."
  (and (locate-dominating-file file "cog.yaml")
       (string-match-p "\\.\\(py\\|md\\)\\'\\|/cog\\.yaml\\'" file)
       t))

(add-to-list 'lsp-language-id-configuration '("\\.md\\'" . "markdown") t)

(lsp-register-client
 (make-lsp-client :new-connection (lsp-stdio-connection #'lsp-cog-command)
                  :activation-fn #'lsp-cog-wanted
                  :add-on? t
                  :server-id 'cog-lsp))

(provide 'lsp-cog)
;;; lsp-cog.el ends here
