/** Where an exchange may lead: schemes, hosts and addresses. A host is resolved once a run, so that it cannot move between check and use. */
import type { LookupAddress } from 'node:dns'
import { lookup } from 'node:dns/promises'
import { isIP } from 'node:net'
import { messageOf } from '../../core/errors.js'
import { isInside } from './address.js'
import type { Http } from './declaration.js'
import { Fault, unsafe } from './refusals.js'

export class Route {
  readonly #home: URL
  readonly #hosts: ReadonlySet<string>
  readonly #inside: boolean
  readonly #insecure: boolean
  readonly #addresses = new Map<string, readonly LookupAddress[]>()

  constructor({ url, hosts, inside, insecure }: Pick<Http, 'url' | 'hosts' | 'inside' | 'insecure'>) {
    this.#home = new URL(url)
    this.#hosts = new Set([this.#home.hostname, ...hosts.map((host) => host.toLowerCase())])
    this.#inside = inside
    this.#insecure = insecure
  }

  /** Throws LedgerError place_unsafe if a link in an answer leads to a host that is not declared, or down to http. */
  checkNext(next: URL, from: URL, shown: string): void {
    this.checkScheme(next, from, shown)
    if (this.#hosts.has(next.hostname)) return
    throw unsafe(
      `The next page of ${this.#home.host} is said to be at another host: ${shown}`,
      `If it is the publisher's, declare it: hosts: [${next.hostname}]`,
    )
  }

  /** Throws LedgerError place_unsafe if a URL is neither http nor https, is http where https is wanted, or leads down from https. */
  checkScheme(url: URL, from: URL | null, shown: string): void {
    if (url.protocol === 'https:') return
    if (url.protocol === 'http:' && this.#insecure && from?.protocol !== 'https:') return
    throw unsafe(
      `${this.#home.host} leads to ${shown}, which is not https`,
      'Tell the publisher. Where no TLS is offered at all, declare an http address with `insecure: true`.',
    )
  }

  /**
   * The addresses of a host: resolved once, and all of them outside unless the declaration allows its own hosts inside.
   * Throws LedgerError place_unsafe, and Fault if the name cannot be resolved.
   */
  async addressesOf(url: URL): Promise<readonly LookupAddress[]> {
    const host = url.hostname.replace(/^\[|\]$/g, '')
    const known = this.#addresses.get(host)
    if (known !== undefined) return known
    const addresses = await resolve(host)
    const allowed = this.#inside && this.#hosts.has(url.hostname)
    const bad = allowed ? undefined : addresses.find(({ address }) => isInside(address))
    if (bad !== undefined)
      throw unsafe(
        `${host} has the address ${bad.address}, which is not one of the public internet`,
        this.#hosts.has(url.hostname)
          ? 'If it is a server of your own, declare `inside: true`.'
          : 'It was led there by an answer: tell the publisher.',
      )
    this.#addresses.set(host, addresses)
    return addresses
  }
}

async function resolve(host: string): Promise<readonly LookupAddress[]> {
  const family = isIP(host)
  if (family !== 0) return [{ address: host, family }]
  try {
    const found = await lookup(host, { all: true })
    if (found.length > 0) return found
  } catch (error) {
    throw new Fault(`its name ${host} cannot be resolved: ${messageOf(error)}`, null, error)
  }
  throw new Fault(`its name ${host} has no address`)
}
