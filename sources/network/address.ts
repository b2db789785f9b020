/**
 * Which addresses lie outside. A publisher's name, redirect or next link may lead to the machine itself or to its neighbours, such as the
 * service of a cloud that gives out passwords; only an address of the public internet is outside. By the IANA special-purpose address
 * registries (RFC 6890 and its successors).
 */
import { BlockList, isIP } from 'node:net'

/** Not outside in IPv4: networks of one's own, loopback, link-local, CGNAT, documentation, multicast, reserved. */
const INSIDE_V4: readonly (readonly [string, number])[] = [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 4],
  ['240.0.0.0', 4],
]

/** Within the global unicast addresses of IPv6: protocol assignments with Teredo, documentation, and 6to4, which wraps an IPv4 address. */
const INSIDE_V6: readonly (readonly [string, number])[] = [
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['3fff::', 20],
]

const inside = new BlockList()
for (const [network, prefix] of INSIDE_V4) inside.addSubnet(network, prefix, 'ipv4')
for (const [network, prefix] of INSIDE_V6) inside.addSubnet(network, prefix, 'ipv6')

// All else in IPv6 is not outside either: loopback, unique-local, link-local, multicast, and IPv4 in disguise (::ffff:…, 64:ff9b::…).
const globalUnicast = new BlockList()
globalUnicast.addSubnet('2000::', 3, 'ipv6')

/** Whether an IP address is one that only this machine or its own network answers. Text that is no address counts as inside. */
export function isInside(address: string): boolean {
  const family = isIP(address)
  if (family === 4) return inside.check(address, 'ipv4')
  if (family !== 6 || address.includes('%')) return true
  return !globalUnicast.check(address, 'ipv6') || inside.check(address, 'ipv6')
}
