// The language status item: what cog-lsp found in the file at hand and in all, and how far the descriptions are.

import * as vscode from "vscode";
import { State } from "vscode-languageclient/node";

const SOURCE = "cog-lsp";

export class Status implements vscode.Disposable {
    private readonly item: vscode.LanguageStatusItem;
    private readonly subscriptions: vscode.Disposable[];
    private state = State.Stopped;
    private problem: string | undefined;

    // `inputs` tells in the server's words how many inputs of the model of a file are explained.
    constructor(
        selector: vscode.DocumentSelector,
        private readonly inputs: (uri: vscode.Uri) => Promise<string | null>,
    ) {
        this.item = vscode.languages.createLanguageStatusItem("cog-lsp", selector);
        this.item.name = "Cog LSP";
        this.subscriptions = [
            this.item,
            vscode.languages.onDidChangeDiagnostics(() => this.show()),
            vscode.window.onDidChangeActiveTextEditor(() => this.show()),
        ];
        this.show();
    }

    // Show what the client is doing; `problem` says why there is no server.
    set(state: State, problem?: string): void {
        this.state = state;
        this.problem = problem;
        this.show();
    }

    private show(): void {
        const running = this.state === State.Running;
        this.item.busy = this.state === State.Starting;
        this.item.severity = this.problem ? vscode.LanguageStatusSeverity.Error : severityOf(findings());
        this.item.text = running ? summary() : (this.problem ?? (this.item.busy ? "Cog LSP: starting" : "Cog LSP: stopped"));
        this.item.detail = running ? this.item.detail || "cog-lsp is running" : undefined;
        if (running) {
            void this.count();
        }
        this.item.command = running
            ? { command: "cogLsp.previewPlayground", title: "Preview playground" }
            : { command: "cogLsp.restart", title: "Start" };
    }

    // Ask how far the descriptions are, and show the answer if it is still about the file at hand.
    private async count(): Promise<void> {
        const uri = vscode.window.activeTextEditor?.document.uri;
        const words = uri && (await this.inputs(uri).catch(() => null));
        if (this.state === State.Running && uri === vscode.window.activeTextEditor?.document.uri) {
            this.item.detail = words || "cog-lsp is running";
        }
    }

    dispose(): void {
        vscode.Disposable.from(...this.subscriptions).dispose();
    }
}

function findings(): [vscode.Uri, vscode.Diagnostic[]][] {
    return vscode.languages
        .getDiagnostics()
        .map(([uri, all]) => [uri, all.filter((diagnostic) => diagnostic.source === SOURCE)]);
}

function severityOf(all: [vscode.Uri, vscode.Diagnostic[]][]): vscode.LanguageStatusSeverity {
    const worst = Math.min(...all.flatMap(([, found]) => found.map((diagnostic) => diagnostic.severity)));
    const { Error, Warning, Information } = vscode.LanguageStatusSeverity;
    return [Error, Warning][worst] ?? Information; // DiagnosticSeverity counts from 0, the worst first
}

function summary(): string {
    const all = findings();
    const here = vscode.window.activeTextEditor?.document.uri.toString();
    const count = all.reduce((sum, [, found]) => sum + found.length, 0);
    const own = all.find(([uri]) => uri.toString() === here)?.[1].length ?? 0;
    return count === 0 ? "Cog LSP: no findings" : `Cog LSP: ${own} here, ${count} in the workspace`;
}
