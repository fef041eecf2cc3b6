// Starts cog-lsp for workspaces that hold a Cog model, and the commands around it.

import * as vscode from "vscode";
import {
    CancellationToken,
    ExecuteCommandRequest,
    LanguageClient,
    type LanguageClientOptions,
    type ServerOptions,
    type ShowDocumentResult,
    State,
    TransportKind,
} from "vscode-languageclient/node";
import { closePreview, isPreview, isPreviewOpen, openPreview, openPreviewInBrowser, reloadPreview } from "./preview";
import { Publisher } from "./publish";
import { findServer, pythonEnvironments } from "./server";
import { Status } from "./status";

const SELECTOR = [
    ...["file", "untitled"].flatMap((scheme) => ["python", "markdown"].map((language) => ({ scheme, language }))),
    ...["cog.yaml", "*safe-push*/*.yaml", "cog-safe-push.yaml", "cog-lsp.toml", "pyproject.toml"].map((name) => ({ scheme: "file", pattern: `**/${name}` })),
];
const RESTARTING_SETTINGS = ["enable", "path", "interpreter", "importStrategy", "logLevel"].map((name) => `cog-lsp.${name}`);
const PREVIEW = "cog-lsp.preview";
const THEME = "cog-lsp.theme";
const INSTALLATION = "https://github.com/cog-lsp/cog-lsp/blob/main/docs/editors/vscode.md";

let session: Session;

export function activate(context: vscode.ExtensionContext): void {
    session = new Session(context.extensionUri);
    const publisher = new Publisher(context.extensionUri, context.secrets);
    context.subscriptions.push(
        publisher,
        command("cogLsp.publish", () => session.withModelFile((uri) => publisher.show(uri))),
        command("cogLsp.publishShown", () => publisher.send()),
        command("cogLsp.restart", () => session.restart()),
        command("cogLsp.showLog", () => session.log.show()),
        command("cogLsp.previewPlayground", () => session.ask(PREVIEW)),
        command("cogLsp.reloadPreview", reloadPreview),
        command("cogLsp.openPreviewInBrowser", openPreviewInBrowser),
        command("cogLsp.fixAll", () => session.ask("cog-lsp.fixAll")),
        command("cogLsp.draftAll", () => session.ask("cog-lsp.draftAll")),
        vscode.workspace.onDidChangeConfiguration((event) => {
            if (RESTARTING_SETTINGS.some((name) => event.affectsConfiguration(name))) {
                void session.restart();
            }
        }),
        vscode.window.onDidChangeActiveColorTheme((theme) => session.themeChanged(theme.kind)),
        vscode.workspace.onDidGrantWorkspaceTrust(() => session.restart()),
    );
    void start(context);
}

export function deactivate(): Promise<void> {
    closePreview();
    return session.dispose();
}

async function start(context: vscode.ExtensionContext): Promise<void> {
    await modelIsThere(context);
    await session.restart();
    const environments = await pythonEnvironments();
    if (environments) {
        context.subscriptions.push(environments.onDidChangeActiveEnvironmentPath(() => session.restart()));
    }
}

function command(name: string, perform: () => unknown): vscode.Disposable {
    return vscode.commands.registerCommand(name, perform);
}

// Resolves when the workspace has a cog.yaml or a document that imports cog: until then, no server runs.
async function modelIsThere(context: vscode.ExtensionContext): Promise<void> {
    const isModel = (document: vscode.TextDocument): boolean =>
        /(^|[\\/])cog\.yaml$/.test(document.uri.path) ||
        (document.languageId === "python" && /^\s*(from|import)\s+cog\b/m.test(document.getText()));
    if (vscode.workspace.textDocuments.some(isModel)) {
        return;
    }
    if ((await vscode.workspace.findFiles("**/cog.yaml", "**/{node_modules,.venv}/**", 1)).length > 0) {
        return;
    }
    await new Promise<void>((resolve) => {
        const look = (document: vscode.TextDocument): void => {
            if (isModel(document)) {
                vscode.Disposable.from(...watchers).dispose();
                resolve();
            }
        };
        const watchers: vscode.Disposable[] = [
            vscode.workspace.onDidOpenTextDocument(look),
            vscode.workspace.onDidSaveTextDocument(look),
            vscode.workspace.onDidChangeTextDocument(({ document }) => void (document.isUntitled && look(document))),
        ];
        context.subscriptions.push(...watchers);
    });
}

