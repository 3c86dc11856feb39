/** An answer of the Web API: yes with something, or no for a reason. */

export interface ApiAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Readonly<Record<string, unknown>>;
}

export function yes(body: Readonly<Record<string, unknown>>): ApiAnswer {
  return { status: 200, headers: {}, body: { ok: true, ...body } };
}

export function no(error: string, more: Readonly<Record<string, unknown>> = {}): ApiAnswer {
  return { status: 200, headers: {}, body: { ok: false, error, ...more } };
}
