/** Tokens for OAUTHBEARER by the client credentials grant (RFC 6749, 4.4): kept until shortly before they expire. */
import { z } from 'zod'
import type { KafkaConfig } from '../../core/config.js'
import { LedgerError, messageOf } from '../../core/errors.js'

const ANSWER = z.looseObject({ access_token: z.string().min(1), expires_in: z.number().positive().optional() })
const ASK_MS = 10_000
const EARLY_MS = 30_000
// A server that does not say how long a token holds is asked again soon.
const UNTOLD_SECONDS = 60

/** Gives the token for each new connection. Throws LedgerError kafka_refused or kafka_unreachable, never with a secret in it. */
export function tokenProvider({
  tokenUrl,
  tokenScope,
  username,
  password,
}: KafkaConfig): () => Promise<{ value: string }> {
  let kept: { readonly value: string; readonly until: number } | undefined
  return async () => {
    if (kept !== undefined && performance.now() < kept.until) return kept
    const asked = performance.now()
    const answer = await ask()
    const { access_token: value, expires_in: seconds = UNTOLD_SECONDS } = answer
    kept = { value, until: asked + 1000 * seconds - EARLY_MS }
    return kept
  }

  async function ask(): Promise<z.infer<typeof ANSWER>> {
    let response: Response
    try {
      response = await fetch(tokenUrl, {
        method: 'POST',
        headers: {
          authorization: `Basic ${Buffer.from(`${encodeURIComponent(username)}:${encodeURIComponent(password)}`).toString('base64')}`,
          'content-type': 'application/x-www-form-urlencoded',
        },
        body: new URLSearchParams({
          grant_type: 'client_credentials',
          ...(tokenScope === '' ? {} : { scope: tokenScope }),
        }),
        signal: AbortSignal.timeout(ASK_MS),
        redirect: 'error',
      })
    } catch (error) {
      throw new LedgerError(
        'kafka_unreachable',
        `No token from ${tokenUrl}: ${messageOf(error)}`,
        'Check RISKLEDGER_KAFKA_TOKEN_URL.',
      )
    }
    const parsed = response.ok ? ANSWER.safeParse(await response.json().catch(() => null)) : undefined
    if (parsed?.success === true) return parsed.data
    throw new LedgerError(
      'kafka_refused',
      `${tokenUrl} gave no token: HTTP ${response.status}`,
      'Check RISKLEDGER_KAFKA_USERNAME (client id), RISKLEDGER_KAFKA_PASSWORD (client secret) and RISKLEDGER_KAFKA_TOKEN_SCOPE.',
    )
  }
}
