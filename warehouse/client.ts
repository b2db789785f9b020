/** Single connections, beside the pool and the pipeline. */
import pg from 'pg'

/** A connection yet to be made. When it breaks, what is asked of it next fails; without a listener the break itself would end the process. */
export function newClient(settings: pg.ClientConfig): pg.Client {
  const client = new pg.Client(settings)
  client.on('error', () => undefined)
  return client
}
