/**
 * Whether an answer is there to its end. A connection that breaks mostly shows, but not where the end of the connection is the end of
 * the body, nor behind a proxy that closes what it could not finish.
 *
 * @param contentType What the answer says it is.
 * @returns False for JSON or XML that begins well and breaks off.
 */
export function isWhole(body: Uint8Array, contentType: string): boolean {
  const text = new TextDecoder().decode(body).trim();
  if (/\bjson\b/i.test(contentType) && text.startsWith("{")) return isJson(text);
  if (/\bxml\b/i.test(contentType) && text.startsWith("<")) {
    const [, root] = /^(?:<\?[^>]*>\s*)?<([\w:-]+)/.exec(text) ?? [];
    return root !== undefined && (text.endsWith(`</${root}>`) || /^(?:<\?[^>]*>\s*)?<[^<>]*\/>$/.test(text));
  }
  return true;
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
