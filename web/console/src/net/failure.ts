import { ApiError } from '@kefu/client';
import { has, t } from '../i18n/index.ts';

/** What to tell the agent about a call that failed. */
export function explain(error: unknown): string {
  if (!(error instanceof ApiError)) return t('error.other', { detail: String(error) });
  if (error.status === 0) return t('error.network');
  return explainCode(error.code, error.message, error.retryAfterMs, error.incident);
}

export function explainCode(code: string, detail = '', retryAfterMs = 0, incident = ''): string {
  const key = `error.${code}`;
  const seconds = Math.max(1, Math.ceil(retryAfterMs / 1000));
  return has(key)
    ? t(key, { detail, seconds, incident: incident || '–' })
    : t('error.other', { detail: detail || code });
}
