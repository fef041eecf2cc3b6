// Finds the language server: the setting, then PATH, then the selected Python. Nothing of a workspace is run unless
// the person chose it: VS Code ignores `cog-lsp.path` and `cog-lsp.interpreter` of a workspace that is not trusted.

import { execFile } from "node:child_process";
import { constants, promises as fs } from "node:fs";
import * as path from "node:path";
import { promisify } from "node:util";
import * as vscode from "vscode";

const run = promisify(execFile);

export interface Command {
    readonly command: string;
    readonly args: readonly string[];
}

// The part of the Python extension's interface that is used here.
interface PythonEnvironments {
    getActiveEnvironmentPath(resource?: vscode.Uri): { readonly path: string };
    resolveEnvironment(environment: {
        readonly path: string;
    }): Promise<{ readonly executable: { readonly uri?: vscode.Uri } } | undefined>;
    readonly onDidChangeActiveEnvironmentPath: vscode.Event<unknown>;
}

export async function findServer(): Promise<Command | undefined> {
    const settings = vscode.workspace.getConfiguration("cog-lsp");
    const program = expand(settings.get("path", "")) || (await onPath());
    if (program) {
        return { command: program, args: ["serve"] };
    }
    for (const python of [expand(settings.get("interpreter", "")), await selectedPython()]) {
        if (python && (await hasServer(python))) {
            return { command: python, args: ["-I", "-m", "cog_lsp", "serve"] };
        }
    }
    return undefined;
}

// The environments of the Python extension, where it is installed and may run.
export async function pythonEnvironments(): Promise<PythonEnvironments | undefined> {
    const extension = vscode.extensions.getExtension<{ environments: PythonEnvironments }>("ms-python.python");
    try {
        return (await extension?.activate())?.environments;
    } catch {
        return undefined;
    }
}

export async function selectedPython(): Promise<string | undefined> {
    const environments = await pythonEnvironments();
    if (!environments) {
        return undefined;
    }
    const active = environments.getActiveEnvironmentPath(vscode.workspace.workspaceFolders?.[0]?.uri);
    return (await environments.resolveEnvironment(active))?.executable.uri?.fsPath;
}

function expand(value: string): string {
    const folder = vscode.workspace.workspaceFolders?.[0]?.uri.fsPath ?? "";
    return value.replace("${workspaceFolder}", folder).replace(/^~(?=[\\/])/, process.env.HOME ?? "~");
}

async function onPath(): Promise<string | undefined> {
    const name = process.platform === "win32" ? "cog-lsp.exe" : "cog-lsp";
    // A relative folder on PATH would mean a program of the workspace.
    const folders = (process.env.PATH ?? "").split(path.delimiter).filter((folder) => path.isAbsolute(folder));
    for (const candidate of folders.map((folder) => path.join(folder, name))) {
        try {
            await fs.access(candidate, constants.X_OK);
            return candidate;
        } catch {
            continue;
        }
    }
    return undefined;
}

async function hasServer(python: string): Promise<boolean> {
    try {
        // -I keeps modules of the current folder, such as a json.py, from being run.
        await run(python, ["-I", "-m", "cog_lsp", "--version"], { timeout: 20_000 });
        return true;
    } catch {
        return false;
    }
}
