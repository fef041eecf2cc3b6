#!/bin/sh
# Draws icon.png from icon.svg with Chromium.
cd "$(dirname "$0")" && chromium --headless --no-sandbox --disable-gpu --hide-scrollbars --window-size=256,256 \
    --default-background-color=00000000 --screenshot=icon.png icon.svg
