// What the page asks of its server. All addresses are relative to the page, whose path holds the token.

export class Server {
  /** @param {string} path */
  async get(path) {
    return (await this.answer(fetch(path))).json();
  }

  /**
   * @param {string} path
   * @param {unknown} body
   */
  async post(path, body) {
    return (await this.send(path, body)).json();
  }

  /**
   * Each line of the answer is JSON.
   * @param {string} path
   * @param {unknown} body
   * @param {(update: Update) => void} take
   * @param {AbortSignal} signal
   */
  async stream(path, body, take, signal) {
    const response = await this.send(path, body, signal);
    const reader = /** @type {ReadableStream<BufferSource>} */ (response.body).pipeThrough(new TextDecoderStream()).getReader();
    let rest = "";
    for (;;) {
      const { value, done } = await reader.read();
      rest += value ?? "";
      const lines = rest.split("\n");
      rest = lines.pop() ?? "";
      for (const line of lines) if (line) take(JSON.parse(line));
      if (done) return;
    }
  }

  /**
   * @param {string} path
   * @param {unknown} body
   * @param {AbortSignal} [signal]
   */
  send(path, body, signal) {
    const headers = { "Content-Type": "application/json" };
    return this.answer(fetch(path, { method: "POST", headers, body: JSON.stringify(body), signal }));
  }

  /** @param {Promise<Response>} request */
  async answer(request) {
    const response = await request;
    if (!response.ok) throw new Error((await response.text()) || `HTTP ${response.status}`);
    return response;
  }
}
