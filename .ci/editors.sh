#!/usr/bin/env bash
# Installs the editors that tests/editors drives, on Debian 12 as root, into one folder outside the checkout:
# Neovim 0.7 and the shells by apt, newer Neovim, Helix and Emacs from a newer Debian suite (unpacked, never installed
# over the system's), VS Code's workbench as code-server and axe-core from npm. A part that is there already is left alone.
set -euo pipefail

readonly SUITE=forky
readonly CODE_SERVER=4.100.3
readonly AXE=4.14.1
folder=${COG_LSP_EDITORS:-${XDG_CACHE_HOME:-$HOME/.cache}/cog-lsp-ci}
mkdir -p "$folder/bin"
folder=$(cd "$folder" && pwd)

packages=(chromium fonts-dejavu-core ripgrep neovim vim-nox vim-ale tmux fish zsh
    libkrb5-dev libsecret-1-dev libx11-dev libxkbfile-dev pkg-config build-essential python3 git)

install_packages() {
    dpkg-query --show "${packages[@]}" >"$folder/packages.log" 2>&1 && return
    apt-get update -qq
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${packages[@]}"
}

# Prints the Debian mirror of this machine, from whichever form its list of sources has.
mirror() {
    awk '/^URIs:/ {print $2; exit} /^deb / {for (i = 2; i <= NF; i++) if ($i ~ /^https?:/) {print $i; exit}}' \
        /etc/apt/sources.list.d/*.sources /etc/apt/sources.list 2>/dev/null
}

# Writes bin/NAME: the unpacked program under the unpacked loader, so that its children use the system's libraries.
wrapper() {
    local name=$1 program=$2 root="$folder/suite"
    shift 2
    {
        echo '#!/bin/sh'
        printf '%s\n' "$@"
        echo "exec '$root/usr/lib/x86_64-linux-gnu/ld-linux-x86-64.so.2' \\"
        echo "    --library-path '$root/usr/lib/x86_64-linux-gnu' '$root/$program' ${arguments:-} \"\$@\""
    } >"$folder/bin/$name"
    chmod +x "$folder/bin/$name"
}

install_suite() {
    [ -x "$folder/bin/emacs" ] && return
    local apt="$folder/apt" root="$folder/suite" options lisp
    rm -rf "$apt" "$root"
    mkdir -p "$apt/state/lists/partial" "$apt/cache/archives/partial" "$root"
    echo "deb [signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] $(mirror) $SUITE main" >"$apt/sources.list"
    options=(-qq -o "Dir::State=$apt/state" -o Dir::State::status=/dev/null -o "Dir::Cache=$apt/cache"
        -o "Dir::Etc::sourcelist=$apt/sources.list" -o "Dir::Etc::sourceparts=$apt/none" -o APT::Sandbox::User=root)
    apt-get "${options[@]}" update
    apt-get "${options[@]}" install -y --no-install-recommends --download-only neovim hx emacs-nox >"$apt/log"
    for package in "$apt"/cache/archives/*.deb; do dpkg -x "$package" "$root"; done
    rm -rf "$apt"

    wrapper nvim usr/bin/nvim "export VIMRUNTIME='$root/usr/share/nvim/runtime'"
    wrapper hx usr/bin/hx "export HELIX_RUNTIME='$root/usr/lib/x86_64-linux-gnu/helix/runtime'"
    lisp=$(find "$root"/usr/share/emacs/*/lisp -type d -not -name obsolete | sort | paste -sd:)
    arguments="--dump-file='$(find "$root/usr/lib/emacs" "$root/usr/libexec/emacs" -name '*.pdmp' 2>/dev/null | head -n 1)'" \
        wrapper emacs usr/bin/emacs-nox "export EMACSLOADPATH='$lisp'" \
        "export EMACSDATA='$(find "$root"/usr/share/emacs/*/etc -maxdepth 0)'" \
        "export EMACSPATH='$(find "$root"/usr/libexec/emacs/*/* -maxdepth 0 -type d)'"
}

install_code_server() {
    [ -x "$folder/bin/code-server" ] && return
    local root="$folder/code-server" ripgrep
    ripgrep=$(command -v rg)
    rm -rf "$root"
    mkdir -p "$root"
    cd "$root"
    npm init --yes >/dev/null
    npm install --ignore-scripts --no-audit --no-fund "code-server@$CODE_SERVER"
    cd node_modules/code-server/lib/vscode
    # The headers of the system's Node, where it has some; without them node-gyp would ask the internet.
    [ -e /usr/include/node/node.h ] && export npm_config_nodedir=/usr
    npm install --ignore-scripts --omit=dev --no-audit --no-fund
    # node-pty ends with an error after it has built what is needed.
    npm rebuild --foreground-scripts @vscode/spdlog native-watchdog node-pty @parcel/watcher kerberos \
        @vscode/deviceid || true
    ln -sfn node_modules node_modules.asar
    ln -sf code-linux.sh bin/remote-cli/code-server
    ln -sf browser-linux.sh bin/helpers/browser.sh
    (cd extensions && npm install --ignore-scripts --omit=dev --no-audit --no-fund)
    mkdir -p node_modules/@vscode/ripgrep/bin
    ln -sf "$ripgrep" node_modules/@vscode/ripgrep/bin/rg
    cd "$root"
    npm rebuild --foreground-scripts argon2
    printf '#!/bin/sh\nexec node "%s" "$@"\n' "$root/node_modules/code-server/out/node/entry.js" >"$folder/bin/code-server"
    chmod +x "$folder/bin/code-server"
    "$folder/bin/code-server" --version
}

# What judges whether the preview is for everybody.
install_axe() {
    [ -e "$folder/axe/node_modules/axe-core/axe.min.js" ] && return
    mkdir -p "$folder/axe"
    npm install --prefix "$folder/axe" --ignore-scripts --no-audit --no-fund "axe-core@$AXE" >"$folder/axe.log"
}

install_packages
install_axe
install_suite
(install_code_server) >"$folder/code-server.log" 2>&1 || {
    tail -n 40 "$folder/code-server.log" >&2
    exit 1
}
echo "Editors are in $folder"
