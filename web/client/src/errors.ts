import type { ErrorCode } from './frames.ts';

/** What a REST call was refused with (RFC 9457). Status 0 and code `unavailable`: the server was not reached. */
export class ApiError extends Error {
  override readonly name = 'ApiError';

  constructor(
    readonly code: ErrorCode,
    readonly status: number,
    message: string,
    readonly retryAfterMs = 0,
    readonly errors: unknown[] = [],
    readonly incident = '',
  ) {
    super(message);
  }

  /** Whether the same call may succeed later. */
  get passing(): boolean {
    return isPassing(this.code);
  }
}

/** Whether what was refused with this code may succeed later, unchanged. */
export function isPassing(code: ErrorCode): boolean {
  return (
    code === 'rate_limited' ||
    code === 'overloaded' ||
    code === 'unavailable' ||
    code === 'internal'
  );
}
