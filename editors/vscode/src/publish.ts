// Sends a model's README and description to its page on Replicate: `cog-lsp publish` says what would change, a diff editor
// shows it, and nothing is sent before the person confirms. What is sent is what was shown, else nothing.

import { execFile } from "node:child_process";
import { dirname } from "node:path";
import { promisify } from "node:util";
import * as vscode from "vscode";
import { findServer } from "./server";

const run = promisify(execFile);

const SCHEME = "cog-lsp-page";
const TOKEN = "REPLICATE_API_TOKEN";
const TITLE = "Cog LSP: Publish to Replicate";
const OTHER_TOKEN = "Enter another token";
const MOST_OBSTACLES = 5; // that a message lists
const PATIENCE = 120_000; // milliseconds

interface Change {
    readonly field: string;
    readonly now: string;
    readonly after: string;
    readonly last_published: string | null;
}

interface DryRun {
    readonly model: string;
    readonly changes: readonly Change[];
    readonly in_the_way: readonly string[];
    readonly digest: string;
}

interface Answer {
    readonly code: number;
    readonly out: string;
    readonly error: string; // one line, in the words of cog-lsp
    readonly lostToken?: boolean; // whether the token was refused, and is kept no more
}

export class Publisher implements vscode.TextDocumentContentProvider, vscode.Disposable {
    private readonly subscription = vscode.workspace.registerTextDocumentContentProvider(SCHEME, this);
    private readonly texts = new Map<string, string>(); // by address
    private shown: { readonly file: string; readonly page: DryRun } | undefined;

    constructor(
        private readonly extension: vscode.Uri,
        private readonly secrets: vscode.SecretStorage,
    ) {}

    provideTextDocumentContent(uri: vscode.Uri): string {
        return this.texts.get(uri.toString()) ?? "";
    }

    dispose(): void {
        this.subscription.dispose();
    }

    // Show how the page of the model of a file would change.
    async show(file: vscode.Uri): Promise<void> {
        if (!(await saved())) {
            return;
        }
        const answer = await this.ask(file.fsPath, "Asking Replicate about the page …", ["--dry-run", "--format", "json"]);
        if (!answer) {
            return;
        }
        const page = parsed(answer.out);
        if (!page) {
            const ways = answer.lostToken ? [OTHER_TOKEN] : [];
            const way = await vscode.window.showErrorMessage(answer.error, ...ways);
            return way ? this.show(file) : undefined;
        }
        if (page.in_the_way.length > 0) {
            return void vscode.window.showWarningMessage(inTheWay(page));
        }
        if (page.changes.length === 0) {
            return void vscode.window.showInformationMessage(`The page of ${page.model} says all of this already.`);
        }
        this.shown = { file: file.fsPath, page };
        const [now, after] = [this.side(page, "now"), this.side(page, "after")];
        await vscode.commands.executeCommand("vscode.diff", now, after, `${page.model}: page now ↔ after publishing`, { preview: false });
        const next = await vscode.window.showInformationMessage(`Read what would change on replicate.com/${page.model}, then publish it.`, "Publish…");
        if (next) {
            await this.send();
        }
    }

    // Publish what the diff editor shows, once the person has confirmed it.
    async send(): Promise<void> {
        if (!this.shown) {
            return;
        }
        const { file, page } = this.shown;
        const fields = listed(page.changes.map(({ field }) => field));
        const others = page.changes.filter((change) => change.last_published !== null).map(({ field }) => field);
        const detail = others.length > 0 ? `Somebody else changed the ${listed(others)} since you last published; that is overwritten.` : undefined;
        const confirmed = await vscode.window.showWarningMessage(`Change the ${fields} on replicate.com/${page.model}?`, { modal: true, detail }, "Publish");
        if (!confirmed) {
            return;
        }
        const answer = await this.ask(file, `Publishing ${page.model} …`, ["--shown", page.digest]);
        if (answer?.code !== 0) {
            return void (answer && vscode.window.showErrorMessage(answer.error || lastLine(answer.out)));
        }
        this.shown = undefined;
        const open = await vscode.window.showInformationMessage(`Published ${page.model}.`, "Open the page");
        if (open) {
            await vscode.env.openExternal(vscode.Uri.parse(`https://replicate.com/${page.model}`));
        }
    }