class Session {
    readonly log = vscode.window.createOutputChannel("Cog LSP");
    private status: Status | undefined; // nothing is shown until there is a model
    private client: LanguageClient | undefined;
    private leaving: LanguageClient | undefined; // is about to be stopped, or was the last one that was
    private restarting = Promise.resolve();
    private previewed: string | undefined; // the file whose model's page was asked for last
    private modelFiles = new Set<string>();
    private theme = themeName(vscode.window.activeColorTheme.kind);

    constructor(private readonly extension: vscode.Uri) {}

    // Stop what runs and start anew; restarts that overlap follow each other.
    restart(): Promise<void> {
        this.leaving = this.client;
        this.restarting = this.restarting.then(async () => {
            try {
                await this.stop();
                await this.start();
                await this.showPreviewAgain();
            } catch (error) {
                this.log.appendLine(`Cog LSP did not start: ${String(error)}`);
                this.status?.set(State.Stopped, "Cog LSP did not start");
            }
        });
        return this.restarting;
    }

    themeChanged(kind: vscode.ColorThemeKind): void {
        if (themeName(kind) !== this.theme) {
            this.theme = themeName(kind);
            // After what runs now: a server that is being started was told the theme of before.
            this.restarting = this.restarting.then(() => this.tellTheme());
        }
    }

    // The server draws pictures for hovers. Previews follow the theme by themselves.
    private async tellTheme(): Promise<void> {
        try {
            const client = this.client?.state === State.Running ? this.client : undefined;
            await client?.sendRequest(ExecuteCommandRequest.type, { command: THEME, arguments: [this.theme] });
        } catch (error) {
            this.log.appendLine(`The theme of pictures stays as it is: ${String(error)}`);
        }
    }

    // Have the server run a command of its own on the file at hand.
    async ask(command: string): Promise<void> {
        const uri = vscode.window.activeTextEditor?.document.uri;
        if (this.client?.state !== State.Running || !uri) {
            void vscode.window.showInformationMessage("Open a file of a Cog model first; the language server starts with it.");
            return;
        }
        await this.perform(command, this.client.code2ProtocolConverter.asUri(uri));
    }

    // Do something with the file at hand, if it is one of a model.
    async withModelFile(perform: (uri: vscode.Uri) => Promise<void>): Promise<void> {
        const uri = vscode.window.activeTextEditor?.document.uri;
        if (!uri || !this.modelFiles.has(uri.fsPath)) {
            void vscode.window.showInformationMessage("Open the predictor, cog.yaml or README of the model that you want to publish first.");
            return;
        }
        await perform(uri);
    }

    private async perform(command: string, uri: string): Promise<unknown> {
        this.note(command, uri);
        return this.client?.sendRequest(ExecuteCommandRequest.type, { command, arguments: [uri] });
    }

    private note(command: string, uri: unknown): void {
        if (command === PREVIEW && typeof uri === "string") {
            this.previewed = uri;
        }
    }

    // A page ends with its server: the one that has started now serves it again.
    private async showPreviewAgain(): Promise<void> {
        const client = this.client;
        const open = vscode.workspace.textDocuments.map((document) => client?.code2ProtocolConverter.asUri(document.uri));
        if (this.previewed !== undefined && isPreviewOpen() && open.includes(this.previewed)) {
            await this.perform(PREVIEW, this.previewed);
        }
    }

    // How many inputs of a file's model are explained, in the words of the server; null where it is no file of a model.
    private async inputs(uri: vscode.Uri): Promise<string | null> {
        const client = this.client;
        const asked = client && this.perform("cog-lsp.inputs", client.code2ProtocolConverter.asUri(uri));
        const words = ((await asked) ?? null) as string | null;
        if (words !== null && !this.modelFiles.has(uri.fsPath)) {
            this.modelFiles.add(uri.fsPath); // their titles have the button that opens the preview
            await vscode.commands.executeCommand("setContext", "cogLsp.modelFiles", [...this.modelFiles]);
        }
        return words;
    }

