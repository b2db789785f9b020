/** Why two mentions are one party or are not, in one line that an analyst can read. */
import type { Part } from './model/score.js'

/** Parts of less than this say nothing either way. */
const LEAST_SAID = 0.05

const signed = (bits: number) => `${bits < 0 ? '-' : '+'}${Math.abs(bits).toFixed(1)}`

/**
 * The evidence for and against, strongest first, each with its bits; `prior` is what the odds were before anything was compared, and `remark`
 * is what else decided. As in `for: name same +16.2, city same +3.1; against: phone different -1.9; before: -14.8; sum: +2.6`.
 */
export function whyOf(parts: readonly Part[], prior: number, remark = ''): string {
  const said = parts.filter(({ bits }) => Math.abs(bits) >= LEAST_SAID)
  const list = (some: readonly Part[]) =>
    [...some]
      .sort((x, y) => Math.abs(y.bits) - Math.abs(x.bits))
      .map(({ label, bits }) => `${label.replaceAll('_', ' ')} ${signed(bits)}`)
      .join(', ')
  const [supports, speaks] = [said.filter(({ bits }) => bits > 0), said.filter(({ bits }) => bits < 0)]
  const sum = parts.reduce((bits, part) => bits + part.bits, prior)
  return [
    ...(remark === '' ? [] : [remark]),
    `for: ${supports.length === 0 ? 'nothing' : list(supports)}`,
    ...(speaks.length === 0 ? [] : [`against: ${list(speaks)}`]),
    `before: ${signed(prior)}`,
    `sum: ${signed(sum)}`,
  ].join('; ')
}
