// The call of the model for the values in the form, in four languages.

import { isData } from "./controls.js";

/**
 * @typedef {"python" | "javascript" | "curl" | "cog"} Language
 * @typedef {{ file?: string, value?: unknown }} Argument a value, or the name of a file
 * @typedef {[string, Argument][]} Arguments
 * @typedef {{ model: string, version: string, train: boolean, named: boolean, target: string }} Model
 */

/** @type {[Language, string][]} */
export const LANGUAGES = [
  ["python", "Python"],
  ["javascript", "JavaScript"],
  ["curl", "curl"],
  ["cog", "cog run"],
];

/**
 * The text of a call. Required fields that are still empty get a placeholder, so that the call is whole.
 * @param {Language} language
 * @param {Page} page
 * @param {import("./values.js").Values} values
 * @param {string} target
 */
export function callText(language, page, values, target) {
  /** @type {Arguments} */
  const input = [];
  for (const field of page.fields) {
    const entry = values.get(field.name);
    const value = entry.included ? entry.value : undefined;
    if (value === undefined && !field.required) continue;
    input.push([field.name, argument(field, value, entry.fileName)]);
  }
  for (const [name, value] of Object.entries(values.extra)) input.push([name, { value }]);
  const model = page.name || "owner/name";
  const train = page.mode === "train";
  return { python, javascript, curl, cog }[language](input, { model, version: page.version, train, named: Boolean(page.name), target });
}

/**
 * A value, or the name of a local file.
 * @param {Field} field
 * @param {unknown} value
 * @param {string} [fileName]
 * @returns {Argument}
 */
function argument(field, value, fileName) {
  if (field.control === "file" && (value === undefined || value === "" || isData(String(value))))
    return { file: fileName || `${field.name}.${extension(field.accept)}` };
  if (value !== undefined) return { value };
  if (field.control === "number") return { value: field.minimum ?? 1 };
  return { value: field.array ? [] : field.control === "json" ? {} : "..." };
}

const EXTENSIONS = new Map([
  ["image", "png"],
  ["audio", "wav"],
  ["video", "mp4"],
]);

/** @param {string} accept */
function extension(accept) {
  if (accept.startsWith(".")) return accept.slice(1).split(",")[0];
  return EXTENSIONS.get(accept.split("/")[0]) ?? "png";
}

/**
 * @param {Arguments} input
 * @param {Model} model
 */
function python(input, { model, version, train }) {
  const items = input.map(([name, a]) => `        ${JSON.stringify(name)}: ${a.file ? opened(a.file) : pythonLiteral(a.value)},\n`);
  const body = items.length ? `{\n${items.join("")}    }` : "{}";
  if (train)
    return `import replicate\n\ntraining = replicate.trainings.create(\n    version="${model}:${version}",\n    input=${body},\n    destination="owner/new-model",\n)\nprint(training.status)\n`;
  return `import replicate\n\noutput = replicate.run(\n    ${JSON.stringify(`${model}:${version}`)},\n    input=${body},\n)\nprint(output)\n`;
}

/** @param {string} file */
function opened(file) {
  return `open(${JSON.stringify(file)}, "rb")`;
}

/**
 * @param {unknown} value
 * @returns {string}
 */
function pythonLiteral(value) {
  if (value === null) return "None";
  if (typeof value === "boolean") return value ? "True" : "False";
  if (Array.isArray(value)) return `[${value.map(pythonLiteral).join(", ")}]`;
  if (typeof value === "object")
    return `{${Object.entries(value).map(([key, item]) => `${JSON.stringify(key)}: ${pythonLiteral(item)}`).join(", ")}}`;
  return JSON.stringify(value);
}

/**
 * @param {Arguments} input
 * @param {Model} model
 */
function javascript(input, { model, version, train }) {
  const reads = input.some(([, a]) => a.file) ? 'import { readFile } from "node:fs/promises";\n' : "";
  const items = input.map(
    ([name, a]) => `  ${propertyName(name)}: ${a.file ? `await readFile(${JSON.stringify(a.file)})` : JSON.stringify(a.value)},\n`,
  );
  const body = items.length ? `{\n${items.join("")}}` : "{}";
  const head = `${reads}import Replicate from "replicate";\n\nconst replicate = new Replicate();\nconst input = ${body};\n`;
  if (train)
    return `${head}const training = await replicate.trainings.create(${model
      .split("/")
      .map((part) => JSON.stringify(part))
      .join(", ")}, ${JSON.stringify(version)}, {\n  destination: "owner/new-model",\n  input,\n});\nconsole.log(training.status);\n`;
  return `${head}const output = await replicate.run(${JSON.stringify(`${model}:${version}`)}, { input });\nconsole.log(output);\n`;
}

/** @param {string} name */
function propertyName(name) {
  return /^[A-Za-z_$][\w$]*$/.test(name) ? name : JSON.stringify(name);
}

/**
 * @param {Arguments} input
 * @param {Model} model
 */
function curl(input, { model, version, train, named, target }) {
  const values = Object.fromEntries(input.map(([name, a]) => [name, a.file ? `https://example.com/${encodeURIComponent(a.file)}` : a.value]));
  const hosted = named && !train && !target;
  const body = JSON.stringify(hosted ? { version: `${model}:${version}`, input: values } : { input: values }, null, 2);
  const address = hosted
    ? 'https://api.replicate.com/v1/predictions \\\n  -H "Authorization: Bearer $REPLICATE_API_TOKEN" \\\n  -H "Prefer: wait"'
    : `${target || "http://localhost:5000"}/${train ? "trainings" : "predictions"}`;
  return `curl -s -X POST ${address} \\\n  -H "Content-Type: application/json" \\\n  -d ${quoted(body)}\n`;
}

/**
 * `-i` cannot carry null, integers beyond 32 bits, or texts that look like files or are quoted; `--json` can.
 * @param {Arguments} input
 * @param {Model} model
 */
function cog(input, { train }) {
  const command = train ? "cog train" : "cog run";
  if (input.some(([, a]) => !a.file && awkward(a.value))) {
    const values = Object.fromEntries(input.map(([name, a]) => [name, a.file ? `@${a.file}` : a.value]));
    return `${command} --json ${quoted(JSON.stringify(values, null, 2))}\n`;
  }
  const flags = input.map(([name, a]) => ` \\\n  -i ${word(`${name}=${a.file ? `@${a.file}` : plain(a.value)}`)}`);
  return `${command}${flags.join("")}\n`;
}

/** @param {unknown} value */
function awkward(value) {
  if (value === null) return true;
  if (typeof value === "number") return Number.isInteger(value) && Math.abs(value) > 2 ** 31 - 1;
  return typeof value === "string" && (value.startsWith("@") || (value.startsWith('"') && value.endsWith('"')));
}

/** @param {unknown} value */
function plain(value) {
  return typeof value === "string" ? value : JSON.stringify(value);
}

/** @param {string} text */
function word(text) {
  return /^[\w@%+=:,./-]+$/.test(text) ? text : quoted(text);
}

/** @param {string} text */
function quoted(text) {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
