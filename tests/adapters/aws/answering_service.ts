/** A server that answers, or takes a request and never does. */
export function serve(
  answer: (path: string, method: string) => Response | undefined,
): { readonly url: string } & AsyncDisposable {
  const ended = new AbortController();
  const server = Deno.serve(
    {
      hostname: "127.0.0.1",
      port: 0,
      onListen: () => {},
      signal: ended.signal,
      onError: () => new Response(),
    },
    (request) =>
      answer(new URL(request.url).pathname, request.method) ?? new Promise<Response>((resolve) => {
        ended.signal.addEventListener("abort", () => resolve(new Response()));
      }),
  );
  return {
    url: `http://127.0.0.1:${server.addr.port}`,
    async [Symbol.asyncDispose](): Promise<void> {
      ended.abort();
      await server.finished;
    },
  };
}