    dispose(): Promise<void> {
        this.status?.dispose();
        return this.stop().finally(() => this.log.dispose());
    }

    private async stop(): Promise<void> {
        const client = this.client;
        this.client = undefined;
        if (client?.state === State.Running || client?.state === State.Starting) {
            await client.dispose();
        }
    }

    private async start(): Promise<void> {
        const status = (this.status ??= new Status(SELECTOR, (uri) => this.inputs(uri)));
        await vscode.commands.executeCommand("setContext", "cogLsp.hasModel", true);
        if (!vscode.workspace.getConfiguration("cog-lsp").get("enable", true)) {
            return status.set(State.Stopped, "Cog LSP is off: see the setting cog-lsp.enable");
        }
        const found = await findServer(this.extension);
        if ("problem" in found) {
            this.log.appendLine(`Cog LSP was not started: ${found.problem}`);
            status.set(State.Stopped, "Cog LSP cannot start");
            void offerHelp(found.problem);
            return;
        }
        const level = vscode.workspace.getConfiguration("cog-lsp").get("logLevel", "warning");
        const args = [...found.args, "--log-level", level];
        this.log.appendLine(`Starting ${[found.command, ...args].join(" ")}`);
        const server: ServerOptions = { command: found.command, args, transport: TransportKind.stdio, options: { env: { PYTHONPATH: "" } } };
        const client: LanguageClient = new LanguageClient("cog-lsp", "Cog LSP", server, this.options(() => client === this.leaving));
        client.onDidChangeState((event) => status.set(event.newState));
        this.client = client;
        await client.start();
        await vscode.commands.executeCommand("setContext", "cogLsp.isRunning", true); // ticks a step of the walkthrough
    }

    private options(isLeaving: () => boolean): LanguageClientOptions {
        return {
            documentSelector: SELECTOR,
            outputChannel: this.log,
            synchronize: { configurationSection: "cog-lsp" },
            initializationOptions: { hoverPictures: true, showsPreviews: true, theme: this.theme },
            middleware: {
                executeCommand: (command, args: unknown[], next) => {
                    this.note(command, args[0]);
                    return next(command, args) as unknown;
                },
                workspace: {
                    // The setting that has it stopped is told to the next one.
                    didChangeConfiguration: (sections, next) => (isLeaving() ? Promise.resolve() : next(sections)),
                },
                window: {
                    showDocument: async (params, next) => {
                        const uri = vscode.Uri.parse(params.uri);
                        if (isPreview(uri)) {
                            await openPreview(uri, this.extension);
                            return { success: true };
                        }
                        return (await next(params, CancellationToken.None)) as ShowDocumentResult;
                    },
                },
            },
        };
    }
}

function themeName(kind: vscode.ColorThemeKind): "light" | "dark" {
    const light = kind === vscode.ColorThemeKind.Light || kind === vscode.ColorThemeKind.HighContrastLight;
    return light ? "light" : "dark";
}

// Shows a setting where its value stands. Those that name programs belong to the machine that VS Code's server runs on, and
// are not among the user's where that is another one.
function openSetting(name: string): Thenable<unknown> {
    const value = vscode.workspace.getConfiguration("cog-lsp").inspect(name);
    const place = value?.workspaceValue !== undefined ? "Workspace" : vscode.env.remoteName !== undefined ? "Remote" : "";
    return vscode.commands.executeCommand(`workbench.action.open${place}Settings`, `@id:cog-lsp.${name}`);
}

async function offerHelp(problem: string): Promise<void> {
    const setting = /cog-lsp\.(\w+)/.exec(problem)?.[1] ?? "interpreter";
    const ways: Record<string, () => unknown> = {
        "How to install it": () => vscode.env.openExternal(vscode.Uri.parse(INSTALLATION)),
        "Open settings": () => openSetting(setting),
        Restart: () => session.restart(),
    };
    const answer = await vscode.window.showWarningMessage(`Cog LSP cannot start. ${problem}`, ...Object.keys(ways));
    await ways[answer ?? ""]?.();
}