    // One text for a side of the diff: short fields by name, then the README.
    private side(page: DryRun, side: "now" | "after"): vscode.Uri {
        const uri = vscode.Uri.from({ scheme: SCHEME, path: `/${page.model}/${side === "now" ? "page now" : "after publishing"}.md`, query: page.digest });
        const parts = page.changes.map((change) => (change.field === "readme" ? change[side] : `${change.field}: ${change[side]}\n`));
        this.texts.set(uri.toString(), parts.join("\n"));
        return uri;
    }

    // Run `cog-lsp publish` with the person's token; undefined where there is none, or no server.
    private async ask(file: string, title: string, options: readonly string[]): Promise<Answer | undefined> {
        const found = await findServer(this.extension);
        if ("problem" in found) {
            return void vscode.window.showErrorMessage(found.problem);
        }
        const own = process.env[TOKEN];
        const token = own || (await this.token());
        if (!token) {
            return undefined;
        }
        const args = [...found.args.slice(0, -1), "publish", file, ...options];
        const environment = { ...process.env, PYTHONPATH: "", [TOKEN]: token };
        const answer = await vscode.window.withProgress({ location: vscode.ProgressLocation.Notification, title }, () =>
            answerOf(found.command, args, { cwd: dirname(file), env: environment, timeout: PATIENCE, maxBuffer: 64 * 1024 * 1024 }),
        );
        if (!own && answer.error.includes("does not accept the token")) {
            await this.secrets.delete(TOKEN);
            return { ...answer, lostToken: true };
        }
        return answer;
    }

    private async token(): Promise<string | undefined> {
        const kept = await this.secrets.get(TOKEN);
        if (kept) {
            return kept;
        }
        const token = await vscode.window.showInputBox({
            title: TITLE,
            prompt: "Your token from replicate.com/account/api-tokens. VS Code keeps it among its secrets.",
            password: true,
            ignoreFocusOut: true,
        });
        if (token?.trim()) {
            await this.secrets.store(TOKEN, token.trim());
        }
        return token?.trim();
    }
}

// Whether what is published is what the person sees: cog-lsp reads the files from the disk.
async function saved(): Promise<boolean> {
    if (!vscode.workspace.textDocuments.some((document) => document.isDirty && !document.isUntitled)) {
        return true;
    }
    const answer = await vscode.window.showWarningMessage("What is published is what is saved. Save all files first?", "Save all and go on");
    return answer !== undefined && (await vscode.workspace.saveAll(false));
}

async function answerOf(command: string, args: readonly string[], options: object): Promise<Answer> {
    try {
        const { stdout } = await run(command, args, { ...options, encoding: "utf8" });
        return { code: 0, out: stdout, error: "" };
    } catch (failure) {
        const { code, stdout = "", stderr = "" } = failure as { code?: unknown; stdout?: string; stderr?: string };
        const said = /^cog-lsp: (.*)/m.exec(stderr)?.[1]?.trim();
        const error = said ?? (code === 1 ? "" : "cog-lsp did not answer. See its version with `cog-lsp doctor`, and try again.");
        return { code: typeof code === "number" ? code : 2, out: stdout, error };
    }
}

function parsed(out: string): DryRun | undefined {
    try {
        return JSON.parse(out) as DryRun;
    } catch {
        return undefined;
    }
}

function inTheWay({ model, in_the_way: lines }: DryRun): string {
    const more = lines.length > MOST_OBSTACLES ? ` And ${lines.length - MOST_OBSTACLES} more.` : "";
    return `${model} cannot be published yet. ${lines.slice(0, MOST_OBSTACLES).join(" · ")}${more}`;
}

function listed(names: readonly string[]): string {
    return names.length > 1 ? `${names.slice(0, -1).join(", ")} and ${names[names.length - 1]}` : names.join("");
}

function lastLine(text: string): string {
    return text.trim().split("\n").pop() ?? "";
}
