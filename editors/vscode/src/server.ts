// Finds the language server: the program of the setting, else the one that the extension carries, under the selected
// Python; with `fromEnvironment`, and in the package without a server, the one that is installed. Nothing of a workspace is
// run unless the person chose it: VS Code ignores `cog-lsp.path` and `cog-lsp.interpreter` of a workspace that is not
// trusted.

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

// The server, or why there is none, in words for the person.
export type Found = Command | { readonly problem: string };

export async function findServer(extension: vscode.Uri): Promise<Found> {
    const settings = vscode.workspace.getConfiguration("cog-lsp");
    const program = expand(settings.get("path", ""));
    if (program) {
        const there = path.isAbsolute(program) ? await exists(program, constants.X_OK) : await onPath(program);
        return there ? { command: program, args: ["serve"] } : { problem: `The setting cog-lsp.path names ${program}, and there is no such program.` };
    }
    const launcher = vscode.Uri.joinPath(extension, "bundled", "launch.py").fsPath;
    const carried = await exists(launcher);
    const bundled = (): Promise<Found> => underSomePython(["-I", launcher], "There is no Python 3.10 or newer here.");
    if (carried && settings.get<string>("importStrategy") !== "fromEnvironment") {
        return bundled();
    }
    const installed = await onPath("cog-lsp");
    if (installed) {
        return { command: installed, args: ["serve"] };
    }
    const found = await underSomePython(["-I", "-m", "cog_lsp"], "cog-lsp is not installed.");
    return "problem" in found && carried ? bundled() : found;
}

// The first Python that can run cog-lsp with these arguments: the setting, the selected one, then those on PATH.
async function underSomePython(args: readonly string[], none: string): Promise<Found> {
    const chosen = [expand(vscode.workspace.getConfiguration("cog-lsp").get("interpreter", "")), await selectedPython()];
    const pythons = [...chosen, await onPath("python3"), await onPath("python")].filter((python) => python !== undefined);
    let problem = none;
    for (const python of new Set(pythons.filter(Boolean))) {
        const answer = await failure(python, args);
        if (answer === undefined) {
            return { command: python, args: [...args, "serve"] };
        }
        problem = answer || problem;
    }
    return { problem };
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

async function selectedPython(): Promise<string | undefined> {
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

async function onPath(program: string): Promise<string | undefined> {
    const name = process.platform === "win32" ? `${program}.exe` : program;
    // A relative folder on PATH would mean a program of the workspace.
    const folders = (process.env.PATH ?? "").split(path.delimiter).filter((folder) => path.isAbsolute(folder));
    for (const candidate of folders.map((folder) => path.join(folder, name))) {
        if (await exists(candidate, constants.X_OK)) {
            return candidate;
        }
    }
    return undefined;
}

async function exists(file: string, mode = constants.R_OK): Promise<boolean> {
    try {
        await fs.access(file, mode);
        return true;
    } catch {
        return false;
    }
}

// Why a Python cannot run cog-lsp, in its own words where they are ours; undefined where it can.
async function failure(python: string, args: readonly string[]): Promise<string | undefined> {
    try {
        // -I keeps modules of the current folder, such as a json.py, from being run.
        await run(python, [...args, "--version"], { timeout: 20_000 });
        return undefined;
    } catch (error) {
        const { stderr = "" } = error as { stderr?: string };
        return /^cog-lsp: (.*)/m.exec(stderr)?.[1]?.trim() ?? "";
    }
}
