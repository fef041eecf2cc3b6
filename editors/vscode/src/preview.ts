// Shows the pages that the server serves on this machine in a panel beside the text, instead of in a browser.

import { randomBytes } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as vscode from "vscode";

let panel: vscode.WebviewPanel | undefined, shown: vscode.Uri | undefined, doors: string | undefined;

// Whether this is the address of a preview: http on this machine only.
export function isPreview(uri: vscode.Uri): boolean {
    return uri.scheme === "http" && /^(127\.0\.0\.1|localhost|\[::1\])(:\d+)?$/.test(uri.authority);
}

export function isPreviewOpen(): boolean {
    return panel !== undefined;
}

export async function openPreview(uri: vscode.Uri, extension: vscode.Uri): Promise<void> {
    // Where VS Code runs on another machine, the port has another address here; some hosts drop the path.
    const base = await vscode.env.asExternalUri(uri.with({ path: "/", query: "" }));
    const external = base.with({ path: base.path.replace(/\/$/, "") + uri.path, query: uri.query || base.query });
    shown = external;
    panel ??= createPanel();
    panel.iconPath = vscode.Uri.joinPath(extension, "media", "icon.png");
    reloadPreview();
    panel.reveal(vscode.ViewColumn.Beside, true);
}

export function reloadPreview(): void {
    if (panel && shown) {
        panel.webview.html = page(shown.toString(true)); // its nonce is new, so that it is loaded anew
    }
}

export async function openPreviewInBrowser(): Promise<void> {
    if (!shown) {
        return;
    }
    const isHere = vscode.env.uiKind === vscode.UIKind.Desktop && vscode.env.remoteName === undefined;
    await vscode.env.openExternal(isHere ? doorTo(shown.toString(true)) : shown);
}

// A file that leads a browser to an address, which is a secret: everyone on the machine can read the words with which a
// browser is started. Only its owner can read the file.
function doorTo(address: string): vscode.Uri {
    doors ??= mkdtempSync(join(tmpdir(), "cog-lsp-"));
    const file = join(doors, "preview.html");
    writeFileSync(file, `<!DOCTYPE html><meta http-equiv="refresh" content="0; url=${quoted(address)}">\n`, { mode: 0o600 });
    return vscode.Uri.file(file);
}

export function closePreview(): void {
    if (doors) {
        rmSync(doors, { recursive: true, force: true });
    }
}

function createPanel(): vscode.WebviewPanel {
    const created = vscode.window.createWebviewPanel(
        "cog-lsp.preview",
        "Cog playground",
        { viewColumn: vscode.ViewColumn.Beside, preserveFocus: true },
        { enableScripts: true, retainContextWhenHidden: true },
    );
    created.onDidDispose(() => (panel = undefined));
    return created;
}

function quoted(address: string): string {
    return address.replace(/&/g, "&amp;").replace(/"/g, "&quot;");
}

// What stands around the page tells it the theme of VS Code, now and when it changes, and gives VS Code the keys that the
// page has no use for: a frame keeps them to itself otherwise.
const AROUND = `
const frame = document.querySelector("iframe");
function tellTheme() {
    const light = /vscode-(high-contrast-)?light/.test(document.body.className);
    frame.contentWindow.postMessage({ cogLspTheme: light ? "light" : "dark" }, new URL(frame.src).origin);
}
window.addEventListener("message", (event) => {
    if (event.source !== frame.contentWindow) return;
    if (event.data.cogLspReady) tellTheme();
    if (event.data.cogLspKey) window.dispatchEvent(new KeyboardEvent("keydown", { ...event.data.cogLspKey, bubbles: true }));
});
new MutationObserver(tellTheme).observe(document.body, { attributes: true, attributeFilter: ["class"] });
`;

function page(address: string): string {
    const origin = new URL(address).origin;
    const nonce = randomBytes(16).toString("base64");
    return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy"
    content="default-src 'none'; frame-src ${origin}; style-src 'unsafe-inline'; script-src 'nonce-${nonce}'">
<style>html, body, iframe { border: 0; height: 100%; margin: 0; padding: 0; width: 100%; }</style>
<title>Cog playground</title>
</head>
<body><iframe src="${quoted(address)}" title="Cog playground" allow="clipboard-write"></iframe>
<script nonce="${nonce}">${AROUND}</script></body>
</html>`;
}
