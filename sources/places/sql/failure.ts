/** What databases of others say when something goes wrong, as operating errors with a next step. */
import { LedgerError, messageOf } from '../../../core/errors.js'

const REFUSED = new Set([
  ...['28000', '28P01', '42501', '3D000'],
  ...['ER_ACCESS_DENIED_ERROR', 'ER_DBACCESS_DENIED_ERROR', 'ER_TABLEACCESS_DENIED_ERROR'],
  ...['ER_COLUMNACCESS_DENIED_ERROR', 'ER_BAD_DB_ERROR', 'ER_SPECIFIC_ACCESS_DENIED_ERROR', 'ER_HOST_NOT_PRIVILEGED'],
])
const AWAY =
  /^(08|53|57|40001)|^E(CONNREFUSED|CONNRESET|PIPE|TIMEDOUT|HOSTUNREACH|NETUNREACH|AI_AGAIN)$|^ENOTFOUND$|^PROTOCOL_|^ER_(QUERY_TIMEOUT|STATEMENT_TIMEOUT|LOCK_WAIT_TIMEOUT|CON_COUNT_ERROR|SERVER_SHUTDOWN|NET_)/
const AWAY_TEXT = /timeout|terminated|not queryable|Connection (ended|lost)|closed|hang up/i
const TLS = /does not support (SSL|secure)|certificate|self.signed|altnames|SSL|TLS/i

function codeOf(error: unknown): string {
  if (error instanceof AggregateError) return codeOf(error.errors[0])
  const { code }: { code?: unknown } = Object(error)
  return typeof code === 'string' ? code : ''
}

/** Makes a LedgerError of whatever reading threw; `where` tells the place without its password. */
export function explainSql(error: unknown, where: string): LedgerError {
  if (error instanceof LedgerError) return error
  const code = codeOf(error)
  const said = messageOf(error)
  if (REFUSED.has(code))
    return new LedgerError(
      'place_refused',
      `${where} refuses: ${said}`,
      'Check user, password and database in the secret, and have the right to select granted.',
      error,
    )
  if (TLS.test(said) || code.startsWith('ERR_TLS') || code === 'HANDSHAKE_NO_SSL_SUPPORT')
    return new LedgerError(
      'place_refused',
      `${where} cannot be reached by TLS as declared: ${said}`,
      'Name the authority of its certificate as `ca`, or declare `tls: off` where the network is trusted.',
      error,
    )
  if (AWAY.test(code) || (code === '' && AWAY_TEXT.test(said)))
    return new LedgerError(
      'place_unreachable',
      `${where} does not answer, or not in time: ${said}`,
      'Look whether it is up and the network leads there, then run the same command again: nothing is lost.',
      error,
    )
  return new LedgerError(
    'place_invalid',
    `${where} answers otherwise than declared: ${said}`,
    'Compare table, columns, key and cursor of the declaration with the database.',
    error,
  )
}
