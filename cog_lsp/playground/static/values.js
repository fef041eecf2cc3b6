// What the form holds: for each field whether it is sent, and its value. A page that comes in later keeps what was typed.

/**
 * @template Value
 * @param {Value} value
 * @returns {Value}
 */
export function copyOf(value) {
  return value === undefined ? value : JSON.parse(JSON.stringify(value));
}

export class Values {
  constructor() {
    /** @type {Map<string, Entry>} */
    this.entries = new Map();
    /** @type {Field[]} */
    this.fields = [];
    /** @type {Input} */
    this.extra = {};
  }

  /**
   * Take over the fields of a page. Fields that a person has touched keep their value.
   * @param {Field[]} fields
   * @param {Input | null} example
   */
  sync(fields, example) {
    this.fields = fields;
    const before = this.entries;
    this.entries = new Map();
    for (const field of fields) {
      const known = before.get(field.name);
      const entry = known?.touched ? known : this.initial(field, example);
      if (field.required) entry.included = true;
      this.entries.set(field.name, entry);
    }
  }

  /**
   * @param {Field} field
   * @param {Input | null} example
   * @returns {Entry}
   */
  initial(field, example) {
    if (example && Object.hasOwn(example, field.name))
      return { included: true, value: copyOf(example[field.name]), touched: false };
    return { included: field.included, value: copyOf(field.value), touched: false };
  }

  /** @param {Input | null} example */
  reset(example) {
    this.entries = new Map();
    this.extra = {};
    this.sync(this.fields, example);
  }

  /** @param {string} name */
  get(name) {
    const entry = this.entries.get(name);
    if (entry === undefined) throw new Error(`The form has no field “${name}”.`);
    return entry;
  }

  /**
   * A person gave the field a value.
   * @param {string} name
   * @param {unknown} value
   */
  set(name, value) {
    Object.assign(this.get(name), { value, included: true, touched: true });
  }

  /**
   * The "include" box was ticked or unticked.
   * @param {Field} field
   * @param {boolean} included
   */
  include(field, included) {
    const value = included ? copyOf(field.ticked) : undefined;
    this.entries.set(field.name, { included, value, touched: true });
  }

  /**
   * The field is left out again, so that the model's default holds.
   * @param {Field} field
   */
  leaveOut(field) {
    const entry = this.get(field.name);
    Object.assign(entry, { included: field.required, value: undefined, touched: true, draft: undefined, error: "" });
  }

  // What a call sends.
  input() {
    /** @type {Input} */
    const sent = {};
    for (const [name, entry] of this.entries)
      if (entry.included && entry.value !== undefined) sent[name] = entry.value;
    return { ...sent, ...this.extra };
  }

  /**
   * The JSON tab was edited.
   * @param {Input} input
   */
  assign(input) {
    this.extra = {};
    for (const [name, value] of Object.entries(input)) if (!this.entries.has(name)) this.extra[name] = value;
    for (const field of this.fields) {
      const given = Object.hasOwn(input, field.name);
      this.entries.set(field.name, { included: given || field.required, value: input[field.name], touched: true });
    }
  }

  get drafts() {
    return [...this.entries].flatMap(([name, { error }]) => (error ? [{ field: name, path: name, message: error }] : []));
  }
}

/**
 * Ajv's words for what the browser can check itself: patterns always, and the rest where there is no server.
 * @param {Field[]} fields
 * @param {Input} input
 * @param {boolean} patternsOnly
 */
export function localIssues(fields, input, patternsOnly) {
  /** @type {Issue[]} */
  const issues = [];
  for (const field of fields) {
    const value = input[field.name];
    /** @type {Say} */
    const say = (message) => {
      issues.push({ field: field.name, path: field.name, message });
    };
    if (typeof value === "string" && field.pattern && !matches(field.pattern, value))
      say("Does not match the required pattern.");
    if (patternsOnly) continue;
    const empty = value === undefined || (typeof value === "string" && !value.trim()) || isEmptyList(value);
    if (field.required && empty) say("This field is required.");
    else if (field.control === "number" && value !== undefined && value !== null) numberIssues(field, value, say);
  }
  return issues;
}

/** @param {unknown} value */
function isEmptyList(value) {
  return Array.isArray(value) && value.length === 0;
}

/**
 * @param {Field} field
 * @param {unknown} value
 * @param {Say} say
 */
function numberIssues(field, value, say) {
  if (typeof value !== "number") return say(`must be ${field.integer ? "integer" : "number"}`);
  if (field.integer && !Number.isInteger(value)) say("must be integer");
  if (field.minimum !== null && value < field.minimum) say(`must be >= ${field.minimum}`);
  if (field.maximum !== null && value > field.maximum) say(`must be <= ${field.maximum}`);
}

/**
 * Cog's playground reads Python's patterns as JavaScript's, and ignores those that do not compile.
 * @param {string} pattern
 * @param {string} value
 */
function matches(pattern, value) {
  const script = pattern
    .replaceAll(/\(\?P<([A-Za-z_]\w*)>/g, "(?<$1>")
    .replaceAll(/\(\?P=([A-Za-z_]\w*)\)/g, "\\k<$1>")
    .replaceAll("\\A", "^")
    .replaceAll("\\Z", "$");
  try {
    return new RegExp(script, "u").test(value);
  } catch {
    return true;
  }
}
