// What the page takes and holds, for the check of types. `page.py` makes the records that the server sends.

/** A field of the form. */
interface Field {
  name: string;
  required: boolean;
  deprecated: boolean;
  help: string;
  description: string;
  control: "select" | "file" | "password" | "textarea" | "number" | "boolean" | "json";
  controlWords: string;
  look: "slider" | "number" | "toggle" | "select" | "file" | "password" | "textarea" | "list" | "json";
  lookWords: string;
  included: boolean;
  choices: { value: unknown; text: string }[];
  accept: string;
  minimum: number | null;
  maximum: number | null;
  integer: boolean;
  array: boolean;
  items: "" | "text" | "number";
  pattern: string;
  sends: string;
  /** For the API reference. */
  type: string;
  defaultText: string;
  range: string;
  warnings: string[];
  value?: unknown;
  ticked?: unknown;
  default?: unknown;
}

/** A quick fix; `title` names it, and `text` is what it writes into a description. */
interface NoteFix {
  title: string;
  label: string;
  text: string;
}

/** A finding with its quick fixes; `at` is its place among all of them. */
interface Note {
  at: number;
  rule: string;
  severity: "error" | "warning" | "information" | "hint";
  message: string;
  input: string | null;
  fixes: NoteFix[];
}

/** Whether the model can be published, and the first note of each thing that is left to do. */
interface Verdict {
  level: "fails" | "stops" | "ready";
  text: string;
  steps: { text: string; note: number }[];
}

/** A call in the README that would run. */
interface Call {
  language: string;
  line: number;
  values: Input;
}

/** An example that the model has on Replicate, and why it does not fit the inputs of today. */
interface Published {
  id: string;
  values: Input;
  problems: string[];
}

interface Page {
  title: string;
  summary: string;
  name: string;
  version: string;
  mode: "run" | "train";
  verdict: Verdict | null;
  fields: Field[];
  /** Why no inputs can be shown; empty where there are some, or the model takes none. */
  nothing: string;
  readme: string;
  /** Of the README; empty where it is English or not known. */
  language: string;
  /** The sources of the README's own pictures, by their paths. */
  pictures: Record<string, string>;
  notes: Note[];
  /** How far the descriptions are, in words. */
  inputs: string;
  checklist: { topic: string; title: string; guidance: string; state: "covered" | "draft" | "missing" | "unjudged" }[];
  calls: Call[];
}

/** What the page's server can do beside serving it. */
interface Abilities {
  reveal?: boolean;
  example?: boolean;
  fix?: boolean;
  /** Replicate can be asked for the model's examples. */
  published?: boolean;
}

/** All that the server says at once; `target` is the address of a Cog server, or empty. */
interface State {
  page: Page;
  target: string;
  can: Abilities;
  /** Null before Replicate was asked. */
  published?: Published[] | null;
}

/** What a call sends. */
type Input = Record<string, unknown>;

/** One field as a person has left it. */
interface Entry {
  included: boolean;
  value: unknown;
  touched: boolean;
  draft?: string;
  error?: string;
  fileName?: string;
}

/** What is wrong with the input, at a path below `field`. */
interface Issue {
  field?: string;
  path: string;
  message: string;
}

/** What a control needs of the page. */
interface Context {
  values: import("./values.js").Values;
  can: Abilities;
  changed: (name?: string) => void;
  reveal: (name: string) => void;
  fix: (note: Note, fix: NoteFix) => Promise<unknown>;
  disabled?: boolean;
}

/** Attributes that every control of a field has. */
type Common = { id: string; "aria-describedby": string; disabled?: boolean; required?: boolean };

/** Takes a new value of a field. */
type Put = (value: unknown) => void;
/** Takes the content of a file as a data URI, and its name. */
type Take = (data: string, name: string) => void;
type Say = (message: string) => void;

/** What a prediction streams. */
interface Update {
  event: string;
  data: Answer;
}

/** What a Cog server says of a prediction: as much as the page shows. */
interface Answer {
  status?: string;
  data?: unknown;
  message?: unknown;
  value?: unknown;
  chunk?: unknown;
  logs?: string;
  output?: unknown;
  error?: unknown;
  detail?: { loc?: unknown[]; msg?: string }[];
  metrics?: { predict_time?: number };
}

type Tags = HTMLElementTagNameMap;
type Child = Node | string | null | undefined;
/** Properties and attributes of an element; those that begin with `on` take its events. */
type Properties<Tag extends keyof Tags> = { [name: string]: unknown } & {
  [handler: `on${string}`]: (event: Event & { target: Tags[Tag] }) => unknown;
};
